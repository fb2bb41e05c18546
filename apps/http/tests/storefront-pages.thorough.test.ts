import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { address, bearer, shopClient, signIn, type ShopClient } from '../testing/shop-client.js';
import { admin, startTemporaryShop, type RunningShop } from '../testing/start-shop.js';

/** Any JSON of the API: a page that misses something in it fails. */
// oxlint-disable-next-line typescript/no-explicit-any
type Json = any;

/** A page is text; what the API does not give would show in it as one of these. */
const missing = /undefined|null|NaN|\[object/u;

const money = ({ amount, currency }: Json): string =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).format(amount / 100);
const day = (instant: string): string => new Date(instant).toISOString().slice(0, 10);
const list = (items: readonly Json[], render: (item: Json) => string): string => items.map(render).join('\n');

/** The demo shop's products may have none. */
const picture = (image: Json, size: 'list' | 'page' | 'zoom'): string => {
  if (image === undefined) return 'no picture';
  const { url, width, height } = image.sizes[size];
  return `<img src="${url}" alt="${image.alt}" width="${width}" height="${height}">`;
};
const price = ({ price: now, compareAtPrice, taxIncluded }: Json): string =>
  `${compareAtPrice === undefined ? '' : `<s>${money(compareAtPrice)}</s> `}${money(now)} ${taxIncluded ? 'with' : 'without'} tax`;
const stars = ({ average, count }: Json): string => (count === 0 ? 'no reviews' : `${average} of 5 (${count})`);
const left = ({ availability, quantity }: Json): string =>
  `${availability}${availability === 'low_stock' ? `, ${quantity} left` : ''}`;

const card = ({ slug, name, images, variants, rating, brand }: Json): string =>
  `<a href="/products/${slug}">${picture(images[0], 'list')} ${name} by ${brand}</a> ${price(variants[0])}, ${left(variants[0])}, ${stars(rating)}`;

const facet = (title: string, values: readonly Json[]): string =>
  `${title}: ${list(values, ({ value, name, count }) => `<a href="?${title}=${value}">${name} (${count})</a>`)}`;

const listPage = ({ data, meta }: Json): string => `
  ${meta.total} products, page ${meta.page} of ${meta.totalPages}, ${meta.limit} each
  ${facet('category', meta.facets.category)} ${facet('brand', meta.facets.brand)} ${facet('tag', meta.facets.tag)}
  ${list(Object.entries(meta.facets.option), ([name, values]) => facet(`option.${name}`, values))}
  from ${meta.facets.price.min} to ${meta.facets.price.max}
  ${list(data, card)}`;

const tree = (categories: readonly Json[]): string =>
  list(
    categories,
    ({ slug, name, productCount, children }) => `<a href="/${slug}">${name}</a> ${productCount} ${tree(children)}`,
  );

const productPage = (product: Json, related: Json, reviews: Json): string => `
  <title>${product.seo.title ?? product.name}</title><meta content="${product.seo.description ?? product.name}">
  ${list(product.categories, ({ slug, name, path }) => `<a href="/${slug}">${name}</a> in ${path.join(' / ')}`)}
  <h1>${product.name}</h1> ${product.brand} ${product.tags.join(', ')} ${product.description} ${stars(product.rating)}
  ${list(product.images, (image) => picture(image, 'page') + picture(image, 'zoom'))}
  ${list(product.options, ({ name, values }) => `${name}: ${values.join(' or ')}`)}
  ${list(product.variants, (variant) => `${variant.id} ${variant.sku} ${JSON.stringify(variant.options)} ${price(variant)} ${left(variant)} ${variant.digital ? 'download' : 'parcel'}`)}
  ${list(related.data, card)}
  ${reviews.meta.total} reviews ${list(reviews.data, ({ rating, text, author, createdAt }) => `${rating} ${text} ${author} ${day(createdAt)}`)}`;

