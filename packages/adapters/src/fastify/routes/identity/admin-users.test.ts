import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { beforeEach, expect, it } from 'vitest';

let shop: Shop;
let admin: Record<string, string>;
beforeEach(async () => {
  shop = await openShop();
  admin = shop.as('admin');
});
const change = (id: string, body: object, headers = admin) =>
  shop.call('PATCH', `/api/v1/admin/users/${id}`, { headers, body });

it('admins find users by e-mail, name, role and group', async () => {
  const { user } = await shop.register();
  await change(user.id, { groups: ['premium'] });
  const find = async (query: string) =>
    (await shop.call('GET', `/api/v1/admin/users?${query}`, { headers: admin })).body;
  expect(await find('search=ADA@')).toEqual({
    data: [expect.objectContaining({ id: user.id, email: 'ada@example.com', groups: ['premium'], disabled: false })],
    meta: { page: 1, limit: 20, total: 1, totalPages: 1 },
  });
  expect((await find('role=admin')).data).toHaveLength(1);
  expect((await find('group=premium&role=customer')).data).toHaveLength(1);
  const one = await shop.call('GET', `/api/v1/admin/users/${user.id}`, { headers: admin });
  expect([one.status, one.body.email]).toEqual([200, 'ada@example.com']);
  expect((await shop.call('GET', `/api/v1/admin/users/${shop.mug}`, { headers: admin })).status).toBe(404);
  expect((await shop.call('GET', '/api/v1/admin/users?password=x', { headers: admin })).status).toBe(400);
});

it('a user who is given a role has it at once, and loses it at once', async () => {
  const { user, headers } = await shop.register();
  const orders = async () => (await shop.call('GET', '/api/v1/admin/orders', { headers })).status;
  expect(await orders()).toBe(403);
  expect((await change(user.id, { role: 'viewer' })).body.role).toBe('viewer');
  expect(await orders()).toBe(200);
  expect((await change(user.id, { role: 'customer' })).status).toBe(200);
  expect(await orders()).toBe(403);
});

it('a disabled user is signed out and cannot sign in until enabled again', async () => {
  const { user, headers, refreshToken } = await shop.register();
  const logIn = async () =>
    (await shop.call('POST', '/api/v1/auth/login', { body: { email: 'ada@example.com', password: 'correct horse' } }))
      .status;
  expect((await change(user.id, { disabled: true })).body.disabled).toBe(true);
  expect((await shop.call('GET', '/api/v1/me/sessions', { headers })).status).toBe(401);
  expect((await shop.call('POST', '/api/v1/auth/refresh', { body: { refreshToken } })).status).toBe(401);
  expect(await logIn()).toBe(401);
  await change(user.id, { disabled: false });
  expect(await logIn()).toBe(200);
});

it('the groups of a user decide what they pay', async () => {
  shop.store.setPricing({
    ...shop.store.pricing(),
    promotions: [
      {
        id: 'wholesale',
        name: 'Wholesale',
        target: { type: 'order' },
        effect: { type: 'percent', rate: 500_000 },
        conditions: { groups: ['wholesale'] },
      },
    ],
  });
  const { user, headers } = await shop.register();
  const total = async () => {
    const { body } = await shop.call('POST', '/api/v1/orders', {
      headers: { ...headers, 'idempotency-key': String(Math.random()) },
      body: { items: [{ variantId: shop.mug, quantity: 1 }], shippingAddress: address },
    });
    return body.total?.amount ?? body.pricing?.total?.amount;
  };
  const before = await total();
  await change(user.id, { groups: ['wholesale', ' wholesale '] });
  expect((await total()) - before).toBe(-1000);
});

it('the last admin can be neither demoted nor disabled', async () => {
  const { user } = await shop.register();
  const self = '00000000-0000-7000-8000-0000000000ad';
  for (const body of [{ role: 'customer' }, { disabled: true }]) {
    const { status, body: problem } = await change(self, body);
    expect([status, problem.code]).toEqual([409, 'user.last-admin']);
  }
  await change(user.id, { role: 'admin' });
  expect((await change(self, { role: 'customer' })).status).toBe(200);
});

it.each(['customer', 'viewer', 'support', 'editor'] as const)('a %s changes nobody', async (role) => {
  const { user } = await shop.register();
  expect((await change(user.id, { role: 'admin' }, shop.as(role))).status).toBe(403);
});

it.each([
  {},
  { role: 'emperor' },
  { groups: [''] },
  { groups: 'vip' },
  { email: 'x@example.com' },
  { disabled: 'yes' },
])('refuses the change %j', async (body) => {
  const { user } = await shop.register();
  expect((await change(user.id, body)).status).toBe(400);
});
