import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { okAsync } from 'neverthrow';
import { SaxesParser } from 'saxes';
import { beforeAll, describe, expect, it } from 'vitest';

type Item = { readonly [element: string]: readonly string[] };

const publicUrl = 'http://127.0.0.1:3000';
let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  const create = (body: object) =>
    shop.call('POST', '/api/v1/admin/products', { headers: shop.as('editor'), body: { status: 'active', ...body } });
  const usd = (amount: number) => ({ amount, currency: 'USD' });
  await create({
    slug: 'cup',
    name: 'Cup & "saucer"',
    description: '<p>Holds <b>tea</b> &amp; coffee.</p>',
    brand: 'Kiln <Lane>',
    options: [{ name: 'Color', values: ['Red', 'Blue'] }],
    variants: [
      {
        sku: 'CUP-R',
        barcode: '4006381333931',
        options: { Color: 'Red' },
        prices: [{ price: usd(1_500), compareAtPrice: usd(2_000) }],
        weightGrams: 380,
        stock: 0,
      },
      { sku: 'CUP-B', barcode: 'none', options: { Color: 'Blue' }, prices: [{ price: usd(1_500) }] },
    ],
  });
  await create({ slug: 'bare', name: 'Bare', variants: [{ sku: 'BARE', prices: [{ price: usd(100) }] }] });
  const secret = { slug: 'secret', name: 'Secret', status: 'unlisted' };
  await create({ ...secret, variants: [{ sku: 'SECRET', prices: [{ price: usd(100) }] }] });
  const { products } = shop.store.committed();
  await shop.store.transact((tables) => {
    for (const [id, product] of products) {
      if (product.slug === 'bare') continue;
      const url = product.slug === 'cup' ? '/images/1/page.webp' : `https://images.example/${product.slug}.jpg?a=1&b=2`;
      const images = [
        { id: '1', url, alt: '' },
        { id: '2', url: 'https://images.example/more.jpg', alt: '' },
      ];
      tables.products.set(id, { ...product, images });
    }
    return okAsync(undefined);
  });
});

/** Each element with text that stands inside elements called `name`, by a strict parser that knows namespaces. */
function read(xml: string, name: string): { readonly root: string; readonly items: readonly Item[] } {
  const items: Map<string, string[]>[] = [];
  const path: string[] = [];
  let root = '';
  let text = '';
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ local, uri }) => {
    if (path.length === 0) root = `${uri} ${local}`;
    path.push(local);
    if (local === name) items.push(new Map());
    text = '';
  });
  parser.on('text', (part) => {
    text += part;
  });
  parser.on('closetag', ({ name: element }) => {
    path.pop();
    const item = path.at(-1) === name ? items.at(-1) : undefined;
    item?.set(element, [...(item.get(element) ?? []), text]);
  });
  parser.write(xml).close();
  return { root, items: items.map((item) => Object.fromEntries(item)) };
}

const feed = async (query = '') => shop.call('GET', `/feeds/google.xml${query}`);
const itemsBy = async (element: string, value: string, query = '') =>
  read((await feed(query)).text, 'item').items.filter((item) => item[element]?.[0] === value);

