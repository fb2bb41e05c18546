import { erasedEmail } from '@cartwright/application';
import { paidOrder } from '../../../../testing/paid-order.js';
import { address, openShop, type Shop } from '../../../../testing/shop-over-http.js';
import { beforeEach, describe, expect, it } from 'vitest';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

const password = 'correct horse';
let keys = 0;
const place = async (headers: Record<string, string>, email?: string) => {
  const { body, status, text } = await shop.call('POST', '/api/v1/orders', {
    headers: { ...headers, 'idempotency-key': `key-${(keys += 1)}` },
    body: { items: [{ variantId: shop.mug, quantity: 1 }], shippingAddress: address, ...(email ? { email } : {}) },
  });
  if (status !== 201) throw new Error(text);
  return body;
};
const cancel = (id: string) =>
  shop.call('POST', `/api/v1/orders/${id}/cancel`, {
    headers: shop.as('admin'),
    body: { reason: 'Ada Lovelace asked for it' },
  });
const deleteMe = (headers: Record<string, string>, given = password) =>
  shop.call('DELETE', '/api/v1/me', { headers, body: { password: given } });
const erase = (id: string) => shop.call('POST', `/api/v1/admin/users/${id}/erase`, { headers: shop.as('admin') });
const eraseGuest = (email: string) =>
  shop.call('POST', '/api/v1/admin/customers/erase', { headers: shop.as('admin'), body: { email } });
const stored = (): string =>
  JSON.stringify(shop.store.committed(), (_key, value: unknown) => (value instanceof Map ? [...value] : value));

describe('GET /me/export', () => {
  it('returns all that is stored about its caller, without secrets', async () => {
    const { user, headers } = await shop.register();
    const order = await place(headers);
    await shop.call('POST', '/api/v1/me/addresses', { headers, body: { ...address, postalCode: 'SW1Y 4JH' } });
    await shop.call('PATCH', '/api/v1/me', { headers, body: { marketingConsent: true, locale: 'en-GB' } });
    const { status, body, text, headers: answered } = await shop.call('GET', '/api/v1/me/export', { headers });
    expect(status).toBe(200);
    expect(answered['cache-control']).toBe('no-store');
    expect(body).toMatchObject({
      user: { id: user.id, email: 'ada@example.com', name: 'Ada' },
      groups: ['regular'],
      consents: { marketing: true },
      profile: { locale: 'en-GB' },
      orders: [{ number: order.number, shippingAddress: { line1: address.line1 }, payments: [], refunds: [] }],
      addresses: [{ address: { fullName: address.fullName } }],
      sessions: [{ userId: user.id }],
    });
    expect(text).not.toMatch(/passwordHash|digest|argon/iu);
  });

  it('has a guest’s orders of the same e-mail only once that is verified', async () => {
    const guests = await place({}, 'ada@example.com');
    const { user, headers } = await shop.register();
    const orders = async () => (await shop.call('GET', '/api/v1/me/export', { headers })).body.orders;
    expect(await orders()).toEqual([]);
    const account = shop.store.committed().users.get(user.id);
    if (account === undefined) throw new Error('the account exists');
    shop.store.committed().users.set(user.id, { ...account, emailVerifiedAt: shop.clock.now() });
    expect((await orders()).map(({ id }: { id: string }) => id)).toEqual([guests.id]);
  });
});

