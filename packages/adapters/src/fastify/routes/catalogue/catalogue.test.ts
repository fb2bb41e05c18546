import { beforeAll, describe, expect, it } from 'vitest';
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
const products = (query = '') => shop.call('GET', `/api/v1/products${query}`);
const slugs = ({ body }: { readonly body: { readonly data: readonly { readonly slug: string }[] } }) =>
  body.data.map(({ slug }) => slug);

describe('listing products', () => {
  it('shows each with its variants, and none that is a draft', async () => {
    const { status, body } = await products('?search=mug');
    expect(status).toBe(200);
    expect(body).toEqual({
      data: [
        {
          id: expect.any(String),
          slug: 'mug',
          name: 'Mug',
          description: 'A mug.',
          variants: [
            {
              id: shop.mug,
              sku: 'MUG',
              name: '',
              options: {},
              price: { amount: 2000, currency: 'USD' },
              taxIncluded: false,
              availability: 'in_stock',
              digital: false,
            },
          ],
          categories: [{ id: expect.any(String), slug: 'desk', name: 'Desk', path: ['Home', 'Desk'] }],
          images: [{ id: expect.any(String), url: 'https://images.example/mug.jpg', alt: 'mug' }],
          tags: [],
          options: [],
          seo: {},
          metadata: {},
          rating: { average: null, count: 0 },
          createdAt: '2026-11-21T09:30:00.000Z',
          updatedAt: '2026-11-21T09:30:00.000Z',
        },
      ],
      meta: { page: 1, limit: 20, total: 1, totalPages: 1 },
    });
  });

  it('filters by price, stock and category, and sorts', async () => {
    expect(slugs(await products('?minPrice=500&maxPrice=1500&sort=price'))).toEqual(['pen', 'book']);
    expect(slugs(await products('?category=home&sort=-price,name&inStock=true'))).toEqual(['mug', 'book', 'pen']);
    expect(slugs(await products('?inStock=false'))).toEqual([]);
  });

  it('counts facets where they are asked for, and filters by options', async () => {
    const { status, body } = await products('?search=mug&facets=category,price,option,brand&option.Color=red');
    expect(status).toBe(200);
    expect(body.meta).toEqual({
      page: 1,
      limit: 20,
      total: 0,
      totalPages: 0,
      facets: { category: [], brand: [], option: {}, price: { min: null, max: null } },
    });
    const { body: all } = await products('?search=mug&facets=category&cursor=');
    expect(all.meta.facets.category).toEqual([
      { value: 'desk', name: 'Desk', count: 1 },
      { value: 'home', name: 'Home', count: 1 },
    ]);
    expect((await products('?facets=')).body.meta.facets).toBeUndefined();
  });

  it('lists what has any of several values of a filter', async () => {
    expect(slugs(await products('?category=home&category=none&sort=name'))).toEqual(['book', 'mug', 'pen']);
    const many = await products(`?${'brand=a&'.repeat(21)}`);
    expect([many.status, many.body.errors]).toMatchObject([400, [{ field: 'brand', code: 'too-long' }]]);
    const second = await products(`?brand=a&brand=${'b'.repeat(256)}`);
    expect([second.status, second.body.errors[0].field]).toEqual([400, 'brand.1']);
  });

  it.each([
    '?search=%25_%5C%27%22',
    '?search=%F0%9F%98%80%20%E8%8C%B6',
    `?search=${'a%20'.repeat(66)}`,
    "?option.Color=%27%3B--&option.a'b=%5C&facets=option",
    '?brand=%25&tag=%27&category=_',
  ])('takes %s for an ordinary question', async (query) => {
    expect((await products(query)).status).toBe(200);
  });

  it('suggests products, categories and brands by what has been typed so far', async () => {
    const suggest = (q: string) => shop.call('GET', `/api/v1/products/suggest?q=${encodeURIComponent(q)}`);
    const { status, body, headers } = await suggest('mu');
    expect([status, headers['cache-control']]).toEqual([200, 'public, max-age=10, must-revalidate']);
    expect(body).toEqual({
      products: [
        {
          id: expect.any(String),
          slug: 'mug',
          name: 'Mug',
          image: 'https://images.example/mug.jpg',
          price: { amount: 2000, currency: 'USD' },
        },
      ],
      categories: [],
      brands: [],
    });
    expect((await suggest('des')).body.categories).toEqual([{ id: expect.any(String), slug: 'desk', name: 'Desk' }]);
    expect((await suggest('')).body).toEqual({ products: [], categories: [], brands: [] });
    expect([
      (await suggest('a'.repeat(201))).status,
      (await shop.call('GET', '/api/v1/products/suggest')).status,
    ]).toEqual([400, 400]);
  });

  it('turns pages by number, however high', async () => {
    const { body } = await products('?sort=name&page=2&limit=2');
    expect([slugs({ body }), body.meta]).toEqual([['pen'], { page: 2, limit: 2, total: 3, totalPages: 2 }]);
    const far = await products(`?page=${Number.MAX_SAFE_INTEGER}&limit=100`);
    expect([far.status, far.body.data]).toEqual([200, []]);
  });

  it('goes on from a cursor, which begins empty', async () => {
    const first = await products('?sort=name&cursor=&limit=2');
    expect([slugs(first), Object.keys(first.body.meta)]).toEqual([
      ['book', 'mug'],
      ['limit', 'nextCursor'],
    ]);
    const second = await products(`?sort=name&limit=2&cursor=${first.body.meta.nextCursor}`);
    expect([slugs(second), second.body.meta]).toEqual([['pen'], { limit: 2, nextCursor: null }]);
  });

  it.each([
    ['?unknown=1', 'unknown'],
    ['?sort=weight', 'sort'],
    ['?sort=relevance', 'sort'],
    ['?facets=brand,colour', 'facets'],
    ['?minRating=6', 'minRating'],
    ['?limit=1e9', 'limit'],
    ['?option.=red', 'option.'],
    [`?search=${'a'.repeat(10_000)}`, 'search'],
    [`?option.Color=${'a'.repeat(300)}`, 'option.Color'],
    ['?sort=', 'sort'],
    ['?sort=name,-name', 'sort'],
    ['?page=0', 'page'],
    ['?page=1.5', 'page'],
    ['?page=1&page=2', 'page'],
    ['?page=9007199254740993', 'page'],
    ['?page=1e400', 'page'],
    ['?limit=0', 'limit'],
    ['?limit=101', 'limit'],
    ['?limit=many', 'limit'],
    ['?limit=', 'limit'],
    ['?minPrice=-1', 'minPrice'],
    ['?inStock=perhaps', 'inStock'],
    ['?page=1&cursor=', 'cursor'],
    ['?__proto__=1', '__proto__'],
  ])('refuses %s', async (query, field) => {
    const { status, body } = await products(query);
    expect([status, body.code, body.errors[0].field]).toEqual([400, 'request.invalid', field]);
  });

  it('refuses a cursor that it did not make', async () => {
    const { status, body } = await products('?cursor=nonsense');
    expect([status, body.code]).toEqual([400, 'list.cursor-malformed']);
  });
});

