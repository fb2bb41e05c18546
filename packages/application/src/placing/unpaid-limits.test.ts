import type { Caller } from '../caller.js';
import { describe, expect, it } from 'vitest';
import { guestOrder, home, openShop, pay, request, type Shop } from '../../testing/shop-in-memory.js';
import { makePlacings } from './unpaid-limits.js';

const unpaidLimits = { maximumOrders: 3, maximumUnits: 6 };
const guestAt = (address: string): Caller => ({ type: 'guest', address });
const order = (shop: Shop, caller: Caller, key: string, quantity = 1) =>
  shop.placeOrder({
    caller,
    request: request(key),
    source: { type: 'items', items: [{ variantId: shop.mug, quantity }] },
    email: 'guest@example.org',
    shippingAddress: home,
  });
const codes = (outcomes: readonly Awaited<ReturnType<typeof order>>[]) =>
  outcomes.map((outcome) => (outcome.isOk() ? 'placed' : outcome.error.type));

describe('unpaid orders', () => {
  it('of one address are limited, in number and in units', async () => {
    const shop = await openShop({ unpaidLimits });
    const caller = guestAt('203.0.113.7');
    const placed = [await order(shop, caller, 'a'), await order(shop, caller, 'b'), await order(shop, caller, 'c')];
    expect(codes(placed)).toEqual(['placed', 'placed', 'placed']);
    expect((await order(shop, caller, 'd'))._unsafeUnwrapErr()).toEqual({
      type: 'order.too-many-unpaid',
      unpaidOrders: 3,
      reservedUnits: 3,
      ...unpaidLimits,
    });
    expect((await order(shop, guestAt('203.0.113.8'), 'e', 7))._unsafeUnwrapErr().type).toBe('order.too-many-unpaid');
    expect(shop.stockOf(shop.mug)).toBe(7);
  });

  it('of several accounts at one address count together', async () => {
    const shop = await openShop({ unpaidLimits });
    const user = (userId: string): Caller => ({ type: 'user', userId, role: 'customer', address: '203.0.113.7' });
    const placed = [];
    for (const id of ['ada', 'grace', 'linus']) placed.push(await order(shop, user(id), id));
    placed.push(await order(shop, guestAt('203.0.113.7'), 'guest'), await order(shop, guestAt('203.0.113.8'), 'other'));
    expect(codes(placed)).toEqual(['placed', 'placed', 'placed', 'order.too-many-unpaid', 'placed']);
  });

  it('count no more once they are paid or cancelled', async () => {
    const shop = await openShop({ unpaidLimits });
    const caller = guestAt('203.0.113.7');
    const [first, second] = [await order(shop, caller, 'a', 3), await order(shop, caller, 'b', 3)];
    expect((await order(shop, caller, 'c')).isErr()).toBe(true);
    const paid = first._unsafeUnwrap();
    await pay(shop, paid.order, { type: 'guest', orderToken: paid.token ?? '' });
    await shop.runJobs();
    expect((await order(shop, caller, 'd')).isOk()).toBe(true);
    const { order: cancelled, token = '' } = second._unsafeUnwrap();
    expect((await order(shop, caller, 'e', 3)).isErr()).toBe(true);
    await shop.cancelOrder({ caller: { type: 'guest', orderToken: token }, orderId: cancelled.id });
    expect((await order(shop, caller, 'f', 3)).isOk()).toBe(true);
  });

  it('are not passed by concurrent requests', async () => {
    const shop = await openShop({ unpaidLimits });
    const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
    const outcomes = codes(await Promise.all(keys.map((key) => order(shop, guestAt('203.0.113.7'), key))));
    expect(outcomes.filter((outcome) => outcome === 'placed')).toHaveLength(3);
    expect(shop.stockOf(shop.mug)).toBe(7);
  });

  it('are repeated at the limit: a replay places nothing', async () => {
    const shop = await openShop({ unpaidLimits });
    const caller = guestAt('203.0.113.7');
    for (const key of ['a', 'b', 'c']) await order(shop, caller, key);
    expect((await order(shop, caller, 'b'))._unsafeUnwrap().replayed).toBe(true);
  });

  it('of the process itself have no limit', async () => {
    const shop = await openShop({ unpaidLimits });
    for (const key of ['a', 'b', 'c', 'd']) expect((await guestOrder(shop, { key })).order.status).toBe('pending');
  });
});

describe('concurrent requests of a caller', () => {
  const none = { orders: 0, units: 0 };

  it('count what an earlier one has placed until they can read it', () => {
    const { begin } = makePlacings({ maximumOrders: 1, maximumUnits: 10 });
    const [first, second] = [begin('ada'), begin('ada')];
    expect(first.admit(none, 1).isOk()).toBe(true);
    first.end(true);
    expect(second.admit(none, 1).isErr(), 'it read before the first was stored').toBe(true);
    second.end(false);
    const third = begin('ada');
    expect(third.admit(none, 1).isOk(), 'it reads after the first was stored').toBe(true);
    expect(begin('grace').admit(none, 1).isOk()).toBe(true);
  });

  it('count nothing of one that failed, and one that decides twice once', () => {
    const { begin } = makePlacings({ maximumOrders: 1, maximumUnits: 10 });
    const [first, second] = [begin('ada'), begin('ada')];
    expect([first.admit(none, 10).isOk(), first.admit(none, 10).isOk()]).toEqual([true, true]);
    expect(second.admit(none, 1).isErr()).toBe(true);
    first.end(false);
    expect(second.admit(none, 1).isOk()).toBe(true);
  });
});
