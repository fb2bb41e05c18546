import { beforeEach, expect, it } from 'vitest';
import { paidOrder } from '../../../../testing/paid-order.js';
import { purgeRecords } from '../../../in-memory/repositories/purge-records.js';
import { openShop, type Shop } from '../../../../testing/shop-over-http.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
const read = (query = '', role: 'admin' | 'support' | 'editor' = 'admin') =>
  shop.call('GET', `/api/v1/admin/events${query}`, { headers: shop.as(role) });

it('has every event of an order once, page by page, until there is none, and then a later one', async () => {
  const { id: orderId, path } = await paidOrder(shop);
  const types: string[] = [];
  let cursor = '';
  for (;;) {
    const { status, body } = await read(cursor === '' ? '?limit=1' : `?limit=1&after=${cursor}`);
    expect(status).toBe(200);
    cursor = body.meta.nextCursor;
    if (body.data.length === 0) break;
    types.push(...body.data.map(({ type }: { readonly type: string }) => type));
  }
  expect(types.slice(0, 1)).toEqual(['order.placed']);
  expect(types).toContain('order.paid');
  expect(new Set(types).size).toBe(types.length);
  await shop.call('POST', `${path}/cancel`, { headers: shop.as('support'), body: {} });
  const { body } = await read(`?after=${cursor}`);
  expect(body.data[0]).toMatchObject({ type: 'order.cancelled', orderId, version: expect.any(Number) });
});

it('has ids and amounts, and no personal data', async () => {
  await paidOrder(shop);
  const { body } = await read();
  const [placed] = body.data;
  expect(Object.keys(placed).sort()).toEqual(['at', 'data', 'id', 'orderId', 'type', 'version']);
  expect(JSON.stringify(body)).not.toMatch(/@|Lane|Lovelace/u);
});

it('starts at the oldest event without a cursor, and with an empty one', async () => {
  await paidOrder(shop);
  expect((await read('?after=&limit=1')).body).toEqual((await read('?limit=1')).body);
});

it.each(['x', '-1', '1.5', '01', '9'.repeat(30), '%00'])('refuses the malformed cursor "%s"', async (cursor) => {
  expect((await read(`?after=${cursor}`)).status).toBe(400);
});

it('reports that a cursor is older than what is stored', async () => {
  await paidOrder(shop);
  const { body } = await read('?limit=1');
  const old = body.meta.nextCursor;
  shop.clock.advance(400 * 86_400_000);
  await shop.store.transact((tables) => purgeRecords(tables).purge('events', shop.clock.now(), 100));
  const expired = await read(`?after=${old}`);
  expect([expired.status, expired.body.code]).toEqual([410, 'events.cursor-expired']);
  const fresh = await read();
  expect([fresh.status, fresh.body.data]).toEqual([200, []]);
  expect((await read(`?after=${fresh.body.meta.nextCursor}`)).status).toBe(200);
});

it('is for admins', async () => {
  expect([(await read('', 'support')).status, (await read('', 'editor')).status]).toEqual([403, 403]);
});
