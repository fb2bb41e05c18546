/** Long because placing an order has the most to say and to refuse of all routes. */
import type { PaymentGateway } from '@cartwright/application';
import { beforeEach, describe, expect, it } from 'vitest';
import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
const usd = (amount: number) => ({ amount, currency: 'USD' });
const contact = { email: 'grace@example.com', shippingAddress: address };
const place = (body: object, headers: Record<string, string> = {}, key = 'key-1') =>
  shop.call('POST', '/api/v1/orders', { headers: { 'idempotency-key': key, ...headers }, body });
const placeMug = (quantity = 1, key = 'key-1') =>
  place({ items: [{ variantId: shop.mug, quantity }], ...contact }, {}, key);
const stockOf = async (variantId: string) =>
  (await shop.call('GET', `/api/v1/admin/variants/${variantId}/stock`, { headers: shop.as('editor') })).body.available;

describe('placing an order', () => {
  it("of a guest's cart reserves its stock and gives the guest the order's secret", async () => {
    const cart = await shop.guestCart(2);
    const { status, headers, body } = await place({ cartId: cart.id, ...contact }, cart.headers);
    expect([status, headers['location'], headers['etag']]).toEqual([201, `/api/v1/orders/${body.id}`, '"1"']);
    expect(body).toEqual({
      id: expect.any(String),
      number: 'TEST-000001',
      status: 'pending',
      paymentStatus: 'unpaid',
      currency: 'USD',
      email: 'grace@example.com',
      total: usd(4500),
      lines: [
        {
          variantId: shop.mug,
          productId: expect.any(String),
          slug: expect.any(String),
          sku: 'MUG',
          name: 'Mug',
          options: {},
          image: 'https://images.example/mug.jpg',
          quantity: 2,
          unitPrice: usd(2000),
          subtotal: usd(4000),
          discounts: [],
          total: usd(4000),
          tax: usd(0),
          digital: false,
        },
      ],
      pricing: expect.objectContaining({ total: usd(4500), shipping: expect.objectContaining({ method: 'post' }) }),
      shippingAddress: address,
      payments: [],
      refunds: [],
      disputes: [],
      waivedUnits: [],
      shipments: [],
      returns: [],
      delivery: { name: 'Post', days: { min: 3, max: 5 } },
      estimatedArrival: { earliest: '2026-11-24T09:30:00.000Z', latest: '2026-11-26T09:30:00.000Z' },
      cheapestShipping: usd(500),
      dueBack: usd(0),
      creditNotes: [],
      timeline: [{ type: 'placed', at: '2026-11-21T09:30:00.000Z', amount: usd(4500) }],
      createdAt: '2026-11-21T09:30:00.000Z',
      token: expect.any(String),
    });
    expect(await stockOf(shop.mug)).toBe(8);
    const again = await place({ cartId: cart.id, ...contact }, cart.headers, 'key-2');
    expect([again.status, again.body.code]).toEqual([409, 'cart.already-ordered']);
  });

  it('is refused if the cart is not the one that the buyer saw (If-Match)', async () => {
    const cart = await shop.guestCart(2);
    const seen = String((await shop.call('GET', cart.path, { headers: cart.headers })).headers['etag']);
    await shop.call('PUT', `${cart.path}/lines/${shop.mug}`, { headers: cart.headers, body: { quantity: 3 } });
    const order = { cartId: cart.id, ...contact };
    const stale = await place(order, { ...cart.headers, 'if-match': seen });
    expect([stale.status, stale.body.code]).toEqual([412, 'cart.version-stale']);
    expect(await stockOf(shop.mug)).toBe(10);
    const current = `"${stale.body.actual}"`;
    const placed = await place(order, { ...cart.headers, 'if-match': current }, 'key-2');
    expect([placed.status, placed.body.lines[0].quantity]).toEqual([201, 3]);
    // A repeat is the order that was placed, though the cart has changed since.
    expect((await place(order, { ...cart.headers, 'if-match': current }, 'key-2')).text).toBe(placed.text);
  });

  it('of listed items takes no condition', async () => {
    const order = { items: [{ variantId: shop.mug, quantity: 1 }], ...contact };
    const refused = await place(order, { 'if-match': '"1"' });
    expect([refused.status, refused.body.code]).toEqual([412, 'request.condition-unsupported']);
    expect((await place(order, { 'if-match': '*' })).status).toBe(201);
  });

  it('keeps the note and the metadata of the cart, the consent of the buyer, and the cheapest shipping', async () => {
    const cart = await shop.guestCart(2);
    await shop.call('PATCH', `/api/v1/carts/${cart.id}`, {
      headers: cart.headers,
      body: { note: 'Ring twice', metadata: { source: 'fair' }, shippingMethod: 'courier' },
    });
    const order = { cartId: cart.id, ...contact, digitalConsent: true };
    const { status, body } = await place(order, cart.headers);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      note: 'Ring twice',
      metadata: { source: 'fair' },
      digitalConsentAt: body.createdAt,
      cheapestShipping: usd(500),
      delivery: { name: 'Courier' },
    });
    expect((await place(order, cart.headers)).text).toBe(JSON.stringify(body));
    const own = await place({ items: [{ variantId: shop.mug, quantity: 1 }], ...contact, note: 'Blue' }, {}, 'own');
    expect(own.body).toMatchObject({ note: 'Blue' });
    expect(own.body).not.toHaveProperty('digitalConsentAt');
  });

  it('of listed items needs no cart, and no address when all is digital', async () => {
    const { status, body } = await place({
      items: [{ variantId: shop.book, quantity: 1 }],
      email: contact.email,
      coupons: ['SAVE10'],
    });
    expect([status, body.total, body.shippingAddress]).toEqual([201, usd(1350), undefined]);
    expect([body.delivery, body.estimatedArrival]).toEqual([undefined, null]);
  });

  it("of a customer goes to the customer's own e-mail and into their orders", async () => {
    const customer = await shop.register();
    const { body } = await place(
      { items: [{ variantId: shop.mug, quantity: 1 }], shippingAddress: address },
      customer.headers,
    );
    expect([body.email, body.token]).toEqual(['ada@example.com', undefined]);
    const { body: mine } = await shop.call('GET', '/api/v1/me/orders', customer);
    expect(mine.data.map(({ id }: { readonly id: string }) => id)).toEqual([body.id]);
  });

  it('is refused with every shortage, and takes nothing', async () => {
    const { status, body } = await place({
      items: [
        { variantId: shop.mug, quantity: 11 },
        { variantId: shop.pen, quantity: 4 },
        { variantId: shop.book, quantity: 1 },
      ],
      ...contact,
    });
    expect([status, body.code]).toEqual([409, 'stock.insufficient']);
    expect(body.shortages).toEqual([
      { variantId: shop.mug, requested: 11, available: 10 },
      { variantId: shop.pen, requested: 4, available: 3 },
    ]);
    expect([await stockOf(shop.mug), await stockOf(shop.pen)]).toEqual([10, 3]);
  });

  it('is refused with the new breakdown when the price is not the one that was shown', async () => {
    const { status, body } = await place({
      items: [{ variantId: shop.mug, quantity: 1 }],
      ...contact,
      expectedTotal: usd(2400),
    });
    expect([status, body.status]).toEqual([409, 409]);
    expect(body).toMatchObject({
      code: 'order.price-changed',
      expectedTotal: usd(2400),
      total: usd(2500),
      lines: [{ variantId: shop.mug, quantity: 1, total: usd(2000) }],
      pricing: { subtotal: usd(2000), shippingTotal: usd(500) },
    });
    expect(body.lines[0].unitShares).toBeUndefined();
  });

  it('of a cart is refused for the same, and leaves the cart as it was', async () => {
    const cart = await shop.guestCart(11);
    const order = (body: object = {}) => place({ cartId: cart.id, ...contact, ...body }, cart.headers);
    const put = (variantId: string, quantity: number) =>
      shop.call('PUT', `${cart.path}/lines/${variantId}`, { headers: cart.headers, body: { quantity } });
    const short = await order();
    expect([short.status, short.body.shortages]).toEqual([
      409,
      [{ variantId: shop.mug, requested: 11, available: 10 }],
    ]);
    await put(shop.mug, 2);
    const dearer = await order({ expectedTotal: usd(4000) });
    expect([dearer.status, dearer.body.code, dearer.body.total]).toEqual([409, 'order.price-changed', usd(4500)]);
    await put(shop.pen, 1);
    await shop.call('DELETE', `${cart.path}/lines/${shop.mug}`, { headers: cart.headers });
    expect((await order()).body).toMatchObject({ status: 422, code: 'order.below-minimum', missing: usd(500) });
    await shop.call('DELETE', `${cart.path}/lines/${shop.pen}`, { headers: cart.headers });
    expect((await order()).body).toMatchObject({ status: 422, code: 'cart.empty' });
    await put(shop.mug, 1);
    expect((await order({ expectedTotal: usd(2500) })).status).toBe(201);
  });

  it('is refused with a coupon that is used up, and says so', async () => {
    const coupons = ['LAST'];
    const rules = shop.store.pricing();
    const last = {
      id: 'last',
      name: 'The last one',
      target: { type: 'order' },
      effect: { type: 'percent', rate: 500_000 },
    } as const;
    shop.store.setPricing({
      ...rules,
      promotions: [...rules.promotions, { ...last, conditions: { couponCode: 'last', usageLimit: 1 } }],
    });
    const order = (key: string) =>
      place({ items: [{ variantId: shop.mug, quantity: 1 }], ...contact, coupons }, {}, key);
    const first = await order('a');
    expect([first.status, first.body.total]).toEqual([201, usd(1500)]);
    const second = await order('b');
    expect(second.body).toMatchObject({
      status: 422,
      code: 'coupon.not-applicable',
      reason: { type: 'promotion.usage-limit-reached', limit: 1, uses: 1 },
    });
    await shop.call('POST', `/api/v1/orders/${first.body.id}/cancel`, {
      headers: { 'x-order-token': first.body.token },
    });
    expect((await order('b')).status).toBe(201);
  });

  it('of less than the payment provider takes is refused with its minimum, and reserves nothing', async () => {
    const gateway = (ordinary: PaymentGateway): PaymentGateway => ({ ...ordinary, minimumCharge: () => usd(2501) });
    shop = await openShop({}, { gateway });
    expect((await placeMug()).body).toMatchObject({
      status: 422,
      code: 'order.below-payment-minimum',
      minimum: usd(2501),
      total: usd(2500),
    });
    expect(await stockOf(shop.mug)).toBe(10);
    expect((await placeMug(2, 'key-2')).status).toBe(201);
  });

  it.each([
    ['below the minimum', { items: [['pen', 1]], ...contact }, 422, 'order.below-minimum'],
    ['of nothing', { items: [], ...contact }, 422, 'cart.empty'],
    ['without an e-mail', { items: [['mug', 1]], shippingAddress: address }, 422, 'order.email-missing'],
    ['without an address', { items: [['mug', 1]], email: contact.email }, 422, 'order.shipping-address-missing'],
    ['sent by nobody', { items: [['mug', 1]], ...contact, shippingMethod: 'pigeon' }, 422, 'shipping.method-unknown'],
    ['with an unknown coupon', { items: [['mug', 1]], ...contact, coupons: ['nothing'] }, 422, 'coupon.unknown'],
    [
      'of too many units',
      {
        items: [
          ['mug', 600],
          ['mug', 600],
        ],
        ...contact,
      },
      422,
      'cart.quantity-out-of-range',
    ],
    ['of no units', { items: [['mug', 0]], ...contact }, 422, 'cart.quantity-out-of-range'],
    ['of half a unit', { items: [['mug', 0.5]], ...contact }, 400, 'request.invalid'],
    [
      'of what is not sold',
      { items: [['00000000-0000-7000-8000-00000000ffff', 1]], ...contact },
      404,
      'catalogue.variant-not-found',
    ],
    ['of what is no variant', { items: [['no-id', 1]], ...contact }, 400, 'request.invalid'],
    [
      'of a cart and of items',
      { cartId: '00000000-0000-7000-8000-000000000001', items: [], ...contact },
      400,
      'request.invalid',
    ],
    ['of neither', contact, 400, 'request.invalid'],
    ['of an unknown cart', { cartId: '00000000-0000-7000-8000-00000000ffff', ...contact }, 404, 'cart.not-found'],
    [
      'to no country',
      { items: [['mug', 1]], ...contact, shippingAddress: { ...address, country: 'Britain' } },
      400,
      'request.invalid',
    ],
    ['to a saved address', { items: [['mug', 1]], ...contact, shippingAddressId: '1' }, 400, 'request.invalid'],
  ] as const)('is refused %s', async (_what, body, status, code) => {
    const ids = { mug: shop.mug, pen: shop.pen } as Readonly<Record<string, string>>;
    const items =
      'items' in body
        ? { items: body.items.map(([name, quantity]) => ({ variantId: ids[name] ?? name, quantity })) }
        : {};
    const answer = await place({ ...body, ...items });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await stockOf(shop.mug)).toBe(10);
  });

  it('says that a cart and items do not go together', async () => {
    const { body } = await place(contact);
    expect(body.errors).toEqual([
      {
        field: '',
        code: expect.any(String),
        params: expect.any(Object),
        message: 'must have exactly one of cartId and items',
      },
    ]);
  });
});

