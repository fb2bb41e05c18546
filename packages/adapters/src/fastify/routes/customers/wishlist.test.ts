import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';

let shop: Shop;
let ada: Record<string, string>;
beforeEach(async () => {
  shop = await openShop();
  ada = (await shop.register()).headers;
});

const path = '/api/v1/me/wishlist';
const put = (variantId: string, headers = ada) => shop.call('PUT', `${path}/${variantId}`, { headers });
const remove = (variantId: string) => shop.call('DELETE', `${path}/${variantId}`, { headers: ada });
const list = async (headers = ada, query = '') => (await shop.call('GET', path + query, { headers })).body;
const move = (variantId: string, body?: object) =>
  shop.call('POST', `${path}/${variantId}/move-to-cart`, { headers: ada, ...(body === undefined ? {} : { body }) });
const cart = async () => (await shop.call('POST', '/api/v1/carts', { headers: ada })).body;

it('holds variants with their products, newest first, each once', async () => {
  expect((await put(shop.mug)).status).toBe(204);
  shop.clock.advance(1_000);
  await put(shop.pen);
  await put(shop.mug);
  const { data, meta } = await list();
  expect(data).toMatchObject([
    { variantId: shop.pen, addedAt: expect.any(String), variant: { slug: 'pen', sku: 'PEN' } },
    { variantId: shop.mug, variant: { slug: 'mug', productName: 'Mug', availability: 'in_stock' } },
  ]);
  expect(meta).toEqual({ page: 1, limit: 20, total: 2, totalPages: 1 });
  expect((await list(ada, '?page=2&limit=1')).data).toMatchObject([{ variantId: shop.mug }]);
  expect([(await remove(shop.mug)).status, (await remove(shop.mug)).status]).toEqual([204, 204]);
  expect((await list()).data).toMatchObject([{ variantId: shop.pen }]);
});

it('is stored by no cache, neither empty nor full', async () => {
  const cacheControl = async () => (await shop.call('GET', path, { headers: ada })).headers['cache-control'];
  const empty = await cacheControl();
  await put(shop.mug);
  expect([empty, await cacheControl()]).toEqual(['no-store', 'no-store']);
});

it('belongs to somebody who is signed in, and is seen by nobody else', async () => {
  await put(shop.mug);
  expect((await list((await shop.register('eve@example.com')).headers)).data).toEqual([]);
  expect([(await put(shop.mug, {})).status, (await shop.call('GET', path)).status]).toEqual([401, 401]);
});

it('takes only what the shop sells, and at most a hundred', async () => {
  const { status, body } = await put(randomUUID());
  expect([status, body.code]).toEqual([404, 'catalogue.variant-not-found']);
  const { wishes } = shop.store.committed();
  const { id: userId = '' } = [...shop.store.committed().users.values()].at(-1) ?? {};
  for (let added = 0; added < 100; added += 1) {
    const variantId = randomUUID();
    wishes.set(`${userId} ${variantId}`, { userId, variantId, addedAt: shop.clock.now() });
  }
  const full = await put(shop.mug);
  expect([full.status, full.body.code, full.body.maximum]).toEqual([422, 'wishlist.full', 100]);
});

it('moves a variant to the cart once, however often that is clicked', async () => {
  await put(shop.mug);
  const both = await Promise.all([move(shop.mug, { quantity: 2 }), move(shop.mug, { quantity: 2 })]);
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  for (const { body } of both) expect(body.lines).toMatchObject([{ variantId: shop.mug, quantity: 2 }]);
  expect((await move(shop.mug)).body.lines).toMatchObject([{ quantity: 2 }]);
  expect([(await list()).data, (await cart()).lines.length]).toEqual([[], 1]);
});

it('adds a moved variant to what the cart holds of it', async () => {
  const { id } = await cart();
  await shop.call('PUT', `/api/v1/carts/${id}/lines/${shop.mug}`, { headers: ada, body: { quantity: 3 } });
  await put(shop.mug);
  const { body } = await move(shop.mug);
  expect([body.id, body.lines[0].quantity, body.version]).toEqual([id, 4, 3]);
});

it('keeps a variant that cannot be moved, and moves none that is not on it', async () => {
  await put(shop.mug);
  const many = await move(shop.mug, { quantity: 1_000 });
  expect([many.status, many.body.code]).toEqual([422, 'cart.quantity-out-of-range']);
  const { id } = await cart();
  await shop.call('PUT', `/api/v1/carts/${id}/lines/${shop.mug}`, { headers: ada, body: { quantity: 999 } });
  const refused = await move(shop.mug);
  expect([refused.status, refused.body.code]).toEqual([422, 'cart.quantity-out-of-range']);
  expect((await list()).data).toMatchObject([{ variantId: shop.mug }]);
  const none = await move(shop.pen);
  expect([none.status, none.body.code]).toEqual([404, 'wishlist.item-not-found']);
});

it('moves nothing into a cart that is no longer at the version of If-Match', async () => {
  await put(shop.mug);
  const { id } = await cart();
  const lines = `/api/v1/carts/${id}/lines`;
  await shop.call('POST', lines, { headers: ada, body: { variantId: shop.pen, quantity: 1 } });
  const moveAt = (tag: string) =>
    shop.call('POST', `${path}/${shop.mug}/move-to-cart`, { headers: { ...ada, 'if-match': tag } });
  const stale = await moveAt('"1"');
  expect([stale.status, stale.body.code]).toEqual([412, 'cart.version-stale']);
  expect((await list()).data).toHaveLength(1);
  expect((await moveAt('"2"')).body).toMatchObject({ version: 3, lines: [{}, { variantId: shop.mug }] });
});
