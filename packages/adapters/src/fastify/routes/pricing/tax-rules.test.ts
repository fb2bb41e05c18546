import { beforeEach, describe, expect, it } from 'vitest';
import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
const path = '/api/v1/admin/tax-rules';
const ofBritain = { prices: 'exclusive', rates: { reduced: 50_000, standard: 200_000 }, shippingClass: 'standard' };
const ofGermany = { prices: 'inclusive', rates: { reduced: 70_000, standard: 190_000 } };
const everywhere = (rules: object) => ({ zones: [{ countries: [], ...rules }] });
const [british, german] = [everywhere(ofBritain), everywhere(ofGermany)];
const ask = (method: 'GET' | 'PUT' | 'DELETE', body?: object, headers: Record<string, string> = {}) =>
  shop.call(method, path, { headers: { ...shop.as('editor'), ...headers }, ...(body === undefined ? {} : { body }) });

describe('tax rules', () => {
  it('are none in a new shop, are set, replaced and removed', async () => {
    const none = await ask('GET');
    expect([none.status, none.body]).toEqual([200, { zones: [] }]);
    const set = await ask('PUT', british);
    expect([set.status, set.body]).toEqual([200, british]);
    expect((await ask('GET')).body).toEqual(british);
    expect((await ask('PUT', german)).body).toEqual(german);
    expect((await ask('GET')).body).toEqual(german);
    const removed = await ask('DELETE');
    expect([removed.status, removed.text]).toEqual([204, '']);
    expect((await ask('GET')).body).toEqual({ zones: [] });
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
    [{ rates: { ...ofBritain.rates, standard: -1 } }, 'pricing.tax-rate-malformed', { taxClass: 'standard', rate: -1 }],
    [{ rates: { ...ofBritain.rates, odd: 2 ** 53 } }, 'pricing.tax-rate-malformed', { taxClass: 'odd', rate: 2 ** 53 }],
    [{ shippingClass: 'luxury' }, 'pricing.tax-class-without-rate', { taxClass: 'luxury' }],
    [{ shippingClass: 'constructor' }, 'pricing.tax-class-without-rate', { taxClass: 'constructor' }],
    [{ countries: ['GB'] }, 'tax.no-rest-of-world', {}],
    [
      { rates: { standard: 200_000 }, shippingClass: undefined },
      'tax-rules.classes-uncovered',
      { taxClasses: ['reduced'] },
    ],
    [{ rates: {}, shippingClass: undefined }, 'tax-rules.classes-uncovered', { taxClasses: ['reduced', 'standard'] }],
  ])(
    'are refused when the shop could not sell by them, and those that stand are kept: %j',
    async (changes, code, facts) => {
      await ask('PUT', german);
      const refused = await ask('PUT', everywhere({ ...ofBritain, ...changes }));
      expect([refused.status, refused.body]).toEqual([422, expect.objectContaining({ code, ...facts })]);
      expect((await ask('GET')).body).toEqual(german);
    },
  );

  it.each([
    ['no prices', { prices: undefined }],
    ['no rates', { rates: undefined }],
    ['other prices', { prices: 'both' }],
    ['a fraction for a rate', { rates: { ...ofBritain.rates, odd: 0.5 } }],
    ['a text for a rate', { rates: { ...ofBritain.rates, odd: '200000' } }],
    ['a list for rates', { rates: [200_000] }],
    ['a class without a name', { rates: { ...ofBritain.rates, ' ': 0 } }],
    ['a class with a very long name', { rates: { ...ofBritain.rates, ['x'.repeat(65)]: 0 } }],
    ['a class with a line break', { rates: { ...ofBritain.rates, 'a\nb': 0 } }],
    [
      'a hundred and one classes',
      { rates: Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`c${index}`, 0])) },
    ],
    ['something unknown', { country: 'GB' }],
    ['no country of ISO 3166-1', { countries: ['Britain'] }],
  ])('are refused with %s', async (_what, changes) => {
    const { status, body: problem } = await ask('PUT', everywhere({ ...ofBritain, ...changes }));
    expect([status, problem.code]).toEqual([400, 'request.invalid']);
    expect((await ask('GET')).body).toEqual({ zones: [] });
  });

  it('are refused with lists that cannot stand together, naming the field', async () => {
    const narrow = { ...ofBritain, countries: ['GB', 'IE'], postalCodePrefixes: ['BT'] };
    const { status, body } = await ask('PUT', { zones: [{ countries: [], ...ofBritain }, narrow] });
    expect([status, body.code, body.errors]).toEqual([
      400,
      'input.malformed',
      [{ field: 'zones.1.countries', code: 'format', params: {}, message: expect.any(String) }],
    ]);
  });

  it.each([
    '{"zones":[{"countries":[],"prices":"exclusive","rates":{"__proto__":1}}]}',
    '{"zones":[{"countries":[],"prices":"exclusive","rates":{"\\ud800":1}}]}',
  ])('are refused with a class that cannot be kept: %s', async (body) => {
    const { status } = await shop.call('PUT', path, {
      headers: { ...shop.as('editor'), 'content-type': 'application/json' },
      body,
    });
    expect(status).toBe(400);
  });

  it('are refused at once with thousands of wrong countries', { timeout: 10_000 }, async () => {
    const countries = Array<number>(20_000).fill(1);
    const zones = [{ countries, prices: 'inclusive', rates: { standard: 0 } }];
    const refused = await shop.call('PUT', path, { headers: shop.as('editor'), body: { zones } });
    expect([refused.status, refused.body.errors.length]).toEqual([400, 20]);
  });

  it('may have classes called as objects call things, and come back whole', async () => {
    const rates = { ...ofBritain.rates, constructor: 1, toString: 0, 'Bücher & Söhne': 70_000 };
    const odd = everywhere({ prices: 'exclusive', rates });
    expect((await ask('PUT', odd)).status).toBe(200);
    expect((await ask('GET')).body).toEqual(odd);
  });

  it('are for editors to see and to change', async () => {
    for (const [role, status] of [
      ['customer', 403],
      ['support', 403],
      ['admin', 200],
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
    const tags = [
      await ask('PUT', british),
      await ask('PUT', everywhere({ ...ofBritain, rates: { standard: 200_000, reduced: 50_000 } })),
    ];
    expect(tags[1]?.headers['etag']).toBe(tags[0]?.headers['etag']);
  });

  it('may ask that there are none yet, or for what no rules have', async () => {
    const none = { 'if-match': String((await ask('GET')).headers['etag']) };
    expect((await ask('PUT', german, none)).status).toBe(200);
    expect((await ask('PUT', british, none)).status).toBe(412);
    const { headers } = await ask('PUT', british);
    expect((await ask('DELETE', undefined, { 'if-match': `W/${String(headers['etag'])}` })).status).toBe(412);
    expect((await ask('DELETE', undefined, { 'if-match': 'british' })).status).toBe(400);
    expect((await ask('DELETE', undefined, { 'if-match': '*' })).status).toBe(204);
  });
});
