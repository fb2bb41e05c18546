/** Long because guests and customers use the same routes: each rule has a test for either. */
import { okAsync } from 'neverthrow';
import { beforeEach, describe, expect, it } from 'vitest';
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
const usd = (amount: number) => ({ amount, currency: 'USD' });
const unknownVariant = '00000000-0000-7000-8000-00000000ffff';

describe('opening a cart', () => {
  it('gives a guest a new cart and the secret that reaches it', async () => {
    const { status, body, headers } = await shop.call('POST', '/api/v1/carts');
    expect([status, headers['location'], headers['etag']]).toEqual([201, `/api/v1/carts/${body.id}`, '"1"']);
    expect(body).toMatchObject({ version: 1, currency: 'USD', lines: [], coupons: [], token: expect.any(String) });
    const again = await shop.call('GET', String(headers['location']), { headers: { 'x-cart-token': body.token } });
    expect([again.status, again.body.token]).toEqual([200, undefined]);
  });

  it('gives a customer the one open cart they have', async () => {
    const customer = await shop.register();
    const made = await shop.call('POST', '/api/v1/carts', customer);
    const found = await shop.call('POST', '/api/v1/carts', { ...customer, body: {} });
    expect([made.status, found.status, found.body.id]).toEqual([201, 201, made.body.id]);
    expect([made.body.token, found.body.token]).toEqual([undefined, undefined]);
  });

  it('refuses a currency that the shop does not sell in', async () => {
    const { status, body } = await shop.call('POST', '/api/v1/carts', { body: { currency: 'EUR' } });
    expect([status, body.code, body.sold]).toEqual([422, 'cart.currency-not-sold', ['USD']]);
    expect((await shop.call('POST', '/api/v1/carts', { body: { currency: 'usd' } })).status).toBe(400);
    const json = { 'content-type': 'application/json' };
    expect((await shop.call('POST', '/api/v1/carts', { headers: json, body: 'null' })).status).toBe(400);
  });
});

