import { beforeEach, describe, expect, it } from 'vitest';
import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
const path = '/api/v1/admin/tax-rules';
const british = { prices: 'exclusive', rates: { reduced: 50_000, standard: 200_000 }, shippingClass: 'standard' };
const german = { prices: 'inclusive', rates: { reduced: 70_000, standard: 190_000 } };
const ask = (method: 'GET' | 'PUT' | 'DELETE', body?: object, headers: Record<string, string> = {}) =>
  shop.call(method, path, { headers: { ...shop.as('editor'), ...headers }, ...(body === undefined ? {} : { body }) });

describe('tax rules', () => {
  it('are none in a new shop, are set, replaced and removed', async () => {
    const none = await ask('GET');
    expect([none.status, none.body.code]).toEqual([404, 'tax-rules.not-found']);
    const set = await ask('PUT', british);
    expect([set.status, set.body]).toEqual([200, british]);
    expect((await ask('GET')).body).toEqual(british);
    expect((await ask('PUT', german)).body).toEqual(german);
    expect((await ask('GET')).body).toEqual(german);
    const removed = await ask('DELETE');
    expect([removed.status, removed.text]).toEqual([204, '']);
    expect((await ask('GET')).status).toBe(404);
    expect((await ask('DELETE')).status).toBe(204);
  });

  it('tax what is in a cart from then on, and no order that was placed before', async () => {
    const cart = await shop.guestCart(2);
    const place = async (key: string) => {
      const { body } = await shop.call('POST', '/api/v1/orders', {
        headers: { 'idempotency-key': key },
        body: { items: [{ variantId: shop.mug, quantity: 2 }], email: 'grace@example.com', shippingAddress: address },
      });
      return async () =>
        (await shop.call('GET', `/api/v1/orders/${body.id}`, { headers: { 'x-order-token': String(body.token) } })).body
          .pricing.taxTotal.amount;
    };
    const cartTax = async () =>
      (await shop.call('GET', cart.path, { headers: cart.headers })).body.pricing.taxTotal.amount;
    expect(await cartTax()).toBe(0);
    const untaxed = await place('before');
    await ask('PUT', british);
    // 20 % of 40.00 and of 5.00.
    expect(await cartTax()).toBe(900);
    const taxed = await place('after');
    await ask('DELETE');
    expect([await cartTax(), await untaxed(), await taxed()]).toEqual([0, 0, 900]);
  });

  it.each([
    [
      { ...british, rates: { ...british.rates, standard: -1 } },
      'pricing.tax-rate-malformed',
      { taxClass: 'standard', rate: -1 },
    ],
    [
      { ...british, rates: { ...british.rates, odd: 2 ** 53 } },
      'pricing.tax-rate-malformed',
      { taxClass: 'odd', rate: 2 ** 53 },
    ],
    [{ ...british, shippingClass: 'luxury' }, 'pricing.tax-class-without-rate', { taxClass: 'luxury' }],
    [{ ...british, shippingClass: 'constructor' }, 'pricing.tax-class-without-rate', { taxClass: 'constructor' }],
    [{ prices: 'exclusive', rates: { standard: 200_000 } }, 'tax-rules.classes-uncovered', { taxClasses: ['reduced'] }],
    [{ prices: 'exclusive', rates: {} }, 'tax-rules.classes-uncovered', { taxClasses: ['reduced', 'standard'] }],
  ])(
    'are refused when the shop could not sell by them, and those that stand are kept: %j',
    async (body, code, facts) => {
      await ask('PUT', german);
      const refused = await ask('PUT', body);
      expect([refused.status, refused.body]).toEqual([422, expect.objectContaining({ code, ...facts })]);
      expect((await ask('GET')).body).toEqual(german);
    },
  );

  it.each([
    ['no prices', { rates: british.rates }],
    ['no rates', { prices: 'exclusive' }],
    ['other prices', { ...british, prices: 'both' }],
    ['a fraction for a rate', { ...british, rates: { ...british.rates, odd: 0.5 } }],
    ['a text for a rate', { ...british, rates: { ...british.rates, odd: '200000' } }],
    ['a list for rates', { ...british, rates: [200_000] }],
    ['a class without a name', { ...british, rates: { ...british.rates, ' ': 0 } }],
    ['a class with a very long name', { ...british, rates: { ...british.rates, ['x'.repeat(65)]: 0 } }],
    ['a class with a line break', { ...british, rates: { ...british.rates, 'a\nb': 0 } }],
    [
      'a hundred and one classes',
      { ...british, rates: Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`c${index}`, 0])) },
    ],
    ['something unknown', { ...british, country: 'GB' }],
  ])('are refused with %s', async (_what, body) => {
    const { status, body: problem } = await ask('PUT', body);
    expect([status, problem.code]).toEqual([400, 'request.invalid']);
    expect((await ask('GET')).status).toBe(404);
  });

  it.each(['{"prices":"exclusive","rates":{"__proto__":1}}', '{"prices":"exclusive","rates":{"\\ud800":1}}'])(
    'are refused with a class that cannot be kept: %s',
    async (body) => {
      const { status } = await shop.call('PUT', path, {
        headers: { ...shop.as('editor'), 'content-type': 'application/json' },
        body,
      });
      expect(status).toBe(400);
    },
  );

  it('may have classes called as objects call things, and come back whole', async () => {
    const odd = {
      prices: 'exclusive',
      rates: { ...british.rates, constructor: 1, toString: 0, 'Bücher & Söhne': 70_000 },
    };
    expect((await ask('PUT', odd)).status).toBe(200);
    expect((await ask('GET')).body).toEqual(odd);
  });

  it('are for editors to see and to change', async () => {
    for (const [role, status] of [
      ['customer', 403],
      ['support', 403],
      ['admin', 404],
    ] as const) {
      expect((await shop.call('GET', path, { headers: shop.as(role) })).status).toBe(status);
    }
    for (const method of ['PUT', 'DELETE'] as const) {
      const sent = method === 'PUT' ? { body: british } : {};
      expect((await shop.call(method, path, sent)).status).toBe(401);
      expect((await shop.call(method, path, { headers: shop.as('support'), ...sent })).status).toBe(403);
    }
  });
});