describe('an Idempotency-Key', () => {
  it.each([
    [{}, 'idempotency.key-missing'],
    [{ 'idempotency-key': '' }, 'idempotency.key-malformed'],
    [{ 'idempotency-key': 'x'.repeat(256) }, 'idempotency.key-malformed'],
    [{ 'idempotency-key': 'a\tb' }, 'idempotency.key-malformed'],
  ])('is needed and has 1 to 255 characters: %j', async (headers: Record<string, string>, code) => {
    const { status, body } = await shop.call('POST', '/api/v1/orders', {
      headers,
      body: { items: [{ variantId: shop.mug, quantity: 1 }], ...contact },
    });
    expect([status, body.code]).toEqual([400, code]);
  });

  it('brings the first answer again, byte for byte, whatever has happened since', async () => {
    const first = await placeMug();
    await shop.call('POST', `/api/v1/orders/${first.body.id}/cancel`, {
      headers: { 'x-order-token': first.body.token },
    });
    shop.clock.advance(3_600_000);
    const second = await placeMug();
    expect([first.headers['idempotency-replayed'], second.headers['idempotency-replayed']]).toEqual([
      undefined,
      'true',
    ]);
    expect([second.status, second.text, second.headers['location']]).toEqual([
      201,
      first.text,
      first.headers['location'],
    ]);
    expect(await stockOf(shop.mug)).toBe(10);
  });

  it('does not mind the order of properties, and minds everything else', async () => {
    const first = await place({ items: [{ variantId: shop.mug, quantity: 1 }], ...contact });
    const turned = await place({ ...contact, items: [{ quantity: 1, variantId: shop.mug }] });
    const changed = await placeMug(2);
    expect([turned.text === first.text, changed.status, changed.body.code]).toEqual([
      true,
      422,
      'idempotency.key-reused',
    ]);
  });

  it('of one guest is not that of another', async () => {
    const first = await placeMug();
    const other = await place({
      items: [{ variantId: shop.mug, quantity: 1 }],
      ...contact,
      email: 'other@example.com',
    });
    const cart = await shop.guestCart();
    const third = await place({ cartId: cart.id, ...contact }, cart.headers);
    const stranger = await place({ cartId: cart.id, ...contact }, { 'x-cart-token': 'guessed' });
    expect(new Set([first.body.id, other.body.id, third.body.id]).size).toBe(3);
    expect([stranger.status, stranger.body.code]).toEqual([404, 'cart.not-found']);
  });

  it("is the same guest's however their address is written", async () => {
    await placeMug();
    const shouted = await place({
      items: [{ variantId: shop.mug, quantity: 1 }],
      ...contact,
      email: 'Grace@Example.COM',
    });
    expect([shouted.status, shouted.body.code]).toEqual([422, 'idempotency.key-reused']);
  });

  it('of one customer is not that of another', async () => {
    const [ada, eve] = [await shop.register(), await shop.register('eve@example.com')];
    const body = { items: [{ variantId: shop.mug, quantity: 1 }], shippingAddress: address };
    const [first, second] = [await place(body, ada.headers), await place(body, eve.headers)];
    expect([first.status, second.status, first.body.id === second.body.id]).toEqual([201, 201, false]);
  });
});