describe('DELETE /me', () => {
  it('asks for the password', async () => {
    const { headers } = await shop.register();
    expect(await deleteMe(headers, 'another one')).toMatchObject({
      status: 403,
      body: { code: 'auth.password-wrong' },
    });
    expect((await shop.call('GET', '/api/v1/me', { headers })).status).toBe(200);
  });

  it('is refused while an order is open, with its id, and then changes nothing', async () => {
    const { headers } = await shop.register();
    const { id } = await place(headers);
    const before = stored();
    expect(await deleteMe(headers)).toMatchObject({
      status: 409,
      body: { code: 'erasure.orders-open', orderIds: [id] },
    });
    expect(stored()).toBe(before);
  });

  it('leaves sums, country and region of orders, and nothing of the person', async () => {
    const { headers, user } = await shop.register();
    await shop.call('POST', '/api/v1/me/addresses', { headers, body: { ...address, postalCode: 'SW1Y 4JH' } });
    const order = await place(headers);
    await cancel(order.id);
    expect((await deleteMe(headers)).status).toBe(204);
    expect((await shop.call('GET', '/api/v1/me', { headers })).status).toBe(401);
    for (const trace of ['ada@example.com', 'Ada Lovelace', address.line1]) expect(stored()).not.toContain(trace);
    const { body } = await shop.call('GET', `/api/v1/orders/${order.id}`, { headers: shop.as('support') });
    expect(body).toMatchObject({
      number: order.number,
      status: 'cancelled',
      shippingAddress: { fullName: '', line1: '', country: 'GB' },
      pricing: order.pricing,
    });
    expect(shop.store.committed().users.has(user.id)).toBe(false);
  });

  it('leaves a guest’s orders of an e-mail that is not verified: it may be somebody else’s', async () => {
    const guests = await place({}, 'ada@example.com');
    await cancel(guests.id);
    const { headers } = await shop.register();
    expect((await deleteMe(headers)).status).toBe(204);
    expect(shop.store.committed().orders.get(guests.id)?.order.email).toBe('ada@example.com');
  });

  it('keeps the last admin', async () => {
    expect(await erase('00000000-0000-7000-8000-0000000000ad')).toMatchObject({
      status: 409,
      body: { code: 'user.last-admin' },
    });
  });
});

describe('POST /admin/users/:id/erase', () => {
  it('erases the orders that the user placed as a guest, too, and answers a repeat alike', async () => {
    const guests = await place({}, 'Ada@example.com');
    const { user, headers } = await shop.register();
    expect((await erase(user.id)).body).toMatchObject({ code: 'erasure.orders-open', orderIds: [guests.id] });
    await cancel(guests.id);
    expect((await erase(user.id)).status).toBe(204);
    expect(stored()).not.toMatch(/ada@example\.com/iu);
    expect((await shop.call('GET', '/api/v1/me', { headers })).status).toBe(401);
    expect((await erase(user.id)).status).toBe(204);
  });

  it('knows nobody whose id was never given', async () => {
    expect(await erase('00000000-0000-7000-8000-00000000dead')).toMatchObject({
      status: 404,
      body: { code: 'user.not-found' },
    });
  });
});

describe('POST /admin/customers/erase', () => {
  it('erases who has ordered as a guest, by any spelling of the e-mail, and leaves an account of it', async () => {
    const guests = await place({}, 'Ada@münchen.example');
    await cancel(guests.id);
    const { user } = await shop.register('ada@xn--mnchen-3ya.example');
    const other = await place({}, 'bob@münchen.example');
    expect((await eraseGuest('ada@xn--mnchen-3ya.example')).status).toBe(204);
    const { orders, users } = shop.store.committed();
    expect(orders.get(guests.id)?.order.shippingAddress?.fullName).toBe('');
    expect(orders.get(other.id)?.order.shippingAddress?.fullName).toBe(address.fullName);
    expect(users.has(user.id)).toBe(true);
    const listed = await shop.call('GET', '/api/v1/admin/customers', { headers: shop.as('support') });
    expect(listed.text).not.toContain('erased');
  });

  it('is refused while an order of the guest is open, with its id, and then changes nothing', async () => {
    const closed = await place({}, 'grace@example.com');
    await cancel(closed.id);
    const open = await paidOrder(shop);
    const before = stored();
    expect(await eraseGuest('Grace@example.com')).toMatchObject({
      status: 409,
      body: { code: 'erasure.orders-open', orderIds: [open.id] },
    });
    expect(stored()).toBe(before);
    await cancel(open.id);
    expect((await eraseGuest('Grace@example.com')).status).toBe(204);
    const { orders } = shop.store.committed();
    expect([orders.get(closed.id), orders.get(open.id)]).toMatchObject([
      { order: { email: erasedEmail } },
      { order: { email: erasedEmail } },
    ]);
  });

  it('answers a repeat, and an e-mail that nobody has, alike', async () => {
    for (const email of ['nobody@example.com', 'nobody@example.com'])
      expect((await eraseGuest(email)).status).toBe(204);
  });

  it('leaves the invoice of a paid order as it was issued', async () => {
    const order = await paidOrder(shop);
    const invoice = async () =>
      (await shop.call('GET', `/api/v1/orders/${order.id}/invoice.pdf`, { headers: shop.as('support') })).text;
    await cancel(order.id);
    const before = await invoice();
    expect((await eraseGuest('grace@example.com')).status).toBe(204);
    expect(shop.store.committed().orders.get(order.id)?.order.email).not.toContain('grace');
    expect(await invoice()).toBe(before);
  });
});
