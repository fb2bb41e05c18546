/** Long because one shop serves every route of shipping methods. */
import { beforeEach, describe, expect, it } from 'vitest';
import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  shop.store.setPricing({ promotions: [], shippingMethods: [] });
});
const path = '/api/v1/admin/shipping-methods';
const usd = (amount: number) => ({ amount, currency: 'USD' });
const flat = (amount: number) => [{ currency: 'USD', type: 'flat', amount: usd(amount) }];
const post = {
  name: 'Post',
  zones: [{ countries: ['GB', 'IE'] }],
  charges: flat(500),
  deliveryDays: { min: 2, max: 4 },
};
const ask = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: object, headers: object = {}) =>
  shop.call(method, url, { headers: { ...shop.as('editor'), ...headers }, ...(body === undefined ? {} : { body }) });
const add = async (changes: object = {}) => (await ask('POST', path, { ...post, ...changes })).body;
let orders = 0;
const place = (changes: object = {}) =>
  shop.call('POST', '/api/v1/orders', {
    headers: { 'idempotency-key': `order ${(orders += 1)}` },
    body: {
      items: [{ variantId: shop.mug, quantity: 1 }],
      email: 'grace@example.com',
      shippingAddress: address,
      ...changes,
    },
  });

describe('a shipping method', () => {
  it('is added, read, changed field by field and removed', async () => {
    const added = await ask('POST', path, post);
    expect([added.status, added.body]).toEqual([201, { ...post, id: expect.any(String), enabled: true }]);
    const own = `${path}/${added.body.id}`;
    expect(added.headers['location']).toBe(own);
    expect((await ask('GET', own)).body).toEqual(added.body);
    expect((await ask('GET', path)).body).toEqual({
      data: [added.body],
      meta: { page: 1, limit: 20, total: 1, totalPages: 1 },
    });
    const { deliveryDays: _days, ...rest } = added.body;
    const changed = await ask('PATCH', own, { name: 'Letters', deliveryDays: null, enabled: false });
    expect([changed.status, changed.body]).toEqual([200, { ...rest, name: 'Letters', enabled: false }]);
    expect((await ask('DELETE', own)).status).toBe(204);
    for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
      const gone = await ask(method, own, method === 'PATCH' ? {} : undefined);
      expect([gone.status, gone.body.code]).toEqual([404, 'shipping-method.not-found']);
    }
  });

  it('keeps every kind of charge as it was given', async () => {
    const charges = [
      { ...flat(500)[0], freeFrom: usd(5000) },
      {
        currency: 'EUR',
        type: 'subtotal',
        tiers: [{ from: { amount: 0, currency: 'EUR' }, amount: { amount: 490, currency: 'EUR' } }],
      },
      { currency: 'GBP', type: 'weight', tiers: [{ from: 500, amount: { amount: 499, currency: 'GBP' } }] },
    ];
    expect((await add({ charges })).charges).toEqual(charges);
  });

  it.each([
    ['no zone', { zones: [] }, 400, 'request.invalid', 'zones'],
    ['no charge', { charges: [] }, 400, 'request.invalid', 'charges'],
    [
      'an unknown kind of charge',
      { charges: [{ ...flat(1)[0], type: 'distance' }] },
      400,
      'request.invalid',
      'charges.0.type',
    ],
    [
      'a charge in two currencies',
      { charges: [{ ...flat(1)[0], currency: 'EUR' }] },
      400,
      'request.invalid',
      'charges.0.currency',
    ],
    ['a negative charge', { charges: flat(-1) }, 400, 'input.malformed', 'charges.0.amount.amount'],
    [
      'regions of two countries',
      { zones: [{ countries: ['US', 'CA'], regions: ['NY'] }] },
      400,
      'input.malformed',
      'zones.0.countries',
    ],
    ['days in reverse', { deliveryDays: { min: 4, max: 2 } }, 400, 'input.malformed', 'deliveryDays.max'],
    ['something unknown', { price: 1 }, 400, 'request.invalid', 'price'],
  ])('is refused with %s, naming the field', async (_what, changes, status, code, field) => {
    const refused = await ask('POST', path, { ...post, ...changes });
    expect([refused.status, refused.body.code, refused.body.errors?.[0]?.field]).toEqual([status, code, field]);
    expect((await ask('GET', path)).body.data).toEqual([]);
  });

  it('is refused with a charge in two currencies, naming the one that its amounts have', async () => {
    const { body } = await ask('POST', path, { ...post, charges: [{ ...flat(1)[0], currency: 'EUR' }] });
    expect(body.errors).toMatchObject([{ code: 'not-allowed', params: { values: ['USD'] } }]);
  });

  it('is refused with a currency that is unknown, an amount off its step, and a tax class without a rate', async () => {
    const in_ = (currency: string, amount: number) => [{ currency, type: 'flat', amount: { amount, currency } }];
    const codeOf = async (changes: object) => {
      const { status, body } = await ask('POST', path, { ...post, ...changes });
      return [status, body.code];
    };
    expect(await codeOf({ charges: in_('XYZ', 1) })).toEqual([422, 'money.unknown-currency']);
    expect(await codeOf({ charges: in_('KWD', 1005) })).toEqual([422, 'money.off-step']);
    expect((await add({ taxClass: 'parcels' })).taxClass).toBe('parcels');
    const zones = [{ countries: [], prices: 'exclusive', rates: { standard: 0, reduced: 0 } }] as const;
    shop.store.setPricing({ promotions: [], shippingMethods: [], taxZones: zones });
    expect(await codeOf({ taxClass: 'parcels' })).toEqual([422, 'tax-rules.classes-uncovered']);
  });

  it('is changed and removed only by whoever has seen it as it is', async () => {
    const { id } = await add();
    const own = `${path}/${id}`;
    const seen = { 'if-match': String((await ask('GET', own)).headers['etag']) };
    expect((await ask('PATCH', own, { name: 'Letters' }, seen)).status).toBe(200);
    for (const late of [
      await ask('PATCH', own, { name: 'Parcels' }, seen),
      await ask('DELETE', own, undefined, seen),
    ]) {
      expect([late.status, late.body.code]).toEqual([412, 'shipping-method.stale']);
    }
    expect((await ask('GET', own)).body.name).toBe('Letters');
  });

  it('is for editors to set up, and for no one else', async () => {
    for (const role of ['customer', 'support'] as const) {
      expect((await shop.call('GET', path, { headers: shop.as(role) })).status).toBe(403);
      expect((await shop.call('POST', path, { headers: shop.as(role), body: post })).status).toBe(403);
    }
    expect((await shop.call('GET', path)).status).toBe(401);
  });
});

