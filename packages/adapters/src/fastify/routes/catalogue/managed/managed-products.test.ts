/** Long: every rule of products that are administered over HTTP, on one shop. */
import { address, openShop, type ShopResponse, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { beforeEach, describe, expect, it } from 'vitest';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
const usd = (amount: number) => ({ amount, currency: 'USD' });
const asEditor = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object, headers = {}) =>
  shop.call(method, `/api/v1/admin${path}`, {
    headers: { ...shop.as('editor'), ...headers },
    ...(body === undefined ? {} : { body }),
  });
const lamp = {
  name: 'Brass lamp',
  description: '<p>Shines.</p>',
  status: 'active',
  brand: 'Mill Lane',
  tags: ['light'],
  options: [{ name: 'Size', values: ['S', 'L'] }],
  seo: { title: 'Lamps', description: 'Brass lamps.' },
  metadata: { care: 'dust' },
  translations: { de: { name: 'Messinglampe', description: '<p>Leuchtet.</p>', seo: { title: 'Lampen' } } },
  variants: [
    {
      sku: 'LAMP-S',
      barcode: '4006381333931',
      options: { Size: 'S' },
      prices: [{ price: usd(4_900), compareAtPrice: usd(5_900) }, { price: { amount: 4_500, currency: 'EUR' } }],
      weightGrams: 1_200,
      stock: 9,
    },
    { sku: 'LAMP-L', options: { Size: 'L' }, prices: [{ price: usd(7_900) }], stock: 0, backorder: true },
  ],
};
const create = async (facts: object = {}): Promise<ShopResponse> =>
  asEditor('POST', '/products', { ...lamp, ...facts });
const show = async (slug: string, query = '', headers = {}) =>
  shop.call('GET', `/api/v1/products/${slug}${query}`, { headers });

/** Orders some units of a variant as a guest. */
async function order(variantId: string): Promise<ShopResponse> {
  return shop.call('POST', '/api/v1/orders', {
    headers: { 'idempotency-key': variantId },
    body: { items: [{ variantId, quantity: 1 }], email: 'ada@example.com', shippingAddress: address },
  });
}