describe('variants', () => {
  it('are listed by their ids with their products, in the order of the ids', async () => {
    const ids = [shop.pen, 'ffffffff-0000-7000-8000-000000000001', shop.mug];
    const { status, body } = await shop.call('GET', `/api/v1/variants?ids=${ids.join(',')}`);
    expect(status).toBe(200);
    expect(body.data).toMatchObject([
      { id: shop.pen, sku: 'PEN', slug: 'pen', productName: 'Pen', price: { amount: 500, currency: 'USD' } },
      { id: shop.mug, sku: 'MUG', slug: 'mug', productName: 'Mug', image: 'https://images.example/mug.jpg' },
    ]);
    expect((await shop.call('GET', '/api/v1/variants?ids=mug')).status).toBe(400);
  });
});

describe('one product', () => {
  it('is found by its slug and by its id', async () => {
    const bySlug = await shop.call('GET', '/api/v1/products/mug');
    const byId = await shop.call('GET', `/api/v1/products/${bySlug.body.id}`);
    expect([bySlug.status, byId.body]).toEqual([200, bySlug.body]);
  });

  it('returns 304 to a client that has the current version', async () => {
    const { headers } = await shop.call('GET', '/api/v1/products/mug');
    const etag = String(headers['etag']);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await shop.call('GET', '/api/v1/products/mug', { headers: { 'if-none-match': known } });
      expect([again.status, again.text, again.headers['etag'], again.headers['cache-control']]).toEqual([
        304,
        '',
        etag,
        'public, max-age=10, must-revalidate',
      ]);
    }
    const changed = await shop.call('GET', '/api/v1/products/mug', { headers: { 'if-none-match': '"other"' } });
    expect(changed.status).toBe(200);
  });

  it.each(['nothing', 'hidden', "' OR 1=1 --"])('is not there: %s', async (slug) => {
    const { status, body } = await shop.call('GET', `/api/v1/products/${encodeURIComponent(slug)}`);
    expect([status, body.code, body.idOrSlug]).toEqual([404, 'catalogue.product-not-found', slug]);
  });
});

describe('categories', () => {
  it('are a tree with the number of products in and below each', async () => {
    const { body } = await shop.call('GET', '/api/v1/categories');
    expect(body.data).toEqual([
      {
        id: expect.any(String),
        slug: 'home',
        name: 'Home',
        productCount: 3,
        seo: {},
        children: [{ id: expect.any(String), slug: 'desk', name: 'Desk', seo: {}, productCount: 3, children: [] }],
      },
    ]);
  });

  it('can be asked for one by one', async () => {
    const found = await shop.call('GET', '/api/v1/categories/desk');
    const missing = await shop.call('GET', '/api/v1/categories/nothing');
    expect([found.body.name, missing.status, missing.body.code]).toEqual(['Desk', 404, 'catalogue.category-not-found']);
  });
});
