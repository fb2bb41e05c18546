import type { Caller } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { guestOrder, orderNow, request, timeToPayMs, usd } from '../../testing/shop-in-memory.js';
import { expectEqualBooks } from '../../testing/equal-books.js';
import { openStripeShop, type StripeShop } from '../../testing/stripe-shop.js';

/** What Stripe's answers report before, or without, its webhooks. */
const minute = 60_000;
const methods = ['card', 'checkout'] as const;
let shop: StripeShop;
let order: Order;
let caller: Caller;
beforeEach(async () => {
  shop = await openStripeShop();
  ({ order, caller } = await guestOrder(shop, { quantity: 3 }));
});
afterEach(() => shop.stripe.stop());

const expire = async () => (await shop.expireUnpaidOrders())._unsafeUnwrap();
const cancel = async () => (await shop.cancelOrder({ caller, orderId: order.id }))._unsafeUnwrap();
/** Runs all jobs, and hears what Stripe tells of what they did, until nothing is left. */
const settle = async (): Promise<void> => {
  expect(await shop.runJobs()).toEqual([]);
  expect(await shop.hear()).toEqual([]);
  expect(await shop.runJobs()).toEqual([]);
};
const attemptsNow = () => [...shop.store.committed().payments.values()];

describe('an order whose time to pay is over', () => {
  it.each(methods)('is paid, not cancelled, when a webhook of its payment by %s is 31 minutes late', async (method) => {
    await shop.stripe.pay(await shop.start(order, caller, method));
    shop.clock.advance(31 * minute);
    expect(await expire()).toEqual({ expired: 0, failed: 0 });
    expect(orderNow(shop, order)).toMatchObject({ status: 'paid', paymentStatus: 'paid' });
    const paid = orderNow(shop, order);
    expect(await shop.hear()).toEqual([]);
    expect(orderNow(shop, order)).toEqual(paid);
    await settle();
    await expectEqualBooks(shop);
  });

  it.each(methods)('waits for a bank debit by %s of which no webhook has come', async (method) => {
    const reference = await shop.start(order, caller, method);
    await shop.stripe.payLater(reference);
    shop.clock.advance(31 * minute);
    expect(await expire()).toEqual({ expired: 0, failed: 0 });
    expect(orderNow(shop, order)).toMatchObject({ status: 'pending', paymentStatus: 'processing' });
    shop.clock.advance(5 * 24 * 60 * minute);
    await shop.stripe.settle(reference, 'succeeded');
    await settle();
    expect(orderNow(shop, order)).toMatchObject({ status: 'paid' });
    await expectEqualBooks(shop);
  });

  it.each(methods)('can be paid by %s no more once it has expired', async (method) => {
    const reference = await shop.start(order, caller, method);
    shop.clock.advance(timeToPayMs);
    expect(await expire()).toEqual({ expired: 1, failed: 0 });
    expect((await shop.stripe.pay(reference)).outcome).toBe('closed');
    await settle();
    expect(orderNow(shop, order)).toMatchObject({ status: 'cancelled', failedPayments: [] });
    await expectEqualBooks(shop);
  });

  it('does not expire while Stripe cannot be reached, and other orders do', async () => {
    const reference = await shop.start(order, caller);
    const other = await guestOrder(shop, { key: 'other' });
    shop.clock.advance(timeToPayMs);
    await shop.stripe.setReachable(false);
    expect(await expire()).toEqual({ expired: 1, failed: 0 });
    expect([orderNow(shop, order).status, orderNow(shop, other.order).status]).toEqual(['pending', 'cancelled']);
    expect(shop.log.lines).toContainEqual({
      level: 'warn',
      message: 'orders do not expire until the payment provider responds',
      facts: { orders: 1 },
    });
    await shop.stripe.setReachable(true);
    await shop.stripe.pay(reference);
    expect(await expire()).toEqual({ expired: 0, failed: 0 });
    expect(orderNow(shop, order).status).toBe('paid');
    await expectEqualBooks(shop);
  });

  it('expires though Stripe does not know its payment', async () => {
    await shop.start(order, caller);
    const [attempt] = attemptsNow();
    (
      await shop.unitOfWork.run(({ payments }) => payments.setReference(attempt?.id ?? '', 'pi_of_another_account'))
    )._unsafeUnwrap();
    shop.clock.advance(timeToPayMs);
    expect(await expire()).toEqual({ expired: 1, failed: 0 });
  });
});