describe('a new product', () => {
  it('is seen in the shop at once, with all that its editor said', async () => {
    const created = await create();
    expect([created.status, created.headers['etag'], created.headers['location']]).toEqual([
      201,
      '"1"',
      `/api/v1/admin/products/${created.body.id}`,
    ]);
    const { status, body } = await show('brass-lamp');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: created.body.id,
      name: 'Brass lamp',
      brand: 'Mill Lane',
      tags: ['light'],
      options: [{ name: 'Size', values: ['S', 'L'] }],
      seo: { title: 'Lamps', description: 'Brass lamps.' },
      metadata: { care: 'dust' },
      variants: [
        {
          sku: 'LAMP-S',
          name: 'S',
          barcode: '4006381333931',
          options: { Size: 'S' },
          price: usd(4_900),
          compareAtPrice: usd(5_900),
          taxIncluded: false,
          availability: 'in_stock',
          weightGrams: 1_200,
        },
        { sku: 'LAMP-L', price: usd(7_900), availability: 'backorder', quantity: 0 },
      ],
    });
    expect(body.variants[0]).not.toHaveProperty('quantity');
  });

  it('keeps no scripts in its texts', async () => {
    const html = '<p onclick="steal()">Shines.</p><script>steal()</script>';
    const { body } = await create({ description: html, translations: { de: { description: html } } });
    expect([body.description, body.translations.de.description]).toEqual(['<p>Shines.</p>', '<p>Shines.</p>']);
    const changed = await asEditor('PATCH', `/products/${body.id}`, { description: `${html}!` });
    expect(changed.body.description).toBe('<p>Shines.</p>!');
  });

  it('begins with its stock, written to the ledger as received', async () => {
    const { body } = await create();
    const { body: ledger } = await asEditor('GET', `/variants/${body.variants[0].id}/stock`);
    expect(ledger).toMatchObject({ onHand: 9, reserved: 0, available: 9, data: [{ type: 'received', quantity: 9 }] });
  });

  it('is a draft unless its editor says otherwise, and unseen before it is published', async () => {
    const { status: _status, ...draft } = lamp;
    const { body } = await asEditor('POST', '/products', draft);
    expect([body.status, (await show('brass-lamp')).status]).toEqual(['draft', 404]);
    await asEditor('PATCH', `/products/${body.id}`, { status: 'active', publishAt: '2026-11-22T00:00:00Z' });
    expect((await show('brass-lamp')).status).toBe(404);
    expect((await order(body.variants[0].id)).body.code).toBe('cart.lines-unavailable');
    shop.clock.advance(24 * 3_600_000);
    expect((await show('brass-lamp')).status).toBe(200);
    expect((await order(body.variants[0].id)).status).toBe(201);
  });

  it('stands in no list when it is unlisted, yet can be seen and bought', async () => {
    const { body } = await create({ status: 'unlisted' });
    const { body: list } = await shop.call('GET', '/api/v1/products?search=lamp');
    expect([list.data, (await show('brass-lamp')).status, (await order(body.variants[0].id)).status]).toEqual([
      [],
      200,
      201,
    ]);
  });

  it.each([
    ['a currency twice', { prices: [{ price: usd(1) }, { price: usd(2) }] }, 'catalogue.price-duplicate'],
    ['a price off the step', { prices: [{ price: { amount: 1005, currency: 'KWD' } }] }, 'money.off-step'],
    ['no such currency', { prices: [{ price: { amount: 1, currency: 'XXX' } }] }, 'money.unknown-currency'],
    [
      'two currencies in one price',
      { prices: [{ price: usd(1), compareAtPrice: { amount: 2, currency: 'EUR' } }] },
      'money.currency-mismatch',
    ],
    ['stock of digital goods', { digital: true }, 'catalogue.digital-tracked'],
    ['the options of another variant', { options: { Size: 'L' } }, 'catalogue.variant-duplicate'],
  ])('is refused for %s', async (_fault, facts, code) => {
    const [small, large] = lamp.variants;
    const { status, body } = await create({ variants: [{ ...small, ...facts }, large] });
    expect([status, body.code]).toEqual([422, code]);
  });

  it('is refused for a slug or a SKU that is taken, and a category that is not there', async () => {
    const taken = await create({ slug: 'mug' });
    const sku = await create({ variants: [{ sku: 'MUG' }] });
    const category = await create({ categoryIds: ['ffffffff-0000-7000-8000-000000000001'] });
    expect([taken, sku, category].map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'catalogue.slug-taken'],
      [409, 'catalogue.sku-taken'],
      [422, 'catalogue.category-unknown'],
    ]);
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ slug: 'featured' }, 'slug'],
    [{ price: 1 }, 'price'],
    [{ metadata: { a: 'x'.repeat(501) } }, 'metadata.a'],
    [{ translations: { '../de': { name: 'x' } } }, 'translations'],
    [{ publishAt: 'tomorrow' }, 'publishAt'],
    [{ variants: [{ sku: 'A', prices: [{ price: usd(-1) }] }] }, 'variants.0.prices.0.price.amount'],
  ])('is refused as malformed: %j', async (facts, field) => {
    const { status, body } = await create(facts);
    expect([status, body.errors?.map((error: { field: string }) => error.field)]).toEqual([
      400,
      expect.arrayContaining([field]),
    ]);
  });

  it('is for editors to make', async () => {
    const asCustomer = await shop.call('POST', '/api/v1/admin/products', {
      headers: shop.as('customer'),
      body: lamp,
    });
    expect([asCustomer.status, (await shop.call('POST', '/api/v1/admin/products', { body: lamp })).status]).toEqual([
      403, 401,
    ]);
  });
});