describe('a cart', () => {
  it('is priced and explained, its lines in the order in which they were added', async () => {
    const { path, headers } = await shop.guestCart();
    await shop.call('POST', `${path}/lines`, { headers, body: { variantId: shop.book, quantity: 2 } });
    const { body } = await shop.call('POST', `${path}/coupons`, { headers, body: { code: ' SAVE10 ' } });
    expect(body).toMatchObject({
      version: 4,
      coupons: ['save10'],
      lines: [
        {
          variantId: shop.mug,
          name: 'Mug',
          quantity: 1,
          unitPrice: usd(2000),
          subtotal: usd(2000),
          discounts: [{ promotionId: 'ten-off', amount: usd(200) }],
          total: usd(1800),
          availability: 'in_stock',
        },
        { variantId: shop.book, quantity: 2, total: usd(2700) },
      ],
      pricing: {
        subtotal: usd(5000),
        discountTotal: usd(500),
        shippingTotal: usd(500),
        taxTotal: usd(0),
        total: usd(5000),
        applied: [
          {
            promotionId: 'ten-off',
            name: 'Ten percent off',
            level: 'order',
            basis: usd(5000),
            amount: usd(500),
            shares: expect.arrayContaining([{ variantId: shop.mug, amount: usd(200) }]),
          },
        ],
        unknownCoupons: [],
        minimumOrder: { met: true },
        shipping: { method: 'post', charge: usd(500), discountTotal: usd(0), total: usd(500) },
      },
    });
  });

  it('says by how much it misses the minimum order', async () => {
    const { path, headers } = await shop.guestCart();
    await shop.call('DELETE', `${path}/lines/${shop.mug}`, { headers });
    const { body } = await shop.call('PUT', `${path}/lines/${shop.pen}`, { headers, body: { quantity: 1 } });
    expect(body.pricing.minimumOrder).toEqual({ met: false, required: usd(1000), actual: usd(500), missing: usd(500) });
  });

  it('names no promotion whose code was not entered', async () => {
    const { path, headers } = await shop.guestCart();
    const { text, body } = await shop.call('GET', path, { headers });
    expect(body.pricing.skipped).toEqual([]);
    expect(text).not.toMatch(/save10|ten-off|Ten percent off|"over"/iu);
  });

  it('shows a product that was withdrawn as unavailable and leaves it out of the total; an order names each', async () => {
    const { id, path, headers } = await shop.guestCart(2);
    for (const variantId of [shop.book, shop.pen]) {
      await shop.call('POST', `${path}/lines`, { headers, body: { variantId, quantity: 1 } });
    }
    await shop.store.transact((tables) => {
      for (const [productId, product] of tables.products) {
        if (product.slug !== 'book') tables.products.set(productId, { ...product, status: 'draft' });
      }
      return okAsync(undefined);
    });
    const { body } = await shop.call('GET', path, { headers });
    expect([body.pricing.subtotal, body.pricing.total]).toEqual([usd(1500), usd(1500)]);
    expect(body.lines).toMatchObject([
      {
        variantId: shop.mug,
        name: 'Mug',
        quantity: 2,
        unitPrice: usd(2000),
        subtotal: usd(0),
        total: usd(0),
        availability: 'out_of_stock',
        available: 0,
      },
      { variantId: shop.book, total: usd(1500), availability: 'in_stock' },
      { variantId: shop.pen, availability: 'out_of_stock' },
    ]);
    const order = { headers: { ...headers, 'idempotency-key': 'k' }, body: { cartId: id, email: 'ada@example.com' } };
    const refused = await shop.call('POST', '/api/v1/orders', order);
    expect(refused.body).toMatchObject({
      status: 409,
      code: 'cart.lines-unavailable',
      lines: [{ variantId: shop.mug }, { variantId: shop.pen }],
    });
    for (const { variantId } of refused.body.lines)
      await shop.call('DELETE', `${path}/lines/${variantId}`, { headers });
    expect((await shop.call('POST', '/api/v1/orders', order)).status).toBe(201);
  });

  it("is nobody else's", async () => {
    const { path } = await shop.guestCart();
    const customer = await shop.register();
    for (const headers of [{}, { 'x-cart-token': 'guessed' }, customer.headers]) {
      for (const [method, url, body] of [
        ['GET', path, undefined],
        ['GET', `${path}/shipping-options`, undefined],
        ['PUT', `${path}/lines/${shop.mug}`, { quantity: 5 }],
        ['DELETE', `${path}/lines/${shop.mug}`, undefined],
        ['POST', `${path}/coupons`, { code: 'save10' }],
      ] as const) {
        const answer = await shop.call(method, url, { headers, ...(body === undefined ? {} : { body }) });
        expect([answer.status, answer.body.code]).toEqual([404, 'cart.not-found']);
      }
    }
  });

  it('lists how it can be sent, for how much and until when, the default first', async () => {
    const { path, headers } = await shop.guestCart();
    const { body } = await shop.call('GET', `${path}/shipping-options`, { headers });
    expect(body.data).toEqual([
      {
        id: 'post',
        name: 'Post',
        charge: usd(500),
        total: usd(500),
        tax: usd(0),
        deliveryDays: { min: 3, max: 5 },
        estimatedArrival: { earliest: '2026-11-24T09:30:00.000Z', latest: '2026-11-26T09:30:00.000Z' },
        isDefault: true,
      },
      { id: 'courier', name: 'Courier', charge: usd(1500), total: usd(1500), tax: usd(0), isDefault: false },
    ]);
  });
});