describe('sending an order', () => {
  it('is by the cheapest method that goes to its address', async () => {
    await add({ name: 'Courier', charges: flat(1500), zones: [{ countries: [] }] });
    const { id } = await add();
    await add({ name: 'Free elsewhere', charges: flat(0), zones: [{ countries: ['US'] }] });
    await add({ name: 'Free, but disabled', charges: flat(0), enabled: false });
    const { status, body } = await place();
    expect([status, body.pricing.shipping.method, body.pricing.shippingTotal]).toEqual([201, id, usd(500)]);
    const { body: abroad } = await place({ shippingAddress: { ...address, postalCode: '75001', country: 'FR' } });
    expect(abroad.pricing.shippingTotal).toEqual(usd(1500));
  });

  it('is refused where no method goes there, also in a shop without any', async () => {
    const none = await place();
    expect([none.status, none.body.code]).toEqual([422, 'shipping.no-method']);
    expect(none.body.destination).toEqual({ country: 'GB', postalCode: address.postalCode });
    const { id } = await add();
    const abroad = await place({ shippingAddress: { ...address, postalCode: '75001', country: 'FR' } });
    expect([abroad.status, abroad.body.code]).toEqual([422, 'shipping.no-method']);
    const chosen = await place({
      shippingAddress: { ...address, postalCode: '75001', country: 'FR' },
      shippingMethod: id,
    });
    expect([chosen.status, chosen.body.code, chosen.body.method]).toEqual([422, 'shipping.not-to-destination', id]);
  });

  it('needs no method where everything is digital', async () => {
    const { status, body } = await place({ items: [{ variantId: shop.book, quantity: 1 }] });
    expect([status, body.pricing.shippingTotal]).toEqual([201, usd(0)]);
  });

  it('is free from a subtotal on', async () => {
    await add({ charges: [{ ...flat(500)[0], freeFrom: usd(4000) }] });
    expect((await place()).body.pricing.shippingTotal).toEqual(usd(500));
    expect((await place({ items: [{ variantId: shop.mug, quantity: 2 }] })).body.pricing.shippingTotal).toEqual(usd(0));
  });
});

