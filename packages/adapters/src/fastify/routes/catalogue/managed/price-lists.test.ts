/** Long because one shop serves every route of price lists. */
import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { okAsync } from 'neverthrow';
import { beforeEach, describe, expect, it } from 'vitest';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
const usd = (amount: number) => ({ amount, currency: 'USD' });
const eur = (amount: number) => ({ amount, currency: 'EUR' });
type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
const asEditor = (method: Method, path: string, body?: object | string, headers = {}) =>
  shop.call(method, `/api/v1/admin${path}`, {
    headers: { ...shop.as('editor'), ...headers },
    ...(body === undefined ? {} : { body }),
  });
const create = async (facts: object = {}) =>
  asEditor('POST', '/price-lists', {
    name: 'Sale',
    currency: 'USD',
    prices: [{ variantId: shop.mug, price: usd(1_500) }],
    ...facts,
  });
const mugPrice = async (headers = {}) => (await shop.call('GET', '/api/v1/products/mug', { headers })).body.variants[0];

describe('a price list', () => {
  it('comes before the base price in lists, on the page, in carts and in orders alike', async () => {
    expect((await create()).status).toBe(201);
    const { path, headers, id } = await shop.guestCart(2);
    const { body: cart } = await shop.call('GET', path, { headers });
    const { body: list } = await shop.call('GET', '/api/v1/products?search=mug');
    const { body: order } = await shop.call('POST', '/api/v1/orders', {
      headers: { ...headers, 'idempotency-key': 'k' },
      body: { cartId: id, email: 'ada@example.com', shippingAddress: address },
    });
    expect([
      (await mugPrice()).price,
      list.data[0].variants[0].price,
      cart.lines[0].unitPrice,
      order.lines[0].unitPrice,
    ]).toEqual([usd(1_500), usd(1_500), usd(1_500), usd(1_500)]);
  });

  it('is for the quantity that it names', async () => {
    await create({ prices: [{ variantId: shop.mug, minQuantity: 3, price: usd(1_000) }] });
    const { path, headers } = await shop.guestCart(2);
    const unitPrice = async () => (await shop.call('GET', path, { headers })).body.lines[0].unitPrice;
    expect(await unitPrice()).toEqual(usd(2_000));
    await shop.call('PUT', `${path}/lines/${shop.mug}`, { headers, body: { quantity: 3 } });
    expect(await unitPrice()).toEqual(usd(1_000));
  });

  it('is for the customers of its groups, whose responses no shared cache keeps', async () => {
    await create({ groups: ['regular'] });
    const { headers } = await shop.register();
    expect([(await mugPrice()).price, (await mugPrice(headers)).price]).toEqual([usd(2_000), usd(1_500)]);
    const page = await shop.call('GET', '/api/v1/products/mug', { headers });
    expect([page.headers['cache-control'], page.headers['vary']]).toEqual([
      'private, max-age=10, must-revalidate',
      'Accept-Language, Authorization, Cookie',
    ]);
  });

  it('is for the customers of a group that the shop made, on the page as in the cart', async () => {
    await create({ groups: ['wholesale'] });
    const { headers } = await shop.register();
    await shop.store.transact((tables) => {
      for (const [id, user] of tables.users) tables.users.set(id, { ...user, groups: ['wholesale'] });
      return okAsync(undefined);
    });
    const { body: cart } = await shop.call('POST', '/api/v1/carts', { headers, body: {} });
    const line = { variantId: shop.mug, quantity: 1 };
    const { body } = await shop.call('POST', `/api/v1/carts/${cart.id}/lines`, { headers, body: line });
    expect([(await mugPrice(headers)).price, body.lines[0].unitPrice]).toEqual([usd(1_500), usd(1_500)]);
  });

  it('is for its time, and shows what the variant costs otherwise', async () => {
    await create({ startsAt: '2026-11-21T10:00:00Z', endsAt: '2026-11-21T11:00:00Z' });
    expect((await mugPrice()).price).toEqual(usd(2_000));
    shop.clock.advance(45 * 60_000);
    expect(await mugPrice()).toMatchObject({ price: usd(1_500), compareAtPrice: usd(2_000) });
    shop.clock.advance(60 * 60_000);
    expect((await mugPrice()).price).toEqual(usd(2_000));
  });

  it('is what a list is sorted and filtered by', async () => {
    await create({ prices: [{ variantId: shop.mug, price: usd(100) }] });
    const slugs = async (query: string) =>
      (await shop.call('GET', `/api/v1/products?${query}`)).body.data.map(({ slug }: { slug: string }) => slug);
    expect(await slugs('sort=price')).toEqual(['mug', 'pen', 'book']);
    expect(await slugs('maxPrice=400')).toEqual(['mug']);
  });

  it('is changed and deleted by whoever has seen it last', async () => {
    const { body, headers } = await create();
    const path = `/price-lists/${body.id}`;
    const changed = await asEditor(
      'PATCH',
      path,
      { priority: 5, prices: [{ variantId: shop.mug, price: usd(1_200) }] },
      { 'if-match': String(headers['etag']) },
    );
    expect([changed.status, changed.headers['etag'], changed.body.prices[0].price]).toEqual([200, '"2"', usd(1_200)]);
    expect((await asEditor('PATCH', path, { name: 'X' }, { 'if-match': '"1"' })).body.code).toBe('price-list.stale');
    const listed = (await asEditor('GET', '/price-lists?limit=1')).body;
    expect(listed.data).toMatchObject([{ name: 'Sale', priority: 5 }]);
    expect(listed.meta).toEqual({ page: 1, limit: 1, total: 1, totalPages: 1 });
    expect((await asEditor('DELETE', path)).status).toBe(204);
    expect([(await asEditor('GET', path)).status, (await mugPrice()).price]).toEqual([404, usd(2_000)]);
  });

  it.each([
    [
      'no such variant',
      { prices: [{ variantId: 'ffffffff-0000-7000-8000-000000000001', price: usd(1) }] },
      'catalogue.variant-unknown',
    ],
    ['another currency', { currency: 'EUR' }, 'money.currency-mismatch'],
    ['no such currency', { currency: 'XXX', prices: [] }, 'money.unknown-currency'],
    [
      'an empty period',
      { startsAt: '2026-12-01T00:00:00Z', endsAt: '2026-12-01T00:00:00Z' },
      'price-list.period-empty',
    ],
  ])('is refused for %s', async (_fault, facts, code) => {
    const { status, body } = await create(facts);
    expect([status, body.code]).toEqual([422, code]);
  });

  it('is for editors', async () => {
    expect((await shop.call('GET', '/api/v1/admin/price-lists', { headers: shop.as('support') })).status).toBe(403);
  });
});

