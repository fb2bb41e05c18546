/** Long because it goes through every effect and condition of promotions, and their codes. */
import { beforeEach, describe, expect, it } from 'vitest';
import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  shop.store.setPricing({ ...shop.store.pricing(), promotions: [] });
});
const path = '/api/v1/admin/promotions';
const usd = (amount: number) => ({ amount, currency: 'USD' });
const tenth = { name: 'A tenth off', target: { type: 'order' }, effect: { type: 'percent', rate: 100_000 } };
const ask = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: object, headers: object = {}) =>
  shop.call(method, url, { headers: { ...shop.as('editor'), ...headers }, ...(body === undefined ? {} : { body }) });
const add = async (changes: object = {}) => (await ask('POST', path, { ...tenth, ...changes })).body;
let orders = 0;
const place = async (quantity = 1, changes: object = {}) =>
  shop.call('POST', '/api/v1/orders', {
    headers: { 'idempotency-key': `order ${(orders += 1)}` },
    body: {
      items: [{ variantId: shop.mug, quantity }],
      email: 'grace@example.com',
      shippingAddress: address,
      ...changes,
    },
  });
const cancel = ({ id, token }: { id: string; token: string }) =>
  shop.call('POST', `/api/v1/orders/${id}/cancel`, { headers: { 'x-order-token': token } });

