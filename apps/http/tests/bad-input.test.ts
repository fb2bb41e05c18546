import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  address,
  bearer,
  importProducts,
  placeAsGuest,
  shopClient,
  signIn,
  variantsBySku,
  type ShopResponse,
  type ShopClient,
} from '../testing/shop-client.js';
import { admin, startTemporaryShop, type RunningShop } from '../testing/start-shop.js';

const header = 'Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty';

describe('bad input over HTTP', () => {
  let shop: RunningShop;
  let call: ShopClient;
  let accessToken: string;
  let vase: string;

  beforeAll(async () => {
    shop = await startTemporaryShop();
    call = shopClient(shop.url);
    accessToken = await signIn(call, admin);
    await importProducts(call, accessToken, `${header}\nvase,Vase,VASE,20.00,10\ncard,Card,CARD,2.00,10`);
    vase = (await variantsBySku(call)).get('VASE')?.id ?? '';
  });
  afterAll(async () => {
    await shop.stop();
  });

  const ledgerOf = async (variantId: string): Promise<ShopResponse> =>
    call('GET', `/api/v1/admin/variants/${variantId}/stock`, { headers: bearer(accessToken) });
  const openCart = async (): Promise<{
    readonly id: string;
    readonly headers: { readonly 'x-cart-token': string };
  }> => {
    const { body } = await call('POST', '/api/v1/carts', { body: {} });
    return { id: body.id, headers: { 'x-cart-token': body.token } };
  };

  it('imports the good rows of a file and says what is wrong with each bad one', async () => {
    const rows = [
      ['ok-1,Fine,SKU-OK-1,1.00,1', undefined],
      ['long,Too long,SKU-1,1.00,1,more', 'columns'],
      ['a/b,No address,SKU-2,1.00,1', 'Handle'],
      ['no-title,,SKU-3,1.00,1', 'Title'],
      ['no-sku,No SKU,,1.00,1', undefined],
      ['free,Negative,SKU-4,-1.00,1', 'Price'],
      ['many-decimals,Decimals,SKU-5,1.999,1', 'Price'],
      ['words,Words,SKU-6,cheap,1', 'Price'],
      ['half,Half a unit,SKU-7,1.00,0.5', 'Qty'],
      ['owing,Negative stock,SKU-8,1.00,-3', undefined],
      ['ok-2,"Fine, too",SKU-OK-2,1.00,1', undefined],
      ['open,"Never closed,SKU-9,1.00,1', 'quote'],
    ] as const;
    const { body } = await importProducts(call, accessToken, [header, ...rows.map(([row]) => row)].join('\n'));
    const bad = rows.flatMap(([, reason], index) => (reason === undefined ? [] : [{ line: index + 2, reason }]));
    expect(body).toMatchObject({ status: 'completed', total: rows.length, processed: rows.length });
    expect(body.failures).toEqual(
      bad.map(({ line, reason }) => expect.objectContaining({ line, reason: expect.stringContaining(reason) })),
    );
    expect([...(await variantsBySku(call)).keys()].sort((a, b) => a.localeCompare(b))).toEqual([
      '',
      'CARD',
      'SKU-8',
      'SKU-OK-1',
      'SKU-OK-2',
      'VASE',
    ]);
  });

  it('fails an import without the columns it needs', async () => {
    const columns = await importProducts(call, accessToken, 'Colour,Price\nred,1.00');
    expect(columns.body).toMatchObject({
      status: 'failed',
      failures: [{ line: 1, reason: expect.stringContaining('Handle') }],
    });
  });

  it.each([
    ['negative', -1, 422, 'cart.quantity-out-of-range'],
    ['zero', 0, 422, 'cart.quantity-out-of-range'],
    ['above 999', 1000, 422, 'cart.quantity-out-of-range'],
    ['huge', 1e15, 422, 'cart.quantity-out-of-range'],
    ['fractional', 1.5, 400, 'request.invalid'],
    ['a string', '1', 400, 'request.invalid'],
    ['null', null, 400, 'request.invalid'],
  ] as const)(
    'refuses a quantity that is %s, in carts and in orders, and changes nothing',
    async (_what, quantity, status, code) => {
      const cart = await openCart();
      const path = `/api/v1/carts/${cart.id}/lines`;
      const { headers } = cart;
      const before = await call('GET', `/api/v1/carts/${cart.id}`, { headers });
      const ledger = await ledgerOf(vase);
      const answers = [
        await call('PUT', `${path}/${vase}`, { headers, body: { quantity } }),
        await call('POST', path, { headers, body: { variantId: vase, quantity } }),
        await placeAsGuest(call, [{ variantId: vase, quantity: quantity as number }]),
      ];
      for (const answer of answers) {
        expect(answer.headers['content-type']).toContain('application/problem+json');
        expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
        expect(answer.body.requestId).toBe(answer.headers['x-request-id']);
      }
      expect((await call('GET', `/api/v1/carts/${cart.id}`, { headers })).text).toBe(before.text);
      expect((await ledgerOf(vase)).text).toBe(ledger.text);
    },
  );

  it('knows no variant that it does not sell', async () => {
    const cart = await openCart();
    const variantId = randomUUID();
    const answers = [
      await call('PUT', `/api/v1/carts/${cart.id}/lines/${variantId}`, {
        headers: cart.headers,
        body: { quantity: 1 },
      }),
      await call('POST', `/api/v1/carts/${cart.id}/lines`, { headers: cart.headers, body: { variantId, quantity: 1 } }),
      await placeAsGuest(call, [{ variantId, quantity: 1 }]),
    ];
    for (const { status, body } of answers)
      expect({ status, code: body.code }).toEqual({ status: 404, code: 'catalogue.variant-not-found' });
  });

  it("hides somebody else's cart and order, and takes no change to them", async () => {
    const cart = await openCart();
    await call('PUT', `/api/v1/carts/${cart.id}/lines/${vase}`, { headers: cart.headers, body: { quantity: 1 } });
    const placed = await placeAsGuest(call, [{ variantId: vase, quantity: 1 }]);
    const order = `/api/v1/orders/${placed.body.id}`;
    const registered = await call('POST', '/api/v1/auth/register', {
      body: { email: `${randomUUID()}@example.com`, password: 'nobody in particular', name: 'Nosy' },
    });
    const strangers = [
      {},
      { 'x-cart-token': 'guessed', 'x-order-token': 'guessed' },
      bearer(registered.body.accessToken),
    ];
    const ledger = await ledgerOf(vase);
    for (const headers of strangers) {
      const withKey = { ...headers, 'idempotency-key': randomUUID() };
      const answers = [
        await call('GET', `/api/v1/carts/${cart.id}`, { headers }),
        await call('PUT', `/api/v1/carts/${cart.id}/lines/${vase}`, { headers, body: { quantity: 9 } }),
        await call('DELETE', `/api/v1/carts/${cart.id}/lines/${vase}`, { headers }),
        await call('POST', `/api/v1/carts/${cart.id}/coupons`, { headers, body: { code: 'x' } }),
        await call('POST', '/api/v1/orders', {
          headers: withKey,
          body: { cartId: cart.id, email: 'thief@example.com', shippingAddress: address },
        }),
        await call('GET', order, { headers }),
        await call('POST', `${order}/cancel`, { headers, body: {} }),
        await call('POST', `${order}/payments`, { headers: withKey, body: { method: 'card' } }),
      ];
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    }
    expect((await call('GET', `/api/v1/carts/${cart.id}`, { headers: cart.headers })).body.lines).toHaveLength(1);
    const own = await call('GET', order, { headers: { 'x-order-token': placed.body.token } });
    expect(own.body).toMatchObject({ status: 'pending', payments: [] });
    expect((await ledgerOf(vase)).text).toBe(ledger.text);
  });

  it('refuses an order below the minimum, one that is empty, and one at another price, each with its facts', async () => {
    const card = (await variantsBySku(call)).get('CARD')?.id ?? '';
    const below = await placeAsGuest(call, [{ variantId: card, quantity: 1 }]);
    expect(below).toMatchObject({
      status: 422,
      body: {
        code: 'order.below-minimum',
        required: { amount: 1000 },
        actual: { amount: 200 },
        missing: { amount: 800 },
      },
    });
    const cart = await openCart();
    const order = (body: object) =>
      call('POST', '/api/v1/orders', {
        headers: { ...cart.headers, 'idempotency-key': randomUUID() },
        body: { cartId: cart.id, email: 'guest@example.com', shippingAddress: address, ...body },
      });
    expect(await order({})).toMatchObject({ status: 422, body: { code: 'cart.empty' } });
    await call('PUT', `/api/v1/carts/${cart.id}/lines/${vase}`, { headers: cart.headers, body: { quantity: 1 } });
    expect(await order({ expectedTotal: { amount: 1999, currency: 'USD' } })).toMatchObject({
      status: 409,
      body: { code: 'order.price-changed', pricing: { total: { amount: 2000, currency: 'USD' } } },
    });
    expect(await order({ expectedTotal: { amount: 2000, currency: 'USD' } })).toMatchObject({ status: 201 });
    expect(await order({})).toMatchObject({ status: 409, body: { code: 'cart.already-ordered' } });
  });
});