const breakdown = ({
  subtotal,
  discountTotal,
  shippingTotal,
  taxTotal,
  taxIncluded,
  total,
  applied,
  skipped,
}: Json): string => `
  ${money(subtotal)} less ${money(discountTotal)} shipping ${money(shippingTotal)} tax ${money(taxTotal)}
  ${taxIncluded ? 'included' : 'added'}, total ${money(total)}
  ${list(applied, ({ name, amount }) => `${name} ${money(amount)}`)} ${list(skipped, ({ name, reason }) => `${name} ${reason.type}`)}`;

const cartPage = (cart: Json, { data: options }: Json): string => `
  cart ${cart.id} at version ${cart.version} in ${cart.currency}
  ${list(
    cart.lines,
    (
      line,
    ) => `${line.variantId} ${line.productId} <a href="/products/${line.slug}">${line.image ?? 'no picture'} ${line.name}</a> ${line.sku}
      ${JSON.stringify(line.options)} ${line.quantity} × ${money(line.unitPrice)} = ${money(line.subtotal)}
      ${list(line.discounts, ({ amount }) => money(amount))} ${money(line.total)} ${line.availability}`,
  )}
  ${cart.coupons.join(', ')} ${breakdown(cart.pricing)} ${JSON.stringify(cart.pricing.minimumOrder)}
  ${list(options, ({ id, name, charge }) => `${id} ${name} ${money(charge)}`)}`;

const orderRow = ({
  number,
  status,
  total,
  createdAt,
  lines,
}: Json): string => `${number} ${status} ${money(total)} ${day(createdAt)}
  ${list(lines, ({ name, quantity, unitPrice }) => `${name} ${quantity} × ${money(unitPrice)}`)}`;

const accountPage = (me: Json, addresses: Json, orders: Json, wishlist: Json): string => `
  ${me.name} ${me.email}
  ${list(addresses.data, (one) => `${one.id} ${one.fullName} ${one.line1} ${one.city} ${one.postalCode} ${one.country}`)}
  ${list(orders.data, orderRow)}
  ${list(wishlist.data, (one) => JSON.stringify(one))}`;