describe('a promotion', () => {
  it('is added, read, changed field by field and archived', async () => {
    const added = await ask('POST', path, { ...tenth, conditions: { minimumQuantity: 2 }, priority: 3 });
    const { id } = added.body;
    const whole = { id, ...tenth, conditions: { minimumQuantity: 2 }, priority: 3, visibility: 'public' };
    expect([added.status, added.body]).toEqual([201, whole]);
    const usage = { uses: 0, spent: usd(0) };
    expect((await ask('GET', `${path}/${id}`)).body).toEqual({ ...whole, usage, spentByCurrency: [] });
    const { priority: _priority, conditions: _conditions, ...rest } = whole;
    const changed = await ask('PATCH', `${path}/${id}`, { priority: null, conditions: null, stops: true });
    expect([changed.status, changed.body]).toEqual([200, { ...rest, stops: true }]);
    for (const visibility of ['secret', null]) {
      const { status, body } = await ask('PATCH', `${path}/${id}`, { visibility });
      expect([status, body.visibility]).toEqual([200, visibility ?? 'public']);
    }
    expect((await ask('DELETE', `${path}/${id}`)).status).toBe(204);
    expect((await ask('DELETE', `${path}/${id}`)).status).toBe(204);
    expect((await ask('GET', path)).body.data).toEqual([]);
    expect((await ask('GET', `${path}?archived=true`)).body.data).toMatchObject([
      { id, archivedAt: expect.any(String) },
    ]);
    expect((await ask('PATCH', `${path}/${id}`, { name: 'Again' })).status).toBe(409);
    expect((await ask('GET', `${path}/none`)).body.code).toBe('promotion.not-found');
  });

  it('applies to the next cart, and no longer once it is archived', async () => {
    const { id } = await add();
    const cart = await shop.guestCart(1);
    const discount = async () =>
      (await shop.call('GET', cart.path, { headers: cart.headers })).body.pricing.discountTotal;
    expect(await discount()).toEqual(usd(200));
    await ask('PATCH', `${path}/${id}`, { effect: { type: 'amount', amount: usd(500), mode: 'across' } });
    expect(await discount()).toEqual(usd(500));
    await ask('DELETE', `${path}/${id}`);
    expect(await discount()).toEqual(usd(0));
  });

  const mugs = { selector: { variantIds: ['a'] }, quantity: 1 };
  it.each([
    ['percent with a cap', { type: 'percent', rate: 200_000, cap: usd(500) }],
    ['amount of each unit', { type: 'amount', amount: usd(100), mode: 'each' }],
    ['fixed price', { type: 'fixedPrice', price: usd(900) }],
    ['tiers by subtotal', { type: 'tiers', by: 'subtotal', tiers: [{ from: usd(1000), rate: 50_000 }] }],
    ['tiers by quantity', { type: 'tiers', by: 'quantity', tiers: [{ from: 3, rate: 50_000 }] }],
    ['buy one, get one', { type: 'buyXGetY', buy: mugs, get: mugs, rate: 1_000_000, maxApplications: 2 }],
  ])('keeps every kind of effect as it was given: %s', async (_what, effect) => {
    expect((await add({ effect })).effect).toEqual(effect);
  });

  it('keeps every condition and every rule of stacking as it was given', async () => {
    const conditions = {
      startsAt: '2026-01-01T00:00:00Z',
      endsAt: '2027-01-01T00:00:00Z',
      minimumSubtotal: usd(1000),
      minimumQuantity: 2,
      contains: { productIds: ['a'], categoryIds: ['b'] },
      groups: ['regular', 'trade'],
      firstOrder: true,
      couponCode: 'SPRING',
      usageLimit: 5,
      customerUsageLimit: 1,
      budget: usd(10_000),
    };
    const target = { type: 'lines', selector: { variantIds: ['a'] } };
    const stacking = { priority: -1, exclusiveGroup: 'spring', combinable: false, stops: true };
    expect(await add({ target, conditions, ...stacking })).toMatchObject({
      target,
      conditions,
      ...stacking,
      visibility: 'secret',
    });
  });

  it.each([
    ['a rate above 100 %', { effect: { type: 'percent', rate: 2_000_000 } }, 422, 'effect.rate'],
    [
      'tiers of another kind',
      { effect: { type: 'tiers', by: 'quantity', tiers: [{ from: usd(1), rate: 1 }] } },
      422,
      'effect.tiers.0.from',
    ],
    [
      'an unknown member of an amount',
      { effect: { type: 'tiers', by: 'subtotal', tiers: [{ from: { ...usd(1), cents: 1 }, rate: 1 }] } },
      400,
      'effect.tiers.0.from.cents',
    ],
    [
      'an end that is not after its start',
      { conditions: { startsAt: '2026-12-01T00:00:00Z', endsAt: '2026-12-01T00:00:00.000Z' } },
      422,
      'conditions.endsAt',
    ],
    ['a negative limit', { conditions: { usageLimit: -1 } }, 422, 'conditions.usageLimit'],
    ['an instant that is none', { conditions: { startsAt: 'soon' } }, 422, 'conditions.startsAt'],
    ['free shipping of lines', { effect: { type: 'freeShipping' } }, 422, 'effect.type'],
    ['an unknown effect', { effect: { type: 'magic' } }, 400, 'effect.type'],
    ['an unknown mode', { effect: { type: 'amount', amount: usd(1), mode: 'ech' } }, 400, 'effect.mode'],
    ['an unknown condition', { conditions: { weekday: 1 } }, 400, 'conditions.weekday'],
    ['no name', { name: '' }, 400, 'name'],
  ])('is refused with %s, naming the field', async (_what, changes, status, field) => {
    const refused = await ask('POST', path, { ...tenth, ...changes });
    expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([status, field]);
    expect((await ask('GET', path)).body.data).toEqual([]);
  });

  it('is refused with an unknown currency or an amount off its step, naming the field', async () => {
    const amountOf = async (amount: object) => {
      const { status, body } = await ask('POST', path, { ...tenth, effect: { type: 'amount', amount, mode: 'each' } });
      return [status, body.code, body.errors[0].field];
    };
    expect(await amountOf({ amount: 1, currency: 'XYZ' })).toEqual([
      422,
      'money.unknown-currency',
      'effect.amount.currency',
    ]);
    expect(await amountOf({ amount: 1005, currency: 'KWD' })).toEqual([422, 'money.off-step', 'effect.amount.amount']);
  });

  it('is changed only by whoever has seen it as it is', async () => {
    const { id } = await add({ conditions: { groups: ['regular'], endsAt: '2027-01-01T00:00:00Z' } });
    const seen = { 'if-match': String((await ask('GET', `${path}/${id}`)).headers['etag']) };
    expect((await ask('PATCH', `${path}/${id}`, { name: 'First' }, seen)).status).toBe(200);
    for (const late of [
      await ask('PATCH', `${path}/${id}`, { name: 'Second' }, seen),
      await ask('DELETE', `${path}/${id}`, undefined, seen),
    ]) {
      expect([late.status, late.body.code]).toEqual([412, 'promotion.stale']);
    }
  });

  it('is for editors', async () => {
    for (const role of ['customer', 'support'] as const) {
      expect((await shop.call('GET', path, { headers: shop.as(role) })).status).toBe(403);
      expect((await shop.call('POST', path, { headers: shop.as(role), body: tenth })).status).toBe(403);
    }
    expect((await shop.call('GET', path)).status).toBe(401);
  });
});

