import { expect, it } from 'vitest';
import { openShop } from '@cartwright/adapters/testing/shop-over-http';

it('an answer that says "you have it" gives no length, which caches would take for that of what they keep', async () => {
  const shop = await openShop();
  const etag = String((await shop.call('GET', '/api/v1/products/mug')).headers['etag']);
  const { status, headers } = await shop.call('GET', '/api/v1/products/mug', { headers: { 'if-none-match': etag } });
  expect([status, headers['content-length'], headers['content-type']]).toEqual([304, undefined, undefined]);
});

it.each(['/shop', '/products', '/products/mug', '/categories', '/posts'])(
  'a HEAD request for %s with the current entity tag gets 304',
  async (path) => {
    const shop = await openShop();
    const etag = String((await shop.call('HEAD', `/api/v1${path}`)).headers['etag']);
    const again = await shop.call('HEAD', `/api/v1${path}`, { headers: { 'if-none-match': etag } });
    expect([again.status, again.headers['etag'], again.text]).toEqual([304, etag, '']);
  },
);