describe('claiming a cart', () => {
  const claim = (id: string, headers: Record<string, string>, body?: object) =>
    shop.call('POST', `/api/v1/carts/${id}/claim`, { headers, ...(body === undefined ? {} : { body }) });

  it("puts what a guest gathered into the customer's cart, and answers the same when it is sent again", async () => {
    const cart = await shop.guestCart(2);
    const customer = await shop.register();
    const mine = await shop.call('POST', '/api/v1/carts', customer);
    await shop.call('POST', `/api/v1/carts/${mine.body.id}/lines`, {
      ...customer,
      body: { variantId: shop.mug, quantity: 1 },
    });
    const headers = { ...customer.headers, ...cart.headers };
    const claimed = await claim(cart.id, headers);
    expect([claimed.status, claimed.headers['etag'], claimed.headers['cache-control']]).toEqual([
      200,
      '"3"',
      'no-store',
    ]);
    expect(claimed.body).toMatchObject({
      id: mine.body.id,
      version: 3,
      lines: [{ variantId: shop.mug, quantity: 3, total: usd(6000) }],
      pricing: { total: usd(6500) },
      clamped: [],
      couponsLeftOut: [],
    });
    expect((await claim(cart.id, headers, {})).text).toBe(claimed.text);
    const gone = await shop.call('GET', cart.path, { headers: cart.headers });
    expect([gone.status, gone.body.code]).toEqual([404, 'cart.not-found']);
  });

  it('says which lines were cut to 999 units', async () => {
    const customer = await shop.register();
    const [first, second] = [await shop.guestCart(600), await shop.guestCart(600)];
    await claim(first.id, { ...customer.headers, ...first.headers });
    const { body } = await claim(second.id, { ...customer.headers, ...second.headers });
    expect([body.lines[0].quantity, body.clamped]).toEqual([
      999,
      [{ variantId: shop.mug, wanted: 1200, quantity: 999 }],
    ]);
  });

  it('is for those who are signed in and hold its token', async () => {
    const cart = await shop.guestCart();
    const customer = await shop.register();
    const own = await shop.call('POST', '/api/v1/carts', customer);
    const answers = [
      await claim(cart.id, cart.headers),
      await claim(cart.id, customer.headers),
      await claim(cart.id, { ...customer.headers, 'x-cart-token': 'guessed' }),
      await claim(own.body.id, { ...customer.headers, ...cart.headers }),
      await claim(cart.id, { ...customer.headers, ...cart.headers, 'if-match': '"1"' }),
      await claim(cart.id, { ...customer.headers, ...cart.headers }, { merge: true }),
      await claim('no-id', { ...customer.headers, ...cart.headers }),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [401, 'auth.token-missing'],
      [404, 'cart.not-found'],
      [404, 'cart.not-found'],
      [409, 'cart.already-yours'],
      [412, 'cart.version-stale'],
      [400, 'request.invalid'],
      [404, 'request.not-found'],
    ]);
    expect((await shop.call('GET', cart.path, cart)).body.version).toBe(2);
  });
});

describe('a quantity', () => {
  it.each([0, -1, 1000, 1e15, 1e300])('of %d is out of range, and changes nothing', async (quantity) => {
    const { path, headers } = await shop.guestCart(2);
    const set = await shop.call('PUT', `${path}/lines/${shop.mug}`, { headers, body: { quantity } });
    const added = await shop.call('POST', `${path}/lines`, { headers, body: { variantId: shop.mug, quantity } });
    expect([set.status, added.status]).toEqual([422, 422]);
    expect(set.body).toMatchObject({
      code: 'cart.quantity-out-of-range',
      variantId: shop.mug,
      quantity,
      minimum: 1,
      maximum: 999,
    });
    expect((await shop.call('GET', path, { headers })).body).toMatchObject({ version: 2, lines: [{ quantity: 2 }] });
  });

  it.each([1.5, '2', '', null, true, [2], {}])(
    'that is no integer is refused, never read as one: %j',
    async (quantity) => {
      const { path, headers } = await shop.guestCart(2);
      const set = await shop.call('PUT', `${path}/lines/${shop.mug}`, { headers, body: { quantity } });
      const added = await shop.call('POST', `${path}/lines`, { headers, body: { variantId: shop.mug, quantity } });
      for (const { status, body } of [set, added]) {
        expect([status, body.code, body.errors]).toEqual([
          400,
          'request.invalid',
          [{ field: 'quantity', code: 'type', params: {}, message: 'must be a whole number' }],
        ]);
      }
    },
  );
});