describe('an order that is cancelled', () => {
  it.each(methods)('gives back at once what was paid by %s before Stripe’s webhook', async (method) => {
    await shop.stripe.pay(await shop.start(order, caller, method));
    await cancel();
    expect(await shop.runJobs()).toEqual([]);
    expect(orderNow(shop, order)).toMatchObject({
      status: 'cancelled',
      payments: [{ amount: usd(4100) }],
      refunds: [{ amount: usd(4100) }],
    });
    await settle();
    expect(orderNow(shop, order)).toMatchObject({ paymentStatus: 'refunded' });
    await expectEqualBooks(shop);
  });

  it('ends a bank debit once it has failed, so that nobody can try it again', async () => {
    const reference = await shop.start(order, caller);
    await shop.stripe.payLater(reference);
    await shop.hear();
    await cancel();
    expect(await shop.runJobs()).toEqual([]);
    expect(attemptsNow()).toMatchObject([{ reference }]);
    expect(attemptsNow()[0]).not.toHaveProperty('endedAt');
    shop.clock.advance(24 * 60 * minute);
    await shop.stripe.settle(reference, 'failed');
    await settle();
    expect((await shop.stripe.pay(reference)).outcome).toBe('closed');
    expect(attemptsNow()).toMatchObject([{ endedAt: shop.clock.now() }]);
    await expectEqualBooks(shop);
  });
});

it('an order that is paid twice before a webhook comes gives the second payment back', async () => {
  const [card, page] = [await shop.start(order, caller), await shop.start(order, caller, 'checkout')];
  await shop.stripe.pay(page);
  const paid = (await shop.stripe.events()).length;
  await shop.stripe.pay(card);
  expect(await shop.hear('made', paid)).toEqual([]);
  expect(await shop.runJobs()).toEqual([]);
  expect(orderNow(shop, order)).toMatchObject({ status: 'paid', refunds: [{ amount: usd(4100) }] });
  await settle();
  await expectEqualBooks(shop);
});

it('reconciliation ends a bank debit whose failure was never reported', async () => {
  const reference = await shop.start(order, caller);
  await shop.stripe.payLater(reference);
  await shop.hear();
  shop.clock.advance(24 * 60 * minute);
  await shop.stripe.settle(reference, 'failed');
  (await shop.requestReconciliation({}))._unsafeUnwrap();
  expect(await shop.runJobs()).toEqual([]);
  expect(orderNow(shop, order)).toMatchObject({ status: 'pending', paymentStatus: 'unpaid' });
  const failed = orderNow(shop, order).failedPayments;
  expect(failed).toMatchObject([{ reference, reason: 'insufficient_funds' }]);
});

it('reconciliation finds a bank debit that was never reported', async () => {
  const how = { caller, request: request('pay'), orderId: order.id, method: 'card' } as const;
  (await shop.startPayment(how))._unsafeUnwrap();
  await shop.stripe.payLater(attemptsNow()[0]?.reference ?? '');
  shop.clock.advance(minute);
  (await shop.requestReconciliation({}))._unsafeUnwrap();
  expect(await shop.runJobs()).toEqual([]);
  expect(orderNow(shop, order)).toMatchObject({ paymentStatus: 'processing' });
});

it('a refund is confirmed by Stripe’s answer to it, before its webhook', async () => {
  await shop.stripe.pay(await shop.start(order, caller));
  await settle();
  await cancel();
  expect(await shop.runJobs()).toEqual([]);
  expect(orderNow(shop, order)).toMatchObject({ paymentStatus: 'refunded', refunds: [{ status: 'confirmed' }] });
  await expectEqualBooks(shop);
  await settle();
  await expectEqualBooks(shop);
});