describe('the file of a price list', () => {
  it('comes back as it was exported', async () => {
    const { body } = await create({ prices: [{ variantId: shop.mug, minQuantity: 10, price: usd(1_499) }] });
    const path = `/price-lists/${body.id}/prices.csv`;
    const exported = await asEditor('GET', path);
    expect(exported.text).toBe(`sku,variantId,minQuantity,price\r\nMUG,${shop.mug},10,14.99\r\n`);
    const imported = await asEditor('PUT', path, exported.text, { 'content-type': 'text/csv' });
    expect([imported.status, imported.body.prices]).toEqual([200, body.prices]);
  });

  it('names variants by SKU, and is taken as a whole or not at all', async () => {
    const { body } = await create();
    const path = `/price-lists/${body.id}/prices.csv`;
    const put = (csv: string) => asEditor('PUT', path, csv, { 'content-type': 'text/csv' });
    expect((await put('sku,price\nPEN,4.50\n')).body.prices).toEqual([
      { variantId: shop.pen, minQuantity: 1, price: usd(450) },
    ]);
    const refused = await put('sku,price,minQuantity\nPEN,"4,50",1\nNOPE,1.00,1\nMUG,1.00,0\n');
    expect([refused.status, refused.body.code]).toEqual([422, 'price-list.csv-malformed']);
    expect(refused.body.failures).toMatchObject([
      { line: 2, column: 'price', code: 'malformed' },
      { line: 3, column: 'sku', code: 'unknown' },
      { line: 4, column: 'minQuantity', code: 'malformed' },
    ]);
    expect((await asEditor('GET', `/price-lists/${body.id}`)).body.prices).toHaveLength(1);
  });

  it('prices no variant beside which the SKU of another one stands', async () => {
    const { body } = await create();
    const put = (...lines: readonly string[]) =>
      asEditor('PUT', `/price-lists/${body.id}/prices.csv`, ['sku,variantId,price', ...lines].join('\n'), {
        'content-type': 'text/csv',
      });
    const sortedApart = await put(`PEN,${shop.mug},1.00`, `MUG,${shop.pen},9.00`);
    expect(sortedApart.body.failures).toMatchObject([
      { line: 2, column: 'sku', code: 'ambiguous' },
      { line: 3, column: 'sku', code: 'ambiguous' },
    ]);
    expect((await put(`FORMER-SKU,${shop.mug},9.00`)).body.prices).toMatchObject([{ variantId: shop.mug }]);
  });
});