describe('the usage of a promotion', () => {
  it('counts orders and what it took off them, without a limit too, and leaves cancelled orders out', async () => {
    const { id } = await add();
    await add({ name: 'Limited', conditions: { usageLimit: 9 } });
    const { body: first } = await place(1);
    await place(2);
    const usageOf = async () => (await ask('GET', path)).body.data.map(({ usage }: { usage: object }) => usage);
    const [tenthOff] = await usageOf();
    expect(tenthOff).toEqual({ uses: 2, spent: usd(600) });
    expect((await cancel(first)).status).toBe(200);
    expect((await usageOf()).map(({ uses }: { uses: number }) => uses)).toEqual([1, 1]);
    expect((await ask('GET', `${path}/${id}`)).body.usage).toMatchObject({ uses: 1, spent: usd(400) });
  });
});

it('counts what a promotion took off in each currency', async () => {
  const { id } = await add();
  const eur = (amount: number) => ({ amount, currency: 'EUR' });
  const prices = [{ variantId: shop.book, price: eur(1000) }];
  await shop.call('POST', '/api/v1/admin/price-lists', {
    headers: shop.as('admin'),
    body: { name: 'Europe', currency: 'EUR', prices },
  });
  const { body: cart } = await shop.call('POST', '/api/v1/carts', { body: { currency: 'EUR' } });
  const headers = { 'x-cart-token': cart.token };
  const lines = { headers, body: { variantId: shop.book, quantity: 1 } };
  await shop.call('POST', `/api/v1/carts/${cart.id}/lines`, lines);
  const placed = await shop.call('POST', '/api/v1/orders', {
    headers: { ...headers, 'idempotency-key': 'in euros' },
    body: { cartId: cart.id, email: 'grace@example.com' },
  });
  expect([placed.status, placed.body.total]).toEqual([201, eur(900)]);
  await place(1);
  const { usage, spentByCurrency } = (await ask('GET', `${path}/${id}`)).body;
  expect(usage).toEqual({ uses: 2, spent: usd(200) });
  expect(spentByCurrency).toEqual([eur(100), usd(200)]);
});

describe('what a cart shows of promotions', () => {
  const skippedIn = async (cart: { path: string; headers: Record<string, string> }) =>
    (await shop.call('GET', cart.path, { headers: cart.headers })).body.pricing.skipped.map(
      ({ name }: { name: string }) => name,
    );

  it('are public ones that took nothing off, and no secret one before its code is entered', async () => {
    const far = { minimumQuantity: 9 };
    await add({ name: 'Public', conditions: far });
    await add({ name: 'Secret', conditions: far, visibility: 'secret' });
    await add({ name: 'With a code', conditions: { ...far, couponCode: 'tea' } });
    await add({ name: 'Advertised code', conditions: { couponCode: 'ad' }, visibility: 'public' });
    const cart = await shop.guestCart(1);
    expect(await skippedIn(cart)).toEqual(['Public', 'Advertised code']);
    const { body } = await place(1);
    expect(body.pricing.skipped.map(({ name }: { name: string }) => name)).toEqual(['Public', 'Advertised code']);
    const empty = (await shop.call('POST', '/api/v1/carts')).body;
    const own = { path: `/api/v1/carts/${empty.id}`, headers: { 'x-cart-token': String(empty.token) } };
    await shop.call('POST', `${own.path}/coupons`, { headers: own.headers, body: { code: 'TEA' } });
    expect(await skippedIn(own)).toEqual(['Public', 'With a code', 'Advertised code']);
  });
});