describe('a storefront', () => {
  let shop: RunningShop;
  let call: ShopClient;
  beforeAll(async () => {
    shop = await startTemporaryShop({ DEMO_DATA: 'true', RATE_LIMIT_MAX: '1000000' });
    call = shopClient(shop.url);
    await addPicture();
  });
  afterAll(async () => {
    await shop.stop();
  });
  const get = async (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Json> => {
    const { status, body, text } = await call('GET', `/api/v1${path}`, { headers });
    if (status !== 200) throw new Error(`${path}: ${text}`);
    return body;
  };
  const post = async (path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Json> => {
    const { status, body: answer, text } = await call('POST', `/api/v1${path}`, { body, headers });
    if (status >= 300) throw new Error(`${path}: ${text}`);
    return answer;
  };

  /** Of the dearest product, which the tests put into carts. */
  const addPicture = async (): Promise<void> => {
    const [{ id }] = (await get('/products?sort=-price&inStock=true&limit=1')).data;
    const green = { width: 900, height: 600, channels: 3, background: 'green' } as const;
    const form = new FormData();
    form.append('alt', 'seen from above');
    form.append('file', new Blob([new Uint8Array(await sharp({ create: green }).png().toBuffer())]), 'above.png');
    const headers = bearer(await signIn(call, admin));
    const url = `${shop.url}/api/v1/admin/products/${id}/images`;
    const { status } = await fetch(url, { method: 'POST', headers, body: form });
    expect(status).toBe(201);
  };

  it('renders the header: name, currencies, languages and categories', async () => {
    const { name, currency, taxIncluded, payment } = await get('/shop');
    const page = `${name} ${currency} ${taxIncluded} ${payment.methods.join(', ')} ${tree((await get('/categories')).data)}`;
    expect(page).not.toMatch(missing);
  });

  it('renders every page of the list with facets, and the list of each facet value has as many products as it says', async () => {
    const facets = 'facets=category,brand,tag,option,price';
    const { meta } = await get(`/products?${facets}`);
    for (let page = 1; page <= meta.totalPages; page += 1)
      expect(listPage(await get(`/products?${facets}&page=${page}`))).not.toMatch(missing);
    const options = Object.entries(meta.facets.option) as readonly (readonly [string, Json])[];
    const filters = [
      ...['category', 'brand', 'tag'].map((name) => [name, meta.facets[name]] as const),
      ...options.map(([name, values]) => [`option.${name}`, values] as const),
    ];
    for (const [name, [{ value, count }]] of filters) {
      const found = await get(`/products?${facets}&${name}=${encodeURIComponent(value)}`);
      expect([name, found.meta.total]).toEqual([name, count]);
      expect(listPage(found)).not.toMatch(missing);
    }
  });

  it('renders the page of each product, with related products and reviews, and its pictures in each size', async () => {
    const { data } = await get('/products?limit=100');
    expect(data.length).toBeGreaterThan(50);
    for (const { slug } of data) {
      const product = await get(`/products/${slug}`);
      const [related, reviews] = [await get(`/products/${slug}/related`), await get(`/products/${slug}/reviews`)];
      expect(productPage(product, related, reviews)).not.toMatch(missing);
    }
    const [dearest] = (await get('/products?sort=-price&inStock=true&limit=1')).data;
    for (const size of ['list', 'page', 'zoom'] as const) {
      const image = dearest.images.at(-1);
      expect(picture(image, size)).not.toMatch(missing);
      const found = await call('GET', new URL(image.sizes[size].url).pathname);
      expect([found.status, found.headers['content-type']]).toEqual([200, 'image/webp']);
    }
  });

  it('renders the cart at each step of a guest, and the confirmation of the order', async () => {
    const { data } = await get('/products?limit=3&inStock=true&sort=-price');
    const cart = await post('/carts', {});
    const headers = { 'x-cart-token': String(cart.token) };
    for (const { variants } of data)
      await post(`/carts/${cart.id}/lines`, { variantId: variants[0].id, quantity: 2 }, headers);
    const show = async () =>
      cartPage(
        await get(`/carts/${cart.id}`, headers),
        await get(`/carts/${cart.id}/shipping-options?country=GB`, headers),
      );
    expect(await show()).not.toMatch(missing);
    const changed = await call('PATCH', `/api/v1/carts/${cart.id}`, {
      headers,
      body: { email: 'ada@example.com', shippingAddress: address },
    });
    expect(changed.status).toBe(200);
    expect(await show()).not.toMatch(missing);
    const order = await post('/orders', { cartId: cart.id }, { ...headers, 'idempotency-key': randomUUID() });
    const placed = await get(`/orders/${order.id}`, { 'x-order-token': String(order.token) });
    expect(orderRow(placed)).not.toMatch(missing);
  });

  it('renders the account: profile, addresses, orders and wishlist', async () => {
    const { accessToken } = await post('/auth/register', {
      email: 'ada@example.com',
      password: 'correct horse battery',
      name: 'Ada Lovelace',
    });
    const headers = bearer(String(accessToken));
    const { data } = await get('/products?limit=1&inStock=true&sort=-price');
    const variantId = data[0].variants[0].id;
    await post('/me/addresses', address, headers);
    const wished = await call('PUT', `/api/v1/me/wishlist/${variantId}`, { headers });
    expect(wished.status).toBeLessThan(300);
    const body = { items: [{ variantId, quantity: 1 }], shippingAddress: address };
    await post('/orders', body, { ...headers, 'idempotency-key': randomUUID() });
    const page = accountPage(
      await get('/me', headers),
      await get('/me/addresses', headers),
      await get('/me/orders', headers),
      await get('/me/wishlist', headers),
    );
    expect(page).not.toMatch(missing);
    expect(page).toContain('Ada Lovelace');
  });
});
