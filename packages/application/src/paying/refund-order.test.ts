import type { Caller, Role, WhatToRefund } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  guestOrder,
  openShop,
  orderNow,
  pay,
  refusalOf,
  request,
  usd,
  type Shop,
} from '../../testing/shop-in-memory.js';

let shop: Shop;
let order: Order;
let caller: Caller;

/** Two mugs for 24.00, and 5.00 to send them; paid. */
beforeEach(async () => {
  shop = await openShop();
  ({ order, caller } = await guestOrder(shop, { quantity: 2 }));
  await pay(shop, order, caller);
  await shop.runJobs();
});

const ask = (
  what: WhatToRefund,
  key = 'refund',
  role: Role = 'admin',
  seen: { readonly expectedVersion?: number } = {},
) =>
  shop.refundOrder({
    orderId: order.id,
    caller: { type: 'user', userId: 'staff', role },
    request: request(key, JSON.stringify(what)),
    reason: 'chipped',
    ...what,
    ...seen,
  });
const mugs = (quantity: number) => ({ lines: [{ variantId: shop.mug, quantity }] });
/** What the provider has given back in all, in minor units. */
const givenBack = () =>
  [...shop.store.committed().sandboxPayments.values()]
    .flatMap(({ refunds }) => refunds)
    .reduce((all, { amount }) => all + amount.amount, 0);

describe('a refund by amount', () => {
  it('is on its way with the answer, and back once the provider has done it', async () => {
    const { view, replayed } = (await ask({ amount: usd(500) }))._unsafeUnwrap();
    expect(replayed).toBe(false);
    expect(view.order.refunds).toMatchObject([
      { amount: usd(500), goodwill: usd(500), reason: 'chipped', status: 'pending' },
    ]);
    expect(view.order).toEqual(orderNow(shop, order));
    expect(givenBack()).toBe(0);
    expect(await shop.runJobs()).toEqual([]);
    expect(givenBack()).toBe(500);
    expect(orderNow(shop, order)).toMatchObject({
      paymentStatus: 'partially_refunded',
      refunds: [{ status: 'confirmed' }],
    });
  });

  it('may be repeated with other keys until nothing is left', async () => {
    (await ask({ amount: usd(2000) }, 'a'))._unsafeUnwrap();
    (await ask({ amount: usd(900) }, 'b'))._unsafeUnwrap();
    expect(await refusalOf(shop, () => ask({ amount: usd(1) }, 'c'))).toEqual({
      type: 'refund.exceeds-captured',
      refundable: usd(0),
      requested: usd(1),
      status: 'paid',
    });
    expect(await shop.runJobs()).toEqual([]);
    expect(givenBack()).toBe(2900);
    expect(orderNow(shop, order).paymentStatus).toBe('refunded');
  });

  it('is made once under one key, and answered the same again', async () => {
    const first = (await ask({ amount: usd(500) }))._unsafeUnwrap();
    await shop.runJobs();
    expect((await ask({ amount: usd(500) }))._unsafeUnwrap()).toEqual({ view: first.view, replayed: true });
    expect(await refusalOf(shop, () => ask({ amount: usd(600) }))).toEqual({ type: 'idempotency.key-reused' });
    expect(givenBack()).toBe(500);
  });

  it('is made once of two under one key at once', async () => {
    const both = await Promise.all([ask({ amount: usd(500) }), ask({ amount: usd(500) })]);
    expect(both.map((each) => each._unsafeUnwrap().replayed)).toEqual([false, true]);
    expect(orderNow(shop, order).refunds).toHaveLength(1);
  });

  it('gives at most what the order holds, of two under two keys at once', async () => {
    const both = await Promise.all([ask({ amount: usd(2000) }, 'a'), ask({ amount: usd(2000) }, 'b')]);
    expect(both.map((each) => (each.isOk() ? 'made' : each.error.type))).toEqual(['made', 'refund.exceeds-captured']);
  });

  it('is taken from the oldest payment first, a refund each', async () => {
    const other = await guestOrder(shop, { key: 'other' });
    const payments = [await begin(other, 'a'), await begin(other, 'b', 'checkout')];
    for (const { paymentId } of payments) (await shop.provider.confirm(paymentId, 'pm_card_visa'))._unsafeUnwrap();
    // What was paid past the total goes back by itself, from the first; 17.00 are left at the second.
    expect(await shop.runJobs()).toEqual([]);
    order = other.order;
    (await ask({ amount: usd(100) }))._unsafeUnwrap();
    const [first, second] = orderNow(shop, order).payments;
    expect(orderNow(shop, order).refunds.map(({ paymentReference, amount }) => [paymentReference, amount])).toEqual([
      [first?.reference, usd(1700)],
      [second?.reference, usd(100)],
    ]);
  });

  it.each([
    ['nothing', usd(0), 'refund.amount-not-positive'],
    ['less than nothing', usd(-1), 'refund.amount-not-positive'],
    ['another currency', { amount: 1, currency: 'EUR' }, 'money.currency-mismatch'],
  ])('of %s is refused', async (_name, amount, type) => {
    expect(await refusalOf(shop, () => ask({ amount }))).toMatchObject({ type });
  });
});

/** An order has one open payment by each method. */
const begin = async (
  of: { readonly order: Order; readonly caller: Caller },
  key: string,
  method: 'card' | 'checkout' = 'card',
) => {
  const started = await shop.startPayment({
    caller: of.caller,
    request: request(key),
    orderId: of.order.id,
    method,
    successUrl: 'https://shop.example/paid',
    cancelUrl: 'https://shop.example/cart',
  });
  return started._unsafeUnwrap().payment;
};