describe('generated codes', () => {
  const generate = (id: string, body: object) => ask('POST', `${path}/${id}/codes`, body);
  const codesOf = async (id: string, count: number, prefix = 'TEA-') =>
    (await generate(id, { count, prefix })).text.trim().split('\r\n').slice(1);

  it('come as CSV, each different and unguessable', async () => {
    const { id } = await add({ conditions: { singleUse: true } });
    const answer = await generate(id, { count: 10_000, prefix: 'TEA-' });
    expect([answer.status, answer.headers['content-type']]).toEqual([201, 'text/csv; charset=utf-8']);
    const [header, ...codes] = answer.text.trimEnd().split('\r\n');
    expect([header, new Set(codes).size]).toEqual(['code', 10_000]);
    expect(codes.filter((code) => !/^TEA-[0-9A-Z]{16}$/u.test(code))).toEqual([]);
  });

  it('apply their promotion to one order each, and are free again once it is cancelled', async () => {
    const { id } = await add({ conditions: { singleUse: true } });
    const [code = ''] = await codesOf(id, 1);
    const { body: first, status } = await place(1, { coupons: [code.toLowerCase()] });
    expect([status, first.pricing.discountTotal]).toEqual([201, usd(200)]);
    const again = await place(1, { coupons: [code] });
    expect([again.status, again.body.code]).toEqual([422, 'coupon.unknown']);
    await cancel(first);
    expect((await place(1, { coupons: [code] })).body.pricing.discountTotal).toEqual(usd(200));
  });

  it('are entered in a cart, by the code and not by the promotion', async () => {
    const { id } = await add({ conditions: { singleUse: true } });
    const [code = ''] = await codesOf(id, 1);
    const cart = await shop.guestCart(1);
    const enter = (entered: string) =>
      shop.call('POST', `${cart.path}/coupons`, { headers: cart.headers, body: { code: entered } });
    expect((await enter('TEA-0000000000000000')).body.code).toBe('coupon.unknown');
    const entered = await enter(code);
    expect([entered.status, entered.body.pricing.discountTotal]).toEqual([200, usd(200)]);
    const { body } = await shop.call('POST', '/api/v1/orders', {
      headers: { ...cart.headers, 'idempotency-key': 'by cart' },
      body: { cartId: cart.id, email: 'grace@example.com', shippingAddress: address },
    });
    expect(body.pricing.discountTotal).toEqual(usd(200));
  });

  it('are refused for a promotion that does not ask for them, and in too large a number', async () => {
    const { id } = await add();
    const refused = await generate(id, { count: 1 });
    expect([refused.status, refused.body.code]).toEqual([422, 'promotion.not-single-use']);
    expect((await generate(id, { count: 10_001 })).status).toBe(400);
    expect((await generate(id, { count: 1, prefix: 'a\nb' })).status).toBe(400);
    expect((await generate('none', { count: 1 })).status).toBe(404);
  });
});

describe('the preview of a promotion', () => {
  const preview = (promotion: object, cart: object) => ask('POST', `${path}/preview`, { promotion, cart });

  it('prices a cart with the draft beside the promotions that apply, and stores nothing', async () => {
    await add({ conditions: { groups: ['trade'] } });
    const items = [{ variantId: shop.mug, quantity: 2 }];
    const draft = { ...tenth, name: 'Draft', conditions: { singleUse: true } };
    const { status, body } = await preview(draft, {
      items,
      currency: 'USD',
      groups: ['trade'],
      coupons: ['any'],
      shippingAddress: address,
    });
    expect([status, body.pricing.discountTotal, body.pricing.shippingTotal]).toEqual([200, usd(760), usd(500)]);
    expect((await ask('GET', path)).body.meta.total).toBe(1);
  });

  it('prices the shipping method of the cart', async () => {
    const items = [{ variantId: shop.mug, quantity: 2 }];
    const shippingOf = async (method: object) =>
      (await preview(tenth, { items, shippingAddress: address, ...method })).body.pricing.shippingTotal;
    expect([await shippingOf({}), await shippingOf({ shippingMethod: 'courier' })]).toEqual([usd(500), usd(1500)]);
  });

  it('needs no more of an address than its country', async () => {
    const items = [{ variantId: shop.mug, quantity: 2 }];
    const complete = await preview(tenth, { items, shippingAddress: address });
    const { status, body } = await preview(tenth, { items, shippingAddress: { country: address.country } });
    const { total, shippingTotal } = complete.body.pricing;
    expect([status, body.pricing]).toMatchObject([200, { total, shippingTotal }]);
    const none = await preview(tenth, { items, shippingAddress: { city: 'London' } });
    expect(none.body.errors).toMatchObject([{ field: 'cart.shippingAddress.country', code: 'required' }]);
  });

  it('refuses a malformed draft, a variant that does not exist, and another currency', async () => {
    const items = [{ variantId: shop.mug, quantity: 2 }];
    const bad = await preview({ ...tenth, effect: { type: 'percent', rate: -1 } }, { items });
    expect([bad.status, bad.body.errors?.[0]?.field]).toEqual([422, 'effect.rate']);
    const none = [{ variantId: '00000000-0000-7000-8000-000000000000', quantity: 1 }];
    expect((await preview(tenth, { items: none })).body.code).toBe('catalogue.variant-not-found');
    expect((await preview(tenth, { items, currency: 'EUR' })).body.code).toBe('pricing.no-price');
  });
});