describe("Google's product feed", () => {
  it('is an RSS 2.0 document of the shop, which caches keep for a while', async () => {
    const { status, headers, text } = await feed();
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([
      200,
      'application/xml; charset=utf-8',
      'public, max-age=600',
    ]);
    expect(text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<rss version="2.0" xmlns:g="http:\/\/base/u);
    const [channel] = read(text, 'channel').items;
    expect(channel).toMatchObject({ title: [expect.any(String)], link: [expect.stringMatching(/^http/u)] });
  });

  it('describes each variant of a product with its prices, picture, brand and barcode', async () => {
    const { id, variants } = (await shop.call('GET', '/api/v1/products/cup')).body;
    const [red, blue] = await itemsBy('g:item_group_id', id);
    expect(red).toEqual({
      'g:id': [variants[0].id],
      'g:item_group_id': [id],
      title: ['Cup & "saucer" (Red)'],
      description: ['Holds tea & coffee.'],
      link: [`${publicUrl}/products/cup`],
      'g:image_link': [`${publicUrl}/images/1/page.webp`],
      'g:additional_image_link': ['https://images.example/more.jpg'],
      'g:condition': ['new'],
      'g:availability': ['out_of_stock'],
      'g:price': ['20.00 USD'],
      'g:sale_price': ['15.00 USD'],
      'g:brand': ['Kiln <Lane>'],
      'g:gtin': ['4006381333931'],
      'g:color': ['Red'],
      'g:shipping_weight': ['380 g'],
    });
    expect(blue).toMatchObject({ 'g:price': ['15.00 USD'], 'g:identifier_exists': ['no'], 'g:color': ['Blue'] });
    expect([blue?.['g:sale_price'], blue?.['g:gtin']]).toEqual([undefined, undefined]);
  });

  it('leaves out products without a picture, unlisted ones, and those without a price in the currency', async () => {
    const titles = read((await feed()).text, 'item').items.map(({ title = [] }) => title[0]);
    expect(titles.toSorted()).toEqual(['Book', 'Cup & "saucer" (Blue)', 'Cup & "saucer" (Red)', 'Mug', 'Pen']);
    expect(read((await feed('?currency=EUR')).text, 'item').items).toEqual([]);
  });

  it('does not read the whole catalogue to answer HEAD', async () => {
    const { status, text } = await shop.call('HEAD', '/feeds/google.xml');
    expect([status, text]).toEqual([200, '']);
  });

  it('has every product of many pages once', async () => {
    const own = await openShop();
    await own.store.transact((tables) => {
      const variant = tables.variants.get(own.mug);
      const mug = tables.products.get(variant?.productId ?? '');
      if (variant === undefined || mug === undefined) throw new Error('the shop sells a mug');
      for (let index = 0; index < 120; index += 1) {
        const id = `00000000-0000-7000-8001-${String(index).padStart(12, '0')}`;
        tables.products.set(id, { ...mug, id, slug: `mug-${index}` });
        tables.variants.set(id, { ...variant, id, productId: id, sku: id });
      }
      return okAsync(undefined);
    });
    const { items } = read((await own.call('GET', '/feeds/google.xml')).text, 'item');
    expect([items.length, new Set(items.map((item) => item['g:id']?.[0])).size]).toEqual([123, 123]);
  });
});

describe('the sitemap', () => {
  it('has the pages of all categories and listed products, with or without a picture', async () => {
    const { status, headers, text } = await shop.call('GET', '/sitemap.xml');
    expect([status, headers['content-type']]).toEqual([200, 'application/xml; charset=utf-8']);
    const { root, items } = read(text, 'url');
    expect(root).toBe('http://www.sitemaps.org/schemas/sitemap/0.9 urlset');
    expect(items.map(({ loc = [] }) => loc[0]?.replace(publicUrl, '')).toSorted()).toEqual([
      '/categories/desk',
      '/categories/home',
      '/products/bare',
      '/products/book',
      '/products/cup',
      '/products/mug',
      '/products/pen',
    ]);
    expect(items.at(-1)?.['lastmod']).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u)]);
  });

  it('is an index of parts where one file is too small', async () => {
    const viewSitemap = Object.assign(() => okAsync({ type: 'index', parts: 2 } as const), {
      access: 'anyone' as const,
    });
    const own = await openShop({}, { useCases: { viewSitemap } });
    const { root, items } = read((await own.call('GET', '/sitemap.xml')).text, 'sitemap');
    expect([root, items]).toEqual([
      'http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex',
      [{ loc: [`${publicUrl}/sitemaps/1.xml`] }, { loc: [`${publicUrl}/sitemaps/2.xml`] }],
    ]);
  });

  it('has parts, and none after the last one', async () => {
    expect(read((await shop.call('GET', '/sitemaps/1.xml')).text, 'url').items).toHaveLength(7);
    const { status, body } = await shop.call('GET', '/sitemaps/2.xml');
    expect([status, body.code]).toEqual([404, 'sitemap.part-not-found']);
    expect((await shop.call('GET', '/sitemaps/0.xml')).status).toBe(404);
  });
});

describe('the pages that they link to', () => {
  it('show the product and its category to people', async () => {
    const { status, headers, text } = await shop.call('GET', '/products/cup');
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toContain('<h1>Cup &amp; &quot;saucer&quot;</h1>');
    expect(text).toContain('<p>Holds <b>tea</b> &amp; coffee.</p>');
    expect(text).not.toContain('noindex');
    expect((await shop.call('GET', '/categories/desk')).text).toContain('<a href="/products/mug">Mug</a>');
  });

  it('are a page that says so where there is nothing', async () => {
    for (const path of ['/products/nothing', '/categories/nothing']) {
      const { status, headers, text } = await shop.call('GET', path);
      expect([status, headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
      expect(text).toContain('noindex');
    }
  });

  it('lead to the storefront where there is one', async () => {
    const own = await openShop({ storefrontUrl: 'https://www.shop.example' });
    const { status, headers } = await own.call('GET', '/products/mug?currency=USD');
    expect([status, headers['location']]).toEqual([302, 'https://www.shop.example/products/mug?currency=USD']);
  });
});
