import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { beforeEach, describe, expect, it } from 'vitest';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
const asEditor = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path = '', body?: object, headers = {}) =>
  shop.call(method, `/api/v1/admin/categories${path}`, {
    headers: { ...shop.as('editor'), ...headers },
    ...(body === undefined ? {} : { body }),
  });
const create = async (name: string, parentId?: string) =>
  (await asEditor('POST', '', { name, ...(parentId === undefined ? {} : { parentId }) })).body;

describe('categories', () => {
  it('nest to any depth, and are seen with those above them', async () => {
    let parent = await create('Level 1');
    for (let level = 2; level <= 12; level += 1) parent = await create(`Level ${level}`, parent.id);
    const { body } = await shop.call('GET', '/api/v1/categories/level-12');
    expect(body.ancestors.map(({ name }: { name: string }) => name)).toHaveLength(11);
    expect(body.ancestors[0]).toMatchObject({ slug: 'level-1', name: 'Level 1' });
  });

  it('are listed in pages by name', async () => {
    for (const name of ['Zinc', 'Amber', 'Moss']) await create(name);
    const { body } = await asEditor('GET', '?page=2&limit=2');
    const { meta } = (await asEditor('GET')).body;
    expect([meta, body.meta]).toEqual([
      { page: 1, limit: 20, total: meta.total, totalPages: 1 },
      { page: 2, limit: 2, total: meta.total, totalPages: Math.ceil(meta.total / 2) },
    ]);
    const all = (await asEditor('GET', '?limit=100')).body.data.map(({ name }: { name: string }) => name);
    expect(body.data.map(({ name }: { name: string }) => name)).toEqual(all.slice(2, 4));
    expect(all.filter((name: string) => ['Zinc', 'Amber', 'Moss'].includes(name))).toEqual(['Amber', 'Moss', 'Zinc']);
  });

  it('move with all below them', async () => {
    const [home, garden] = [await create('House'), await create('Garden')];
    const tools = await create('Tools', garden.id);
    await create('Rakes', tools.id);
    const moved = await asEditor('PATCH', `/${tools.id}`, { parentId: home.id }, { 'if-match': '"1"' });
    expect([moved.status, moved.body.parentId, moved.headers['etag']]).toEqual([200, home.id, '"2"']);
    const { body } = await shop.call('GET', '/api/v1/categories/rakes');
    expect(body.ancestors.map(({ name }: { name: string }) => name)).toEqual(['House', 'Tools']);
    const toRoot = await asEditor('PATCH', `/${tools.id}`, { parentId: null });
    expect(toRoot.body).not.toHaveProperty('parentId');
  });

  it('never stand below themselves', async () => {
    const above = await create('Above');
    const below = await create('Below', above.id);
    for (const parentId of [above.id, below.id]) {
      const { status, body } = await asEditor('PATCH', `/${above.id}`, { parentId });
      expect([status, body.code]).toEqual([422, 'catalogue.category-circle']);
    }
  });

  it('are translated', async () => {
    const { id } = await create('Mugs');
    await asEditor('PATCH', `/${id}`, { translations: { de: { name: 'Becher' } }, seo: { title: 'All mugs' } });
    const { body, headers } = await shop.call('GET', '/api/v1/categories/mugs?locale=de');
    expect([body.name, body.seo, headers['content-language']]).toEqual(['Becher', { title: 'All mugs' }, 'de']);
  });

  it('are deleted once nothing is below them', async () => {
    const above = await create('Above');
    const below = await create('Below', above.id);
    const refused = await asEditor('DELETE', `/${above.id}`);
    expect([refused.status, refused.body.code, refused.body.children]).toEqual([
      409,
      'catalogue.category-not-empty',
      1,
    ]);
    expect((await asEditor('DELETE', `/${below.id}`)).status).toBe(204);
    expect((await asEditor('DELETE', `/${above.id}`)).status).toBe(204);
    expect((await asEditor('GET', `/${above.id}`)).status).toBe(404);
  });

  it('are refused with a name, a slug or a parent that does not fit', async () => {
    await create('Mugs');
    const again = await asEditor('POST', '', { name: 'Mugs' });
    const slug = await asEditor('POST', '', { name: 'Other', slug: 'mugs' });
    const parent = await asEditor('POST', '', { name: 'X', parentId: 'ffffffff-0000-7000-8000-000000000001' });
    const stale = await asEditor('PATCH', `/${(await create('Y')).id}`, { name: 'Z' }, { 'if-match': '"7"' });
    expect([again, slug, parent, stale].map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'catalogue.category-name-taken'],
      [409, 'catalogue.slug-taken'],
      [422, 'catalogue.category-unknown'],
      [412, 'catalogue.category-stale'],
    ]);
  });
});
