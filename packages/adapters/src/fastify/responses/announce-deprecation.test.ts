import { beforeAll, expect, it } from 'vitest';
import { openShop, type Shop } from '../../../testing/shop-over-http.js';

const link = 'https://shop.example/changes#tags';
const since = '2027-01-01T00:00:00Z';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({
    deprecations: { listTags: { since, sunset: '2028-01-01T12:00:00Z', link }, searchOrders: { since, link } },
  });
  return () => shop.server.close();
});

it('a deprecated operation announces since when, until when and what to use instead', async () => {
  const { status, headers } = await shop.call('GET', '/api/v1/tags');
  expect([status, headers]).toMatchObject([
    200,
    {
      deprecation: '@1798761600',
      sunset: 'Sat, 01 Jan 2028 12:00:00 GMT',
      link: `<${link}>; rel="deprecation"; type="text/html"`,
    },
  ]);
});

it('a deprecated operation announces it also when it refuses, and has no sunset before its end is decided', async () => {
  const { status, headers } = await shop.call('GET', '/api/v1/admin/orders');
  expect([status, headers]).toMatchObject([401, { deprecation: '@1798761600' }]);
  expect(headers).not.toHaveProperty('sunset');
});

it('no other operation announces anything', async () => {
  const { headers } = await shop.call('GET', '/api/v1/posts');
  expect(Object.keys(headers).filter((name) => /deprecation|sunset|link/u.test(name))).toEqual([]);
});

it('the document marks exactly the deprecated operations', async () => {
  const { body } = await shop.call('GET', '/openapi.json');
  type Operation = { readonly operationId: string; readonly deprecated?: boolean };
  const operations = Object.values(body.paths as Record<string, Record<string, Operation>>).flatMap(Object.values);
  const deprecated = (operations as readonly Operation[]).filter((operation) => operation.deprecated === true);
  expect(deprecated.map(({ operationId }) => operationId).toSorted()).toEqual(['listTags', 'searchOrders']);
});

it('an operation that would end before it is deprecated, or that does not exist, stops the start', async () => {
  const wrong = { since, sunset: '2026-01-01T00:00:00Z', link };
  await expect(openShop({ deprecations: { listTags: wrong } })).rejects.toThrow(
    'listTags has its sunset before its deprecation',
  );
  await expect(openShop({ deprecations: { listTag: { since, link } } })).rejects.toThrow(
    'no operation is called listTag',
  );
});