describe('a cart with a destination', () => {
  const optionsOf = async (cart: { path: string; headers: Record<string, string> }, query = '') =>
    (await shop.call('GET', `${cart.path}/shipping-options${query}`, { headers: cart.headers })).body;

  it('lists what can be sent to the country of the query, else to its address', async () => {
    const { id: toBritain } = await add({ zones: [{ countries: ['GB'], postalCodePrefixes: ['SW1'] }] });
    const { id: everywhere } = await add({ zones: [{ countries: [] }], charges: flat(1500) });
    const cart = await shop.guestCart(1);
    const idsFor = async (query?: string) => (await optionsOf(cart, query)).data.map(({ id }: { id: string }) => id);
    expect(await idsFor()).toEqual([everywhere]);
    expect(await idsFor('?country=GB&postalCode=sw1y%204jh')).toEqual([toBritain, everywhere]);
    expect(await idsFor('?country=GB&postalCode=E1')).toEqual([everywhere]);
    const shippingAddress = { ...address, postalCode: 'SW1Y 4JH' };
    await shop.call('PATCH', cart.path, { headers: cart.headers, body: { shippingAddress } });
    expect(await idsFor()).toEqual([toBritain, everywhere]);
    expect(await idsFor('?country=US')).toEqual([everywhere]);
    expect(await optionsOf(cart, '?postalCode=E1')).toMatchObject({
      code: 'request.invalid',
      errors: [{ field: 'country' }],
    });
  });

  it('is priced for it, and becomes an order that is sent there', async () => {
    const { id } = await add();
    await add({ zones: [{ countries: [] }], charges: flat(0), name: 'By ship' });
    const cart = await shop.guestCart(1);
    const patch = (body: object, headers: Record<string, string> = {}) =>
      shop.call('PATCH', cart.path, { headers: { ...cart.headers, ...headers }, body });
    const said = {
      email: 'grace@example.com',
      shippingAddress: address,
      shippingMethod: id,
      note: 'Ring twice',
      metadata: { gift: 'yes' },
    };
    const { status, body } = await patch(said);
    expect([status, body]).toEqual([200, expect.objectContaining(said)]);
    expect(body.pricing.shippingTotal).toEqual(usd(500));
    const cleared = await patch({ note: null, metadata: null });
    expect([cleared.body.version, 'note' in cleared.body]).toEqual([body.version + 1, false]);
    expect((await patch({ note: 'late' }, { 'if-match': `"${body.version}"` })).status).toBe(412);
    const placed = await shop.call('POST', '/api/v1/orders', {
      headers: { ...cart.headers, 'idempotency-key': 'from the cart' },
      body: { cartId: cart.id, expectedTotal: body.pricing.total },
    });
    expect([placed.status, placed.body.email, placed.body.shippingAddress, placed.body.total]).toEqual([
      201,
      said.email,
      address,
      body.pricing.total,
    ]);
  });

  it('refuses a method that it does not know or that does not go there', async () => {
    const { id } = await add();
    const cart = await shop.guestCart(1);
    const codeFor = async (body: object) => {
      const answer = await shop.call('PATCH', cart.path, { headers: cart.headers, body });
      return [answer.status, answer.body.code];
    };
    expect(await codeFor({ shippingMethod: 'pigeon' })).toEqual([422, 'shipping.method-unknown']);
    const shippingAddress = { ...address, postalCode: '75001', country: 'FR' };
    expect(await codeFor({ shippingAddress, shippingMethod: id })).toEqual([422, 'shipping.not-to-destination']);
    expect((await shop.call('PATCH', cart.path, { body: { note: 'not mine' } })).status).toBe(404);
  });

  it('shows no shipping where no method goes there', async () => {
    await add();
    const cart = await shop.guestCart(1);
    const shippingAddress = { ...address, postalCode: '75001', country: 'FR' };
    const { body } = await shop.call('PATCH', cart.path, { headers: cart.headers, body: { shippingAddress } });
    expect([body.pricing.shipping, body.pricing.total]).toEqual([undefined, usd(2000)]);
  });
});
