import type { SearchOrders } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { beforeEach, expect, it } from 'vitest';
import { guestOrder, home, openShop, paidOrder, request, type Shop } from '../../testing/shop-in-memory.js';

type Query = Partial<Parameters<SearchOrders>[0]>;
let shop: Shop;
let guests: Order;
let paid: Order;
/** Two orders of one total, a minute apart. */
beforeEach(async () => {
  shop = await openShop();
  guests = (await guestOrder(shop)).order;
  shop.clock.advance(60_000);
  paid = (await paidOrder(shop, { key: 'paid', quantity: 1 })).order;
});

const search = (query: Query = {}) =>
  shop.searchOrders({
    sorting: [{ key: 'createdAt', direction: 'desc' }],
    page: { type: 'page', page: 1, limit: 20 },
    ...query,
  });
const numbers = async (query: Query = {}) => (await search(query))._unsafeUnwrap().data.map(({ number }) => number);

it('finds orders of all times, and of a period', async () => {
  expect(await numbers()).toEqual([paid.number, guests.number]);
  expect(await numbers({ from: paid.placedAt })).toEqual([paid.number]);
  expect(await numbers({ to: paid.placedAt })).toEqual([guests.number]);
  for (const to of [guests.placedAt, paid.placedAt]) {
    expect((await search({ from: paid.placedAt, to }))._unsafeUnwrapErr()).toEqual({
      type: 'list.period-reversed',
      from: paid.placedAt,
      to,
    });
  }
});

it('finds by status and payment status', async () => {
  expect(await numbers({ status: 'paid' })).toEqual([paid.number]);
  expect(await numbers({ paymentStatus: 'unpaid' })).toEqual([guests.number]);
});

it('finds by what the number or the e-mail begins with, however it is written', async () => {
  expect(await numbers({ text: ` ${guests.number.toLowerCase()} ` })).toEqual([guests.number]);
  expect(await numbers({ text: 'TEST-' })).toEqual([paid.number, guests.number]);
  expect(await numbers({ text: 'Guest@EXAMPLE.org' })).toEqual([paid.number, guests.number]);
  expect(await numbers({ text: 'example.org' })).toEqual([]);
  expect(await numbers({ text: '  ' })).toEqual([paid.number, guests.number]);
});

it('lists orders that are alike in the order of time, the way that they are sorted', async () => {
  expect(guests.pricing.total).toEqual(paid.pricing.total);
  for (const key of ['total', 'email'] as const) {
    expect(await numbers({ sorting: [{ key, direction: 'asc' }] })).toEqual([guests.number, paid.number]);
    expect(await numbers({ sorting: [{ key, direction: 'desc' }] })).toEqual([paid.number, guests.number]);
  }
  expect(
    await numbers({
      sorting: [
        { key: 'total', direction: 'desc' },
        { key: 'createdAt', direction: 'asc' },
      ],
    }),
  ).toEqual([guests.number, paid.number]);
});

it('lists every order in some order when nothing is said of it', async () => {
  const source = { type: 'items', items: [{ variantId: shop.eBook, quantity: 1 }] } as const;
  await shop.placeOrder({
    caller: { type: 'guest' },
    request: request('more'),
    source,
    email: 'a@example.org',
    shippingAddress: home,
  });
  expect(await numbers({ sorting: [] })).toHaveLength(3);
});
