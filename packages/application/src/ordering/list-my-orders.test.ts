import type { ListMyOrders } from '@cartwright/application';
import { beforeEach, expect, it } from 'vitest';
import { customerOf, guestOrder, home, openShop, request, type Shop } from '../../testing/shop-in-memory.js';

type Query = Parameters<ListMyOrders>[0];
const days = (count: number): number => count * 86_400_000;
let shop: Shop;
let customerId: string;
const placed: string[] = [];
const customer = () => ({ type: 'user', userId: customerId, role: 'customer' }) as const;

const order = async (): Promise<void> => {
  const source = { type: 'items', items: [{ variantId: shop.eBook, quantity: 1 }] } as const;
  const { order: made } = (
    await shop.placeOrder({
      caller: customer(),
      request: request(`order ${placed.length}`),
      source,
      shippingAddress: home,
    })
  )._unsafeUnwrap();
  placed.push(made.id);
};

/** Three orders: on 21 November 2026, a year less a day later, and the day after that, less a millisecond. */
beforeEach(async () => {
  placed.length = 0;
  shop = await openShop();
  customerId = (await customerOf(shop)).userId;
  await guestOrder(shop);
  await order();
  shop.clock.advance(days(364));
  await order();
  shop.clock.advance(days(1) - 1);
  await order();
});

const list = (query: Partial<Query> = {}) =>
  shop.listMyOrders({
    caller: customer(),
    sorting: [{ key: 'createdAt', direction: 'asc' }],
    page: { type: 'page', page: 1, limit: 20 },
    ...query,
  });
const ids = async (query: Partial<Query> = {}) => (await list(query))._unsafeUnwrap().data.map(({ id }) => id);

it("lists a customer's own orders of the last twelve months, the one of this very moment included", async () => {
  expect(await ids()).toEqual(placed);
  shop.clock.advance(1);
  expect(await ids()).toEqual(placed.slice(1));
});

it('lists from an instant, inclusive, to an instant, exclusive', async () => {
  expect(await ids({ from: '2026-11-21T09:30:00.000Z', to: '2027-11-21T09:29:59.999Z' })).toEqual(placed.slice(0, 2));
  expect(await ids({ to: '2026-11-22T00:00:00.000Z' })).toEqual(placed.slice(0, 1));
});

it('compares times, however they are written', async () => {
  expect(await ids({ from: '2026-11-21T09:30:00Z', to: '2027-11-20T09:30:00Z' })).toEqual(placed.slice(0, 1));
  expect(await ids({ from: '2026-11-21T10:30:00+01:00', to: '2027-11-20T10:30:00+01:00' })).toEqual(placed.slice(0, 1));
});

it('refuses a period that ends before it begins, or lasts no time', async () => {
  for (const to of ['2026-01-01T00:00:00.000Z', '2026-06-01T00:00:00.000Z']) {
    const from = '2026-06-01T00:00:00.000Z';
    expect((await list({ from, to }))._unsafeUnwrapErr()).toEqual({ type: 'list.period-reversed', from, to });
  }
});

it('lists the orders of one status', async () => {
  const last = placed.at(-1) ?? '';
  (await shop.cancelOrder({ caller: customer(), orderId: last }))._unsafeUnwrap();
  expect(await ids({ status: 'cancelled' })).toEqual([last]);
  expect(await ids({ status: 'paid' })).toEqual([]);
});
