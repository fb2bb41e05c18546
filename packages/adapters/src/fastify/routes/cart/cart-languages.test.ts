import { beforeEach, expect, it } from 'vitest';
import { translatedMug } from '@cartwright/adapters/testing/api-clients/translated-mug';
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  await translatedMug(shop);
});

it('a cart has the names of its lines in the language of the header or the query, and says which', async () => {
  const { path, headers } = await shop.guestCart();
  const read = async (query = '', language?: string) => {
    const sent = language === undefined ? headers : { ...headers, 'accept-language': language };
    const { body, headers: got } = await shop.call('GET', `${path}${query}`, { headers: sent });
    return [body.lines[0].name, got['content-language'], got['vary'], got['etag']];
  };
  const vary = 'Accept-Language, Authorization, Cookie';
  expect(await read('', 'fr, de-AT;q=0.5')).toEqual(['Becher', 'de', vary, '"2"']);
  expect(await read('?locale=de')).toEqual(['Becher', 'de', vary, '"2"']);
  expect(await read('?locale=en', 'de')).toEqual(['Mug', 'en', vary, '"2"']);
  expect(await read('', 'fr')).toEqual(['Mug', 'en', vary, '"2"']);
  expect(await read()).toEqual(['Mug', 'en', vary, '"2"']);
});

it('each change of a cart is answered in the language of its request', async () => {
  const german = { 'accept-language': 'de' };
  const opened = await shop.call('POST', '/api/v1/carts', { headers: german });
  const headers = { 'x-cart-token': String(opened.body.token), ...german };
  const path = `/api/v1/carts/${opened.body.id}`;
  expect(opened.headers['content-language']).toBe('en');
  const line = { variantId: shop.mug, quantity: 1 };
  const customer = await shop.register();
  const own = { ...headers, ...customer.headers };
  const coupon = { code: 'save10' };
  const changes = [
    await shop.call('POST', `${path}/lines`, { headers, body: line }),
    await shop.call('PUT', `${path}/lines/${shop.mug}?locale=de`, {
      headers: { ...headers, 'accept-language': 'en' },
      body: { quantity: 2 },
    }),
    await shop.call('PATCH', path, { headers, body: { note: 'Bitte klingeln' } }),
    await shop.call('POST', `${path}/coupons`, { headers, body: coupon }),
    await shop.call('DELETE', `${path}/coupons/save10`, { headers }),
    await shop.call('POST', `${path}/claim`, { headers: own }),
    await shop.call('POST', '/api/v1/carts', { headers: own }),
  ];
  for (const { status, body, headers: got } of changes) {
    expect([status < 300, body.lines?.[0]?.name, got['content-language']]).toEqual([true, 'Becher', 'de']);
  }
  const { id } = changes.at(-1)?.body ?? {};
  await shop.call('PUT', `/api/v1/me/wishlist/${shop.mug}`, { headers: own });
  const moved = await shop.call('POST', `/api/v1/me/wishlist/${shop.mug}/move-to-cart`, { headers: own });
  expect([moved.body.lines[0].name, moved.headers['content-language']]).toEqual(['Becher', 'de']);
  await shop.call('PUT', `/api/v1/carts/${id}/lines/${shop.pen}`, { headers: own, body: { quantity: 1 } });
  const removed = await shop.call('DELETE', `/api/v1/carts/${id}/lines/${shop.pen}`, { headers: own });
  expect([removed.body.lines[0].name, removed.headers['content-language']]).toEqual(['Becher', 'de']);
});
