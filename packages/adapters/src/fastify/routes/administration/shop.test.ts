import { beforeEach, describe, expect, it } from 'vitest';
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
const path = '/api/v1/admin/shop';
const change = (body: object, headers: object = {}) =>
  shop.call('PATCH', path, { headers: { ...shop.as('admin'), ...headers }, body });
const view = async () => (await shop.call('GET', '/api/v1/shop')).body;

describe('the shop', () => {
  it('says to everybody what a storefront needs, and nothing else', async () => {
    await change({ vatNumber: 'GB123456789', withdrawalDays: 30 });
    expect(await view()).toEqual({
      name: 'Mill Lane Pottery',
      currency: 'USD',
      currencies: ['USD'],
      locales: ['en'],
      countries: [],
      taxIncluded: false,
      payment: { methods: ['card', 'checkout'] },
    });
  });

  it('returns 304 to a client that has the current version', async () => {
    const known = (tag: string) => shop.call('GET', '/api/v1/shop', { headers: { 'if-none-match': tag } });
    const { etag } = (await shop.call('GET', '/api/v1/shop')).headers;
    const same = await known(String(etag));
    expect([same.status, same.text, same.headers['cache-control']]).toEqual([304, '', 'no-cache']);
    await change({ name: 'Mill Lane & Sons' });
    expect((await known(String(etag))).status).toBe(200);
  });

  it('is changed field by field, and cleared by null', async () => {
    const bankDetails = { holder: 'Mill Lane Pottery', iban: 'GB33BUKB20201555555555', bic: 'BUKBGB22' };
    const changes = {
      name: 'Mill Lane',
      address: ['2 Mill Lane', 'Ockham'],
      country: 'GB',
      currencies: ['USD', 'GBP'],
      locales: ['en', 'fr-CA'],
      countries: ['GB', 'IE'],
      timeZone: 'Europe/London',
      vatNumber: 'GB123456789',
      bankDetails,
      withdrawalDays: 30,
      lowStockThreshold: 5,
    };
    const changed = await change(changes);
    expect([changed.status, changed.body]).toEqual([200, { ...changes, currency: 'USD' }]);
    expect((await shop.call('GET', path, { headers: shop.as('admin') })).body).toEqual(changed.body);
    expect(await view()).toMatchObject({ name: 'Mill Lane', currencies: ['USD', 'GBP'], countries: ['GB', 'IE'] });
    const { body } = await change({ country: null, countries: null, bankDetails: null });
    expect(['country', 'countries', 'bankDetails'].filter((name) => name in body)).toEqual([]);
    expect(body.name).toBe('Mill Lane');
  });

  it('has an address of lines, which may be sent as one text', async () => {
    const addressAfter = async (address: unknown) => (await change({ address })).body.address;
    expect(await addressAfter('2 Mill Lane\r\n\nOckham')).toEqual(['2 Mill Lane', 'Ockham']);
    expect(await addressAfter('2 Mill Lane, Ockham')).toEqual(['2 Mill Lane, Ockham']);
    expect(await addressAfter(null)).toEqual([]);
    for (const address of ['x'.repeat(201), Array<string>(11).fill('x').join('\n'), 'a\u0007b', [''], 5, {}]) {
      expect((await change({ address })).body.code).toBe('request.invalid');
    }
  });

  it('is charged tax by its country while nobody has said where a cart goes', async () => {
    const zones = [
      { countries: ['GB'], prices: 'inclusive', rates: { standard: 200_000, reduced: 50_000 } },
      { countries: [], prices: 'exclusive', rates: { standard: 0, reduced: 0 } },
    ];
    await shop.call('PUT', '/api/v1/admin/tax-rules', { headers: shop.as('admin'), body: { zones } });
    const cart = await shop.guestCart(1);
    const pricing = async () => (await shop.call('GET', cart.path, { headers: cart.headers })).body.pricing;
    expect([(await pricing()).taxIncluded, (await view()).taxIncluded]).toEqual([false, false]);
    await change({ country: 'GB' });
    expect([(await pricing()).taxIncluded, (await view()).taxIncluded]).toEqual([true, true]);
    expect((await pricing()).taxTotal.amount).toBe(333);
  });

  it.each([
    ['a country that does not exist', { country: 'UK' }, 400, 'request.invalid'],
    ['a time zone that does not exist', { timeZone: 'Europe/Ockham' }, 400, 'request.invalid'],
    ['an unknown currency', { currencies: ['USD', 'XYZ'] }, 422, 'money.unknown-currency'],
    ['other currencies without that of its books', { currencies: ['GBP'] }, 400, 'shop.store-currency-missing'],
    ['another currency of its books', { currency: 'EUR' }, 400, 'request.invalid'],
    ['no name', { name: null }, 400, 'request.invalid'],
    ['an account that is none', { bankDetails: { holder: 'A', iban: '1', bic: '2' } }, 400, 'request.invalid'],
  ])('is not changed to %s', async (_what, body, status, code) => {
    const refused = await change(body);
    expect([refused.status, refused.body.code]).toEqual([status, code]);
    expect(await view()).toMatchObject({ name: 'Mill Lane Pottery', currencies: ['USD'] });
  });

  it('names the field in which the currency of its books is missing', async () => {
    const { body } = await change({ currencies: ['GBP', 'EUR'] });
    expect(body.errors).toEqual([{ field: 'currencies', code: 'required', params: {}, message: 'must contain USD' }]);
  });

  it('is changed only by an admin who has seen it as it is', async () => {
    const seen = { 'if-match': String((await change({ name: 'First' })).headers['etag']) };
    expect((await change({ name: 'Second' }, seen)).status).toBe(200);
    const late = await change({ name: 'Third' }, seen);
    expect([late.status, late.body.code]).toEqual([412, 'shop.stale']);
    for (const role of ['customer', 'support', 'editor'] as const) {
      const answer = await shop.call('PATCH', path, { headers: shop.as(role), body: { name: 'Mine' } });
      expect(answer.status).toBe(403);
    }
  });
});