describe('a change of a product', () => {
  it('keeps what is absent, clears what is null, and is seen at once', async () => {
    const { body } = await create();
    const changed = await asEditor('PATCH', `/products/${body.id}`, { name: 'Lamp', brand: null, tags: null });
    expect([changed.status, changed.headers['etag'], changed.body.tags]).toEqual([200, '"2"', []]);
    expect(changed.body).not.toHaveProperty('brand');
    expect((await show('brass-lamp')).body).toMatchObject({ name: 'Lamp', description: '<p>Shines.</p>' });
  });

  it('is refused to whoever has not seen the last one', async () => {
    const { body } = await create();
    const first = await asEditor('PATCH', `/products/${body.id}`, { name: 'A' }, { 'if-match': '"1"' });
    const second = await asEditor('PATCH', `/products/${body.id}`, { name: 'B' }, { 'if-match': '"1"' });
    const third = await asEditor('DELETE', `/products/${body.id}`, undefined, { 'if-match': '"1"' });
    expect([first.status, second.status, second.body.code, third.status]).toEqual([
      200,
      412,
      'catalogue.product-stale',
      412,
    ]);
  });

  it('reaches its variants one by one', async () => {
    const { body } = await create();
    const path = `/products/${body.id}/variants`;
    const added = await asEditor('POST', path, {
      sku: 'LAMP-XL',
      options: { Size: 'XL' },
      prices: [{ price: usd(1) }],
    });
    expect([added.status, added.headers['etag'], added.body.name]).toEqual([201, '"2"', 'XL']);
    const changed = await asEditor('PATCH', `${path}/${added.body.id}`, {
      prices: [{ price: usd(9_900) }],
      lowStockThreshold: 2,
      weightGrams: null,
    });
    expect(changed.body).toMatchObject({ prices: [{ price: usd(9_900) }], lowStockThreshold: 2, available: 0 });
    expect((await show('brass-lamp')).body.options).toEqual([{ name: 'Size', values: ['S', 'L', 'XL'] }]);
    const removed = await asEditor('DELETE', `${path}/${added.body.id}`);
    expect([removed.status, (await asEditor('GET', path)).body.data.length]).toEqual([204, 2]);
    expect((await asEditor('GET', `${path}/${added.body.id}`)).status).toBe(404);
  });
});

describe('deleting', () => {
  it('removes what was never ordered', async () => {
    const { body } = await create();
    expect((await asEditor('DELETE', `/products/${body.id}`)).status).toBe(204);
    expect((await asEditor('GET', `/products/${body.id}`)).status).toBe(404);
  });

  it('archives a product that was ever ordered', async () => {
    const { body } = await create();
    expect((await order(body.variants[0].id)).status).toBe(201);
    expect((await asEditor('DELETE', `/products/${body.id}`)).status).toBe(204);
    expect((await asEditor('GET', `/products/${body.id}`)).body).toMatchObject({ status: 'archived', version: 2 });
    expect((await show('brass-lamp')).status).toBe(404);
  });

  it('archives a variant that was ever ordered, which is then no longer sold', async () => {
    const { body } = await create();
    const [small] = body.variants;
    await order(small.id);
    expect((await asEditor('DELETE', `/products/${body.id}/variants/${small.id}`)).status).toBe(204);
    const { body: kept } = await asEditor('GET', `/products/${body.id}/variants/${small.id}`);
    expect(kept.archived).toBe(true);
    expect((await show('brass-lamp')).body.variants.map(({ sku }: { sku: string }) => sku)).toEqual(['LAMP-L']);
    const again = await shop.call('POST', '/api/v1/orders', {
      headers: { 'idempotency-key': 'again' },
      body: { items: [{ variantId: small.id, quantity: 1 }], email: 'a@example.com', shippingAddress: address },
    });
    expect([again.status, again.body.code]).toEqual([409, 'cart.lines-unavailable']);
  });
});

