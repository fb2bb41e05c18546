import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { beforeAll, describe, expect, it } from 'vitest';

type Operation = { readonly parameters?: readonly { readonly name: string; readonly in: string }[] };

let shop: Shop;
let lists: readonly { readonly path: string; readonly names: readonly string[] }[];
beforeAll(async () => {
  shop = await openShop();
  const { paths } = (await shop.call('GET', '/openapi.json')).body;
  lists = Object.entries<{ readonly get?: Operation }>(paths)
    .map(([path, { get }]) => ({ path, names: (get?.parameters ?? []).map(({ name }) => name) }))
    .filter(({ path, names }) => path.startsWith('/api/v1/') && names.includes('page'));
});

describe('every list', () => {
  it('has pages by number and from a cursor', () => {
    expect(lists.length).toBeGreaterThan(25);
    expect(lists.filter(({ names }) => !names.includes('cursor') || !names.includes('limit'))).toEqual([]);
  });

  it('begins with an empty cursor, and refuses one that it has not made', async () => {
    for (const { path } of lists.filter((list) => !list.path.includes('{'))) {
      const read = async (query: string) => shop.call('GET', `${path}?${query}`, { headers: shop.as('admin') });
      const { body } = await read('cursor=&limit=1');
      expect.soft(body.meta, path).toMatchObject({ limit: 1 });
      expect.soft(body.meta, path).toHaveProperty('nextCursor');
      expect.soft((await read('cursor=x')).body, path).toMatchObject({ status: 400, code: 'list.cursor-malformed' });
      expect.soft((await read('cursor=&page=1')).body.code, path).toBe('request.invalid');
    }
  });
});