describe('two editors of the tax rules', () => {
  it('do not undo what the other one did meanwhile', async () => {
    const set = await ask('PUT', british);
    const seen = { 'if-match': String(set.headers['etag']) };
    expect((await ask('GET')).headers['etag']).toBe(set.headers['etag']);
    expect((await ask('PUT', german, seen)).status).toBe(200);
    for (const answer of [await ask('PUT', british, seen), await ask('DELETE', undefined, seen)]) {
      expect([answer.status, answer.body.code]).toEqual([412, 'tax-rules.stale']);
    }
    expect((await ask('GET')).body).toEqual(german);
  });

  it('have one tag for the same rules, however their classes are ordered', async () => {
    const { rates: _same, ...rest } = british;
    const tags = [
      await ask('PUT', british),
      await ask('PUT', { ...rest, rates: { standard: 200_000, reduced: 50_000 } }),
    ];
    expect(tags[1]?.headers['etag']).toBe(tags[0]?.headers['etag']);
  });

  it('may ask that there are any, or for what no rules have', async () => {
    expect((await ask('PUT', british, { 'if-match': '*' })).status).toBe(412);
    expect((await ask('DELETE', undefined, { 'if-match': '*' })).status).toBe(412);
    const { headers } = await ask('PUT', british);
    expect((await ask('DELETE', undefined, { 'if-match': `W/${String(headers['etag'])}` })).status).toBe(412);
    expect((await ask('DELETE', undefined, { 'if-match': 'british' })).status).toBe(400);
    expect((await ask('DELETE', undefined, { 'if-match': '*' })).status).toBe(204);
  });
});