describe('a line', () => {
  it('of a variant that is not sold is refused', async () => {
    const { path, headers } = await shop.guestCart();
    for (const answer of [
      await shop.call('PUT', `${path}/lines/${unknownVariant}`, { headers, body: { quantity: 1 } }),
      await shop.call('POST', `${path}/lines`, { headers, body: { variantId: unknownVariant, quantity: 1 } }),
    ]) {
      expect([answer.status, answer.body.code, answer.body.variantId]).toEqual([
        404,
        'catalogue.variant-not-found',
        unknownVariant,
      ]);
    }
    expect(
      (await shop.call('POST', `${path}/lines`, { headers, body: { variantId: 'mug', quantity: 1 } })).status,
    ).toBe(400);
    expect((await shop.call('PUT', `${path}/lines/mug`, { headers, body: { quantity: 1 } })).status).toBe(404);
  });

  it('that the cart does not hold cannot be taken out', async () => {
    const { path, headers } = await shop.guestCart();
    const { status, body } = await shop.call('DELETE', `${path}/lines/${shop.pen}`, { headers });
    expect([status, body.code]).toEqual([404, 'cart.line-not-found']);
  });
});

describe('a coupon', () => {
  it('is refused with the reason, and can be taken out again', async () => {
    const { path, headers } = await shop.guestCart();
    const enter = (code: string) => shop.call('POST', `${path}/coupons`, { headers, body: { code } });
    const unknown = await enter('nothing');
    const ended = await enter('over');
    expect(unknown.body).toMatchObject({ status: 422, code: 'coupon.unknown', coupon: 'nothing' });
    expect(ended.body).toMatchObject({
      status: 422,
      code: 'coupon.not-applicable',
      coupon: 'over',
      reason: { type: 'promotion.ended' },
    });
    expect((await enter('  ')).body.code).toBe('cart.coupon-code-empty');
    expect((await enter('save10')).body.coupons).toEqual(['save10']);
    const removed = await shop.call('DELETE', `${path}/coupons/SAVE10`, { headers });
    const missing = await shop.call('DELETE', `${path}/coupons/SAVE10`, { headers });
    expect([removed.status, removed.body.coupons, missing.status, missing.body.code]).toEqual([
      200,
      [],
      404,
      'cart.coupon-not-found',
    ]);
    expect(missing.body.coupon).toBe('save10');
  });
});

describe('If-Match', () => {
  const put = async (ifMatch: string) => {
    const { path, headers } = await shop.guestCart();
    return shop.call('PUT', `${path}/lines/${shop.mug}`, {
      headers: { ...headers, 'if-match': ifMatch },
      body: { quantity: 3 },
    });
  };

  it.each(['"2"', '*'])('lets through who has seen the cart: %s', async (tag) => {
    const { status, headers } = await put(tag);
    expect([status, headers['etag']]).toEqual([200, '"3"']);
  });

  it.each(['"1"', '"3"', 'W/"2"', '"02"', '"other"'])('stops who has not: %s', async (tag) => {
    const { status, body } = await put(tag);
    expect([status, body.code, body.actual]).toEqual([412, 'cart.version-stale', 2]);
  });

  it.each(['2', '"2', '"1", "2"', ''])('has to be an entity tag: %j', async (tag) => {
    const { status, body } = await put(tag);
    expect([status, body.errors]).toEqual([
      400,
      [{ field: 'If-Match', code: 'format', params: {}, message: expect.any(String) }],
    ]);
    expect(body.detail).toBe('If-Match must be * or one entity tag, such as "3".');
  });
});
