import { okAsync } from 'neverthrow';
import { describe, expect, it } from 'vitest';
import { openShop } from '@cartwright/adapters/testing/shop-over-http';
import { makeResponseCache } from './response-cache.js';

/** A shop with a cache, whose products another process renames: this one does not notice. */
async function openCachedShop() {
  const responseCache = makeResponseCache({ ttlMs: 600_000 });
  const shop = await openShop({ responseCache });
  const rename = async (name: string) =>
    shop.store.transact((tables) => {
      for (const [id, product] of tables.products) tables.products.set(id, { ...product, name });
      for (const [id, category] of tables.categories) tables.categories.set(id, { ...category, name });
      return okAsync(undefined);
    });
  const get = async (path: string, headers: Record<string, string> = {}) =>
    shop.call('GET', `/api/v1${path}`, { headers });
  return { ...shop, responseCache, rename, get };
}

const catalogueReads = [
  '/products?limit=2&facets=category',
  '/products/featured',
  '/products/suggest?q=m',
  '/products/mug',
  '/products/mug/related',
  '/categories',
  '/categories/desk',
];

describe('a catalogue response', () => {
  it.each(catalogueReads)('of %s is cached until this process writes, byte for byte', async (path) => {
    const { get, rename, responseCache } = await openCachedShop();
    const first = await get(path);
    await rename('Misty');
    const second = await get(path);
    expect([second.status, second.text, second.headers['etag'], second.headers['content-type']]).toEqual([
      200,
      first.text,
      first.headers['etag'],
      'application/json; charset=utf-8',
    ]);
    responseCache.clear();
    const third = await get(path);
    expect(third.text.includes('Misty')).toBe(path !== '/products/featured');
  });

  it.each([...catalogueReads, '/variants?ids=00000000-0000-7000-8000-000000000001', '/products/mug/reviews'])(
    'of %s is 304 for a client that has the current version',
    async (path) => {
      const { get } = await openCachedShop();
      const first = await get(path);
      const again = await get(path, { 'if-none-match': String(first.headers['etag']) });
      expect([again.status, again.text, again.headers['etag']]).toEqual([304, '', first.headers['etag']]);
    },
  );

  it('is the same in whatever order the parameters are written', async () => {
    const { get, rename } = await openCachedShop();
    const first = await get('/products?limit=2&sort=name');
    await rename('Misty');
    expect((await get('/products?sort=name&limit=2')).text).toBe(first.text);
  });

  it('is another one in another currency and language, for another group, and of another page', async () => {
    const { get, rename, register } = await openCachedShop();
    const { headers } = await register();
    await get('/products?limit=2');
    await rename('Misty');
    const names = async (path: string, sent?: Record<string, string>) =>
      new Set((await get(path, sent)).body.data.map(({ name }: { readonly name: string }) => name));
    expect(await names('/products?limit=2')).not.toContain('Misty');
    expect(await names('/products?limit=2', { 'accept-language': 'de' })).toContain('Misty');
    expect(await names('/products?limit=2&locale=fr')).toContain('Misty');
    expect(await names('/products?limit=2&page=2')).toContain('Misty');
    expect(await names('/products?limit=2', headers)).toContain('Misty');
    expect(await names('/products?limit=2&currency=USD')).toContain('Misty');
    expect((await get('/products?limit=2&currency=EUR')).body.data).toEqual([]);
  });

  it('of a group is not sent to others', async () => {
    const { get, register, as, call, mug } = await openCachedShop();
    const { headers } = await register();
    const body = {
      name: 'Club',
      currency: 'USD',
      groups: ['regular'],
      prices: [{ variantId: mug, price: { amount: 1_500, currency: 'USD' } }],
    };
    await call('POST', '/api/v1/admin/price-lists', { headers: as('editor'), body });
    const price = async (sent?: Record<string, string>) => (await get('/products/mug', sent)).body.variants[0].price;
    expect([await price(headers), await price(), await price(headers)]).toEqual([
      { amount: 1_500, currency: 'USD' },
      { amount: 2_000, currency: 'USD' },
      { amount: 1_500, currency: 'USD' },
    ]);
  });

  it('is valid in browsers and proxies no longer than its prices', async () => {
    const { get, as, call, clock, responseCache } = await openCachedShop();
    const maxAge = async (path: string) => (await get(path)).headers['cache-control'];
    expect(await maxAge('/products')).toBe('public, max-age=10, must-revalidate');
    const startsAt = new Date(Date.parse(clock.now()) + 4_900).toISOString();
    const body = { name: 'Sale', currency: 'USD', startsAt, prices: [] };
    await call('POST', '/api/v1/admin/price-lists', { headers: as('editor'), body });
    responseCache.clear();
    expect([await maxAge('/products'), await maxAge('/products/mug')]).toEqual([
      'public, max-age=4, must-revalidate',
      'public, max-age=4, must-revalidate',
    ]);
  });
});

it('HEAD has the headers of the cached body, and no body', async () => {
  const { get, call } = await openCachedShop();
  const { text, headers } = await get('/products');
  const head = await call('HEAD', '/api/v1/products');
  expect([head.status, head.text, head.headers['etag'], head.headers['content-length']]).toEqual([
    200,
    '',
    headers['etag'],
    String(Buffer.byteLength(text)),
  ]);
});

it('carts and admin routes show what has just been written by whatever process', async () => {
  const { get, rename, as, guestCart, call } = await openCachedShop();
  const { path, headers } = await guestCart();
  await get('/admin/products', as('editor'));
  await rename('Misty');
  expect((await call('GET', path, { headers })).body.lines[0].name).toContain('Misty');
  expect((await get('/admin/products', as('editor'))).body.data[0].name).toBe('Misty');
});