describe('an order', () => {
  it("is its guest's, its customer's and staff's, and nobody else's", async () => {
    const { body } = await placeMug();
    const customer = await shop.register();
    const read = async (headers: Record<string, string>) =>
      (await shop.call('GET', `/api/v1/orders/${body.id}`, { headers })).status;
    expect([await read({ 'x-order-token': body.token }), await read(shop.as('support'))]).toEqual([200, 200]);
    for (const headers of [{}, { 'x-order-token': 'guessed' }, customer.headers, shop.as('editor')]) {
      expect(await read(headers)).toBe(404);
    }
  });

  it('is cancelled once, and its stock comes back', async () => {
    const { body } = await placeMug(4);
    const cancel = () =>
      shop.call('POST', `/api/v1/orders/${body.id}/cancel`, {
        headers: { 'x-order-token': body.token },
        body: { reason: 'Too many mugs' },
      });
    const cancelled = await cancel();
    expect([cancelled.status, cancelled.headers['etag']]).toEqual([200, '"2"']);
    expect(cancelled.body).toMatchObject({
      status: 'cancelled',
      cancelledAt: '2026-11-21T09:30:00.000Z',
      timeline: [{ type: 'placed' }, { type: 'cancelled', reason: 'Too many mugs' }],
    });
    expect(await stockOf(shop.mug)).toBe(10);
    const again = await cancel();
    expect(again.body).toMatchObject({ status: 409, code: 'order.already-cancelled', orderStatus: 'cancelled' });
  });
});
