import { beforeEach, describe, expect, it } from 'vitest';
import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
const path = '/api/v1/admin/minimum-order-rules';
const usd = (amount: number) => ({ amount, currency: 'USD' });
const ask = (method: 'GET' | 'PUT', body?: object, headers: object = {}) =>
  shop.call(method, path, { headers: { ...shop.as('editor'), ...headers }, ...(body === undefined ? {} : { body }) });
const of = (...rules: readonly object[]) => ({ rules });
const from = (amount: number, more: object = {}) => ({ minimum: usd(amount), basis: 'subtotal', ...more });

describe('minimum orders', () => {
  it('are 10.00 USD until the shop has set others, and are replaced as a whole', async () => {
    expect((await ask('GET')).body).toEqual(of(from(1000)));
    const rules = of(from(2500, { waivedForDigital: true }), from(20_000, { basis: 'afterDiscounts', group: 'trade' }));
    const set = await ask('PUT', rules);
    expect([set.status, set.body]).toEqual([200, rules]);
    expect((await ask('GET')).body).toEqual(rules);
    expect((await ask('PUT', of())).body).toEqual(of());
    expect((await ask('GET')).body).toEqual(of());
  });

  it('hold for the next order, by the group of its customer', async () => {
    await ask('PUT', of(from(2500), from(4500, { group: 'regular' })));
    const place = (headers: object, quantity: number) =>
      shop.call('POST', '/api/v1/orders', {
        headers: { 'idempotency-key': `${quantity} mugs`, ...headers },
        body: { items: [{ variantId: shop.mug, quantity }], email: 'a@example.com', shippingAddress: address },
      });
    const small = await place({}, 1);
    expect([small.status, small.body.code, small.body.missing]).toEqual([422, 'order.below-minimum', usd(500)]);
    expect((await place({}, 2)).status).toBe(201);
    const { headers } = await shop.register();
    expect((await place(headers, 2)).body.missing).toEqual(usd(500));
    expect((await place(headers, 3)).status).toBe(201);
  });

  it('hold for the carts of their own currency', async () => {
    const eur = (amount: number) => ({ amount, currency: 'EUR' });
    await shop.call('POST', '/api/v1/admin/price-lists', {
      headers: shop.as('admin'),
      body: { name: 'Europe', currency: 'EUR', prices: [{ variantId: shop.book, price: eur(1000) }] },
    });
    await ask('PUT', of(from(1), from(1, { minimum: eur(1500) })));
    const { body: cart } = await shop.call('POST', '/api/v1/carts', { body: { currency: 'EUR' } });
    const headers = { 'x-cart-token': cart.token };
    const fill = (quantity: number) =>
      shop.call('PUT', `/api/v1/carts/${cart.id}/lines/${shop.book}`, { headers, body: { quantity } });
    const place = (key: string) =>
      shop.call('POST', '/api/v1/orders', {
        headers: { ...headers, 'idempotency-key': key },
        body: { cartId: cart.id, email: 'a@example.com' },
      });
    expect((await fill(1)).body.pricing.minimumOrder).toMatchObject({ met: false, missing: eur(500) });
    const small = await place('small');
    expect([small.status, small.body.code, small.body.missing]).toEqual([422, 'order.below-minimum', eur(500)]);
    expect((await fill(2)).body.pricing.minimumOrder).toMatchObject({ met: true });
    const placed = await place('large');
    expect([placed.status, placed.body.total]).toEqual([201, eur(2000)]);
  });

  it.each([
    ['an unknown currency', of({ ...from(1), minimum: { amount: 1, currency: 'XYZ' } }), 422, 'money.unknown-currency'],
    ['a negative amount', of(from(-1)), 422, 'money.out-of-range'],
    ['another basis', of(from(1, { basis: 'weight' })), 400, 'request.invalid'],
    ['a group without a name', of(from(1, { group: ' ' })), 400, 'request.invalid'],
    ['something unknown', of(from(1, { country: 'GB' })), 400, 'request.invalid'],
    ['no rules', {}, 400, 'request.invalid'],
  ])('are refused with %s', async (_what, body, status, code) => {
    const refused = await ask('PUT', body);
    expect([refused.status, refused.body.code]).toEqual([status, code]);
    expect((await ask('GET')).body).toEqual(of(from(1000)));
  });

  it('are replaced only by whoever has seen them as they are', async () => {
    const seen = { 'if-match': String((await ask('GET')).headers['etag']) };
    expect((await ask('PUT', of(from(1)), seen)).status).toBe(200);
    const late = await ask('PUT', of(from(2)), seen);
    expect([late.status, late.body.code]).toEqual([412, 'minimum-order-rules.stale']);
  });

  it('are for editors', async () => {
    expect((await shop.call('GET', path)).status).toBe(401);
    for (const role of ['customer', 'support'] as const) {
      expect((await shop.call('PUT', path, { headers: shop.as(role), body: of() })).status).toBe(403);
    }
  });
});