describe('the languages of a product', () => {
  it('are chosen by the header or the query, and named in the response', async () => {
    await create();
    const german = await show('brass-lamp', '', { 'accept-language': 'fr;q=0.5, de-AT' });
    expect([german.body.name, german.body.seo, german.headers['content-language'], german.headers['vary']]).toEqual([
      'Messinglampe',
      { title: 'Lampen', description: 'Brass lamps.' },
      'de',
      'Accept-Language, Authorization, Cookie',
    ]);
    const original = await show('brass-lamp', '?locale=en', { 'accept-language': 'de' });
    expect([original.body.name, original.headers['content-language']]).toEqual(['Brass lamp', 'en']);
    const { body } = await shop.call('GET', '/api/v1/products?search=lamp&locale=de');
    expect(body.data[0].name).toBe('Messinglampe');
  });

  it('begin with the first one of the shop: that of the untranslated texts', async () => {
    await shop.call('PATCH', '/api/v1/admin/shop', { headers: shop.as('admin'), body: { locales: ['de', 'en'] } });
    await create({ slug: 'brass-lamp', name: 'Messinglampe', translations: { en: { name: 'Brass lamp' } } });
    const shown = async (path: string, name: (body: ShopResponse['body']) => string, languages?: string) => {
      const headers = languages === undefined ? {} : { 'accept-language': languages };
      const answer = await shop.call('GET', `/api/v1${path}`, { headers });
      return [name(answer.body), answer.headers['content-language']];
    };
    const one = (body: ShopResponse['body']) => body.name;
    const first = (body: ShopResponse['body']) => body.data[0].name;
    for (const languages of ['de', 'de, en;q=0.5', 'fr', undefined]) {
      expect(await shown('/products/brass-lamp', one, languages)).toEqual(['Messinglampe', 'de']);
      expect(await shown('/products?search=messinglampe', first, languages)).toEqual(['Messinglampe', 'de']);
    }
    expect(await shown('/products/brass-lamp', one, 'en')).toEqual(['Brass lamp', 'en']);
    for (const path of ['/categories', '/posts', '/tags']) {
      expect(await shown(path, () => '', 'de')).toEqual(['', 'de']);
    }
  });
});

describe('the list for editors', () => {
  it('has products of every status, found by a part of their name or a SKU', async () => {
    await create({ status: 'draft' });
    const { body } = await asEditor('GET', '/products?search=lamp-s');
    expect(body.data.map(({ name, status }: { name: string; status: string }) => [name, status])).toEqual([
      ['Brass lamp', 'draft'],
    ]);
    const drafts = await asEditor('GET', '/products?status=draft&sort=name');
    expect(drafts.body.data.map(({ slug }: { slug: string }) => slug)).toEqual(['hidden', 'brass-lamp']);
    expect((await asEditor('GET', '/products?limit=2')).body.meta).toMatchObject({ total: 5, totalPages: 3 });
  });
});

describe('what the shop features', () => {
  it('is what its editors marked', async () => {
    await create({ featured: true });
    const { body } = await shop.call('GET', '/api/v1/products/featured');
    expect(body.data.map(({ slug }: { slug: string }) => slug)).toEqual(['brass-lamp']);
  });
});

describe('a product without a price in a currency', () => {
  it('is left out of lists in it, and refused as a page', async () => {
    await create();
    const { body: list } = await shop.call('GET', '/api/v1/products?currency=EUR');
    expect(list.data.map(({ slug }: { slug: string }) => slug)).toEqual(['brass-lamp']);
    expect(list.data[0].variants.map(({ price }: { price: object }) => price)).toEqual([
      { amount: 4_500, currency: 'EUR' },
    ]);
    const page = await show('mug', '?currency=EUR');
    expect([page.status, page.body.code, page.body.variantId, page.body.currency]).toEqual([
      422,
      'pricing.no-price',
      shop.mug,
      'EUR',
    ]);
  });
});
