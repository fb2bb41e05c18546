import type { Caller } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { ResultAsync } from 'neverthrow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { guestOrder, orderNow, request } from '../../testing/shop-in-memory.js';
import { expectEqualBooks } from '../../testing/equal-books.js';
import { openStripeShop, type StripeShop } from '../../testing/stripe-shop.js';

/** An order has one open payment by each method at most, whatever the idempotency keys. */
const methods = ['card', 'checkout'] as const;
const pages = { successUrl: 'https://shop.example/paid', cancelUrl: 'https://shop.example/cart' };
let shop: StripeShop;
let order: Order;
let caller: Caller;
beforeEach(async () => {
  shop = await openStripeShop();
  ({ order, caller } = await guestOrder(shop, { quantity: 3 }));
});
afterEach(() => shop.stripe.stop());

const click = (key: string, method: (typeof methods)[number] = 'card', urls = pages) =>
  shop.startPayment({ caller, request: request(key), orderId: order.id, method, ...urls });
const keys = Array.from({ length: 20 }, (_, nth) => `click ${nth}`);
const attemptsNow = () => [...shop.store.committed().payments.values()];
const madeAtStripe = async (): Promise<number> =>
  (await shop.stripe.paymentIntents()).length + (await shop.stripe.sessions()).length;

describe.each(methods)('twenty clicks with twenty keys, by %s,', (method) => {
  it('one after another, return one payment', async () => {
    const payments = [];
    for (const key of keys) payments.push((await click(key, method))._unsafeUnwrap().payment);
    expect(new Set(payments.map((payment) => JSON.stringify(payment))).size).toBe(1);
    expect(await madeAtStripe()).toBe(1);
    expect(attemptsNow()).toHaveLength(1);
  });

  it('at once return one payment, though Stripe takes its time', async () => {
    const operation = method === 'card' ? 'POST /v1/payment_intents' : 'POST /v1/checkout/sessions';
    const hold = await shop.stripe.hold({ operation, when: 'after' });
    const clicks = ResultAsync.combine(keys.map((key) => click(key, method)));
    await shop.stripe.reached(hold);
    await shop.stripe.release(hold);
    const payments = (await clicks)._unsafeUnwrap().map(({ payment }) => JSON.stringify(payment));
    expect(new Set(payments).size).toBe(1);
    expect(await madeAtStripe()).toBe(1);
    expect(attemptsNow()).toHaveLength(1);
  });
});

describe('another click', () => {
  it.each(methods)('finds that the payment by %s was made, and starts no other', async (method) => {
    await shop.stripe.pay(await shop.start(order, caller, method));
    expect((await click('late', method))._unsafeUnwrapErr()).toEqual({
      type: 'order.not-payable',
      orderId: order.id,
      status: 'paid',
    });
    expect(orderNow(shop, order).status).toBe('paid');
    expect(await shop.hear()).toEqual([]);
    await expectEqualBooks(shop);
  });

  it.each(methods)('finds that a bank debit by %s is in progress, and starts no other', async (method) => {
    await shop.stripe.payLater(await shop.start(order, caller, method));
    expect((await click('late', method))._unsafeUnwrapErr()).toMatchObject({ type: 'order.payment-in-progress' });
    expect(orderNow(shop, order).paymentStatus).toBe('processing');
    expect(attemptsNow()).toHaveLength(1);
  });

  it.each(methods)('tries the same payment by %s again after a bank debit has failed', async (method) => {
    const reference = await shop.start(order, caller, method);
    await shop.stripe.payLater(reference);
    await shop.hear();
    shop.clock.advance(60_000);
    await shop.stripe.settle(reference, 'failed');
    await shop.hear();
    const { payment } = (await click('again', method))._unsafeUnwrap();
    // A page takes one payment; an intent can be tried again.
    expect(payment.paymentId === attemptsNow()[0]?.id).toBe(method === 'card');
    await shop.stripe.pay(attemptsNow().at(-1)?.reference ?? '');
    await shop.hear();
    expect(orderNow(shop, order).status).toBe('paid');
    await expectEqualBooks(shop);
  });

  it('after the payment was cancelled at Stripe starts another one', async () => {
    const reference = await shop.start(order, caller);
    await fetch(`${shop.stripe.url}/v1/payment_intents/${reference}/cancel`, {
      method: 'POST',
      headers: { authorization: `Bearer ${shop.stripe.secretKey}`, 'stripe-version': '2026-10-28.endive' },
    });
    (await click('again'))._unsafeUnwrap();
    expect(attemptsNow()).toMatchObject([{ reference, endedAt: shop.clock.now() }, { ordinal: 2 }]);
    await shop.stripe.pay(attemptsNow()[1]?.reference ?? '');
    expect(await shop.hear()).toEqual([]);
    expect(orderNow(shop, order).status).toBe('paid');
    await expectEqualBooks(shop);
  });

  it('that leads to another page ends the first one', async () => {
    const first = await shop.start(order, caller, 'checkout');
    (await click('elsewhere', 'checkout', { ...pages, cancelUrl: 'https://shop.example/basket' }))._unsafeUnwrap();
    expect((await shop.stripe.pay(first)).outcome).toBe('closed');
    const open = (await shop.stripe.sessions()).filter(({ status }) => status === 'open');
    expect(open).toMatchObject([{ cancel_url: 'https://shop.example/basket' }]);
  });

  it('resumes the payment whose first answer was lost', async () => {
    await shop.stripe.fail({ operation: 'POST /v1/payment_intents', when: 'after', how: 429 });
    expect((await click('lost'))._unsafeUnwrapErr().type).toBe('payments.unavailable');
    const { paymentId } = (await click('another'))._unsafeUnwrap().payment;
    expect((await click('lost'))._unsafeUnwrap().payment.paymentId).toBe(paymentId);
    expect(await madeAtStripe()).toBe(1);
  });
});
