import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

const path = '/api/v1/admin/customers';
const support = () => shop.as('support');
const order = (body: object, headers: Record<string, string> = {}) =>
  shop.call('POST', '/api/v1/orders', {
    headers: { ...headers, 'idempotency-key': randomUUID() },
    body: { items: [{ variantId: shop.mug, quantity: 1 }], shippingAddress: address, ...body },
  });

describe('the list of customers', () => {
  it('is for support and admin alone', async () => {
    const { headers } = await shop.register();
    for (const [caller, status] of [
      [{}, 401],
      [headers, 403],
      [shop.as('editor'), 403],
      [support(), 200],
      [shop.as('admin'), 200],
    ] as const) {
      expect((await shop.call('GET', path, { headers: caller })).status).toBe(status);
    }
  });

  it('has customers and guests with what they ordered', async () => {
    const { headers, user } = await shop.register();
    await order({}, headers);
    await order({ email: 'guest@example.com' });
    const { body } = await shop.call('GET', path, { headers: support() });
    const facts = { orders: 1, totalSpent: [{ amount: 0, currency: 'USD' }], lastOrderAt: shop.clock.now() };
    expect(body).toEqual({
      data: [
        { id: user.id, email: 'ada@example.com', name: 'Ada', groups: ['regular'], ...facts },
        { email: 'guest@example.com', name: address.fullName, groups: ['guest'], ...facts },
      ],
      meta: { page: 1, limit: 20, total: 2, totalPages: 1 },
    });
    const found = await shop.call('GET', `${path}?search=GUEST`, { headers: support() });
    expect(found.body.data).toMatchObject([{ email: 'guest@example.com' }]);
    expect((await shop.call('GET', `${path}?sort=name`, { headers: support() })).status).toBe(400);
  });
});

describe('one customer', () => {
  it('is shown with profile and address book', async () => {
    const { headers, user } = await shop.register();
    const saved = await shop.call('POST', '/api/v1/me/addresses', {
      headers,
      body: { ...address, postalCode: 'SW1Y 4JH' },
    });
    await shop.call('PATCH', '/api/v1/me', { headers, body: { locale: 'en-GB' } });
    const { status, body } = await shop.call('GET', `${path}/${user.id}`, { headers: support() });
    expect([status, body]).toMatchObject([
      200,
      { id: user.id, orders: 0, locale: 'en-GB', marketingConsent: false, addresses: [saved.body] },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/password|hash/iu);
    const etag = async () => (await shop.call('GET', `${path}/${user.id}`, { headers: support() })).headers['etag'];
    const before = await etag();
    expect([before, await etag()]).toEqual([expect.stringMatching(/^"[\w-]+"$/u), before]);
    await order({}, headers);
    expect(await etag()).not.toBe(before);
  });

  it('is 404 for an unknown id', async () => {
    const { status, body } = await shop.call('GET', `${path}/${randomUUID()}`, { headers: support() });
    expect([status, body.code]).toEqual([404, 'customer.not-found']);
  });
});