describe('a cart in another currency', () => {
  it('is opened in any currency that something has a price in, and in no other', async () => {
    const refused = await shop.call('POST', '/api/v1/carts', { body: { currency: 'EUR' } });
    expect([refused.status, refused.body.code]).toEqual([422, 'cart.currency-not-sold']);
    await create({ currency: 'EUR', prices: [{ variantId: shop.mug, price: eur(1_800) }] });
    const { status, body } = await shop.call('POST', '/api/v1/carts', { body: { currency: 'EUR' } });
    expect([status, body.currency]).toEqual([201, 'EUR']);
    const headers = { 'x-cart-token': String(body.token) };
    const add = (variantId: string) =>
      shop.call('POST', `/api/v1/carts/${body.id}/lines`, { headers, body: { variantId, quantity: 2 } });
    expect((await add(shop.mug)).body.pricing.subtotal).toEqual(eur(3_600));
    const pen = await add(shop.pen);
    expect([pen.status, pen.body.code, pen.body.variantId, pen.body.currency]).toEqual([
      422,
      'pricing.no-price',
      shop.pen,
      'EUR',
    ]);
  });

  it('shows a line whose price has ended as unavailable, charges nothing for it, and refuses its order', async () => {
    const { body: ended } = await create({ currency: 'EUR', prices: [{ variantId: shop.mug, price: eur(1_800) }] });
    await create({ currency: 'EUR', groups: ['wholesale'], prices: [{ variantId: shop.mug, price: eur(1_000) }] });
    await create({ currency: 'EUR', prices: [{ variantId: shop.book, price: eur(900) }] });
    const { body: cart } = await shop.call('POST', '/api/v1/carts', { body: { currency: 'EUR' } });
    const guest = { 'x-cart-token': String(cart.token) };
    const path = `/api/v1/carts/${cart.id}`;
    for (const variantId of [shop.mug, shop.book]) {
      await shop.call('POST', `${path}/lines`, { headers: guest, body: { variantId, quantity: 1 } });
    }
    await asEditor('DELETE', `/price-lists/${ended.id}`);
    const lines = [
      {
        variantId: shop.mug,
        name: 'Mug',
        unitPrice: eur(0),
        total: eur(0),
        availability: 'out_of_stock',
        available: 0,
      },
      { variantId: shop.book, total: eur(900), availability: 'in_stock' },
    ];
    const { headers: customer } = await shop.register();
    const headers = { ...guest, ...customer };
    const claimed = await shop.call('POST', `${path}/claim`, { headers });
    const mine = `/api/v1/carts/${claimed.body.id}`;
    for (const { status, body } of [
      claimed,
      await shop.call('GET', mine, { headers }),
      await shop.call('POST', '/api/v1/carts', { headers, body: { currency: 'EUR' } }),
      await shop.call('PATCH', mine, { headers, body: { note: 'Ring twice' } }),
    ]) {
      expect(status).toBeLessThan(300);
      expect(body).toMatchObject({ lines, pricing: { subtotal: eur(900) } });
    }
    expect((await shop.call('GET', `${mine}/shipping-options`, { headers })).status).toBe(200);
    const noPrice = { status: 422, code: 'pricing.no-price', variantId: shop.mug, currency: 'EUR' };
    const add = await shop.call('POST', `${mine}/lines`, { headers, body: { variantId: shop.mug, quantity: 1 } });
    const set = await shop.call('PUT', `${mine}/lines/${shop.mug}`, { headers, body: { quantity: 2 } });
    const order = { headers: { ...headers, 'idempotency-key': 'k' }, body: { cartId: claimed.body.id } };
    const refused = await shop.call('POST', '/api/v1/orders', order);
    for (const { body } of [add, set, refused]) expect(body).toMatchObject(noPrice);
    expect((await shop.call('DELETE', `${mine}/lines/${shop.mug}`, { headers })).status).toBe(200);
    expect((await shop.call('POST', '/api/v1/orders', order)).status).toBe(201);
  });

  it('is opened beside the one that a customer has, and each is found again', async () => {
    await create({ currency: 'EUR', prices: [{ variantId: shop.mug, price: eur(1_800) }] });
    const { headers } = await shop.register();
    const open = (body: object) => shop.call('POST', '/api/v1/carts', { headers, body });
    const [dollars, euros] = [await open({}), await open({ currency: 'EUR' })];
    expect([dollars.status, euros.status, euros.body.currency]).toEqual([201, 201, 'EUR']);
    const again = await open({ currency: 'USD' });
    expect([again.status, again.body.id]).toEqual([201, dollars.body.id]);
    expect((await open({ currency: 'EUR' })).body.id).toBe(euros.body.id);
  });
});

describe('the price changes of a variant', () => {
  it('are listed newest first, base prices and list prices alike', async () => {
    const { body: list } = await create();
    const path = `/variants/${shop.mug}/price-changes`;
    const { status, body } = await asEditor('GET', `${path}?limit=1`);
    expect([status, body.data, body.meta.total]).toEqual([
      200,
      [{ at: expect.any(String), currency: 'USD', price: usd(1_500), listId: list.id, minQuantity: 1 }],
      2,
    ]);
    const { body: second } = await asEditor('GET', `${path}?limit=1&page=2`);
    expect(second.data).toEqual([{ at: expect.any(String), currency: 'USD', price: usd(2_000) }]);
  });

  it('are a 404 for a variant that does not exist', async () => {
    const { status, body } = await asEditor('GET', '/variants/00000000-0000-7000-8000-00000000ffff/price-changes');
    expect([status, body.code]).toEqual([404, 'catalogue.variant-not-found']);
  });
});