describe('a refund by lines', () => {
  it('gives back what was paid for the units, which the customer keeps', async () => {
    const { view } = (await ask(mugs(1)))._unsafeUnwrap();
    expect(view.order).toMatchObject({
      status: 'paid',
      dueBack: usd(0),
      unitWaivers: [{ lines: [{ variantId: shop.mug, quantity: 1 }], amount: usd(1200), reason: 'chipped' }],
      refunds: [{ amount: usd(1200), reason: 'chipped', status: 'pending' }],
    });
    expect(await shop.runJobs()).toEqual([]);
    expect(givenBack()).toBe(1200);
    expect(shop.stockOf(shop.mug)).toBe(8);
  });

  it('gives back no unit twice, nor again when it comes back or is cancelled', async () => {
    (await ask(mugs(1), 'a'))._unsafeUnwrap();
    expect(await refusalOf(shop, () => ask(mugs(2), 'b'))).toMatchObject({
      type: 'units.not-available',
      requested: 2,
      available: 1,
    });
    (await ask(mugs(1), 'c'))._unsafeUnwrap();
    expect(await shop.runJobs()).toEqual([]);
    (await shop.cancelUnits({ orderId: order.id, request: request('units'), ...mugs(1) }))._unsafeUnwrap();
    expect(await shop.runJobs()).toEqual([]);
    expect(givenBack()).toBe(2400);
  });

  it('gives back no unit twice, of two requests at once', async () => {
    const both = await Promise.all([ask(mugs(2), 'a'), ask(mugs(2), 'b')]);
    expect(both.map((each) => (each.isOk() ? 'made' : each.error.type))).toEqual(['made', 'units.not-available']);
    await shop.runJobs();
    expect(givenBack()).toBe(2400);
  });

  it('leaves what else is owed to be owed', async () => {
    (await ask(mugs(1), 'a', 'admin'))._unsafeUnwrap();
    (await shop.cancelUnits({ orderId: order.id, request: request('units'), ...mugs(2) }))._unsafeUnwrap();
    expect(await shop.runJobs()).toEqual([]);
    // The waived mug, and then the other with the order: it was the last of it, so shipping is back as well.
    expect(givenBack()).toBe(2900);
  });

  it('is refused for more money than is left, and waives nothing then', async () => {
    (await ask({ amount: usd(2000) }, 'a'))._unsafeUnwrap();
    expect(await refusalOf(shop, () => ask(mugs(1), 'b'))).toMatchObject({
      type: 'refund.exceeds-captured',
      refundable: usd(900),
    });
  });

  it('is refused for units that were not ordered', async () => {
    const posters = { lines: [{ variantId: shop.poster, quantity: 1 }] };
    expect(await refusalOf(shop, () => ask(posters))).toMatchObject({ type: 'units.not-ordered' });
  });
});

describe('who may refund', () => {
  /** Seventeen mugs for 204.00 and 5.00 to send them: past what support may give away. */
  const bigOrder = async (): Promise<void> => {
    (await shop.adjustStock({ variantId: shop.mug, delta: 100, reason: 'made more' }))._unsafeUnwrap();
    ({ order, caller } = await guestOrder(shop, { key: 'big', quantity: 17 }));
    await pay(shop, order, caller, 'pay big');
    await shop.runJobs();
  };

  it('is support up to a limit an order, by amounts and lines together, and admins beyond it', async () => {
    await bigOrder();
    (await ask({ amount: usd(5000) }, 'a', 'support'))._unsafeUnwrap();
    (await ask(mugs(12), 'b', 'support'))._unsafeUnwrap();
    const refusal = { type: 'refund.above-limit', limit: usd(20_000), given: usd(19_400) };
    expect(await refusalOf(shop, () => ask({ amount: usd(601) }, 'c', 'support'))).toEqual({
      ...refusal,
      requested: usd(601),
    });
    expect(await refusalOf(shop, () => ask(mugs(1), 'd', 'support'))).toEqual({ ...refusal, requested: usd(1200) });
    (await ask({ amount: usd(600) }, 'e', 'support'))._unsafeUnwrap();
    expect(await refusalOf(shop, () => ask({ amount: usd(1) }, 'f', 'support'))).toMatchObject({ given: usd(20_000) });
    (await ask({ amount: usd(1) }, 'g', 'admin'))._unsafeUnwrap();
  });

  it('is support beyond the limit for what the order owes', async () => {
    await bigOrder();
    (await shop.cancelOrder({ caller, orderId: order.id }))._unsafeUnwrap();
    const { view } = (await ask({ amount: order.pricing.total }, 'a', 'support'))._unsafeUnwrap();
    expect(view.order.refunds[0]).not.toHaveProperty('goodwill');
  });

  it.each(['customer', 'editor'] as const)('is no %s', async (role) => {
    expect(await refusalOf(shop, () => ask({ amount: usd(1) }, 'refund', role))).toEqual({
      type: 'auth.forbidden',
    });
  });
});

it('is refused for an order that is not paid, not there, or has changed since it was seen', async () => {
  expect(await refusalOf(shop, () => ask({ amount: usd(1) }, 'a', 'admin', { expectedVersion: 1 }))).toMatchObject({
    type: 'order.version-stale',
    expected: 1,
  });
  ({ order } = await guestOrder(shop, { key: 'unpaid' }));
  expect(await refusalOf(shop, () => ask({ amount: usd(1) }))).toEqual({
    type: 'order.not-refundable',
    status: 'pending',
  });
  expect(await refusalOf(shop, () => ask(mugs(1)))).toEqual({ type: 'order.not-refundable', status: 'pending' });
  order = { ...order, id: 'none' };
  expect(await refusalOf(shop, () => ask({ amount: usd(1) }))).toEqual({ type: 'order.not-found', orderId: 'none' });
});
