import type { Caller } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { guestOrder, orderNow, request, timeToPayMs, usd } from '../../testing/shop-in-memory.js';
import { expectEqualBooks } from '../../testing/equal-books.js';
import { openStripeShop, type StripeShop } from '../../testing/stripe-shop.js';

const day = 24 * 3_600_000;
let shop: StripeShop;
let order: Order;
let caller: Caller;
beforeEach(async () => {
  shop = await openStripeShop();
  ({ order, caller } = await guestOrder(shop, { quantity: 3 }));
});
afterEach(() => shop.stripe.stop());

const expire = async () => (await shop.expireUnpaidOrders())._unsafeUnwrap();
const methods = ['card', 'checkout'] as const;
const orders = ['made', 'reversed'] as const;
const ways = methods.flatMap((method) => orders.map((heard) => [method, heard] as const));

describe('a bank debit', () => {
  it.each(ways)('by %s, heard as it was %s, is shown, and its order does not expire', async (method, heard) => {
    await shop.stripe.payLater(await shop.start(order, caller, method));
    expect(await shop.hear(heard)).toEqual([]);
    expect(orderNow(shop, order)).toMatchObject({ status: 'pending', paymentStatus: 'processing' });
    shop.clock.advance(5 * day);
    expect(await expire()).toEqual({ expired: 0, failed: 0 });
    expect(shop.log.lines).toEqual([]);
    expect(shop.stockOf(shop.mug)).toBe(7);
  });

  it.each(methods)('by %s that is under way lets no second payment start', async (method) => {
    await shop.stripe.payLater(await shop.start(order, caller, method));
    await shop.hear();
    for (const second of methods) {
      const urls = { successUrl: 'https://shop.example/', cancelUrl: 'https://shop.example/' };
      const how = { caller, request: request(second), orderId: order.id, method: second, ...urls };
      expect((await shop.startPayment(how))._unsafeUnwrapErr()).toEqual({
        type: 'order.payment-in-progress',
        orderId: order.id,
        status: 'pending',
      });
    }
    expect(await shop.stripe.paymentIntents()).toHaveLength(1);
  });

  it.each(ways)('by %s, heard as it was %s, pays the order days later', async (method, heard) => {
    const reference = await shop.start(order, caller, method);
    await shop.stripe.payLater(reference);
    shop.clock.advance(5 * day);
    await shop.stripe.settle(reference, 'succeeded');
    expect(await shop.hear(heard)).toEqual([]);
    expect(await shop.runJobs()).toEqual([]);
    expect(orderNow(shop, order)).toMatchObject({ status: 'paid', paymentStatus: 'paid' });
    await expectEqualBooks(shop);
  });

  it.each(ways)('by %s, heard as it was %s, that fails lets its order expire', async (method, heard) => {
    const reference = await shop.start(order, caller, method);
    await shop.stripe.payLater(reference);
    shop.clock.advance(5 * day);
    await shop.stripe.settle(reference, 'failed');
    expect(await shop.hear(heard)).toEqual([]);
    expect(orderNow(shop, order)).toMatchObject({ status: 'pending', paymentStatus: 'unpaid' });
    expect(await expire()).toEqual({ expired: 1, failed: 0 });
    expect(shop.stockOf(shop.mug)).toBe(10);
    await expectEqualBooks(shop);
  });

  it('of an order that was cancelled meanwhile is given back when it arrives', async () => {
    const reference = await shop.start(order, caller);
    await shop.stripe.payLater(reference);
    await shop.hear();
    (await shop.cancelOrder({ caller, orderId: order.id }))._unsafeUnwrap();
    await shop.stripe.settle(reference, 'succeeded');
    expect(await shop.hear()).toEqual([]);
    await shop.runJobs();
    expect(await shop.hear()).toEqual([]);
    expect(orderNow(shop, order)).toMatchObject({ status: 'cancelled', paymentStatus: 'refunded' });
    await expectEqualBooks(shop);
  });

  it('reported for an order that is paid or cancelled changes nothing', async () => {
    const reference = await shop.start(order, caller);
    await shop.stripe.payLater(reference);
    (await shop.cancelOrder({ caller, orderId: order.id }))._unsafeUnwrap();
    const before = orderNow(shop, order);
    expect(await shop.hear()).toEqual([]);
    expect(orderNow(shop, order)).toEqual(before);
  });
});

describe('a payment that is cancelled at Stripe', () => {
  const cancelAtStripe = (id: string) =>
    fetch(`${shop.stripe.url}/v1/payment_intents/${id}/cancel`, {
      method: 'POST',
      headers: { authorization: `Bearer ${shop.stripe.secretKey}`, 'stripe-version': '2026-10-28.endive' },
    });

  it.each(orders)('is in progress no longer, heard as it was %s', async (heard) => {
    const reference = await shop.start(order, caller);
    await shop.stripe.payLater(reference);
    shop.clock.advance(day);
    await shop.stripe.settle(reference, 'failed');
    await cancelAtStripe(reference);
    expect(await shop.hear(heard)).toEqual([]);
    expect(orderNow(shop, order)).toMatchObject({ status: 'pending', paymentStatus: 'unpaid' });
    expect([...shop.store.committed().payments.values()]).toMatchObject([{ endedAt: expect.any(String) as string }]);
  });

  it('after its order expired leaves the order as it is', async () => {
    await shop.start(order, caller);
    shop.clock.advance(timeToPayMs);
    await expire();
    expect(await shop.runJobs()).toEqual([]);
    const before = orderNow(shop, order);
    expect(await shop.hear()).toEqual([]);
    expect(orderNow(shop, order)).toEqual(before);
  });
});

it('a card payment in time is none of this', async () => {
  await shop.stripe.pay(await shop.start(order, caller));
  await shop.hear();
  expect(orderNow(shop, order)).toMatchObject({ status: 'paid', payments: [{ amount: usd(4100) }] });
  await expectEqualBooks(shop);
});
