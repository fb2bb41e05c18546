import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { pino } from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';

let shop: Shop;
let admin: Record<string, string>;
let lines: string[];
beforeEach(async () => {
  lines = [];
  shop = await openShop({ logger: pino({}, { write: (line) => lines.push(line) }) });
  admin = shop.as('admin');
});
const url = '/api/v1/admin/api-keys';
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const create = (body: object, headers = admin) => shop.call('POST', url, { headers, body });
const keyWith = async (...permissions: readonly string[]) => {
  const { status, body } = await create({ name: 'Warehouse', permissions });
  expect(status).toBe(201);
  return body as { readonly id: string; readonly key: string };
};
const list = async () => (await shop.call('GET', url, { headers: admin })).body.data;
const orders = (key: string) => shop.call('GET', '/api/v1/admin/orders', { headers: bearer(key) });

describe('an API key', () => {
  it('does what its permissions say and nothing else', async () => {
    const { key } = await keyWith('orders.read');
    expect(key).toMatch(/^cwk_[\w-]{43}$/u);
    expect((await orders(key)).status).toBe(200);
    const refused = await shop.call('GET', '/api/v1/admin/users', { headers: bearer(key) });
    expect([refused.status, refused.body.code]).toEqual([403, 'auth.forbidden']);
  });

  it('is shown once, and stored as a digest', async () => {
    const { id, key } = await keyWith('orders.read');
    expect(await list()).toEqual([
      {
        id,
        name: 'Warehouse',
        permissions: ['orders.read'],
        createdBy: expect.any(String),
        createdAt: shop.clock.now(),
        expiresAt: null,
        lastUsedAt: null,
      },
    ]);
    await orders(key);
    expect(JSON.stringify([...shop.store.committed().apiKeys.values()])).not.toContain(key);
    expect(lines.join('')).not.toContain(key);
    expect(lines.join('')).toContain('api-key.created');
  });

  it('is listed with its last use, and named in the log of what it did', async () => {
    const { id, key } = await keyWith('orders.read');
    shop.clock.advance(5_000);
    await orders(key);
    expect((await list())[0].lastUsedAt).toBe(shop.clock.now());
    expect(lines.map((line) => JSON.parse(line)).filter(({ apiKeyId }) => apiKeyId === id)).toMatchObject([
      { route: '/api/v1/admin/orders', status: 200 },
    ]);
  });

  it('ends at once when it is revoked', async () => {
    const { id, key } = await keyWith('orders.read');
    await orders(key);
    const revoke = () => shop.call('DELETE', `${url}/${id}`, { headers: admin });
    expect((await revoke()).status).toBe(204);
    const { status, body } = await orders(key);
    expect([status, body.code]).toEqual([401, 'auth.token-invalid']);
    expect((await revoke()).body).toMatchObject({ status: 404, code: 'api-key.not-found' });
    expect(lines.join('')).toContain('api-key.revoked');
  });

  it('expires', async () => {
    const expiresAt = new Date(Date.parse(shop.clock.now()) + 60_000).toISOString();
    const { body } = await create({ name: 'Till', permissions: ['orders.read'], expiresAt });
    expect(body.expiresAt).toBe(expiresAt);
    expect((await orders(body.key)).status).toBe(200);
    shop.clock.advance(60_000);
    expect((await orders(body.key)).status).toBe(401);
    const late = await create({ name: 'Till', permissions: [], expiresAt });
    expect([late.status, late.body.code]).toEqual([400, 'api-key.expired']);
    const params = { minimum: shop.clock.now() };
    expect(late.body.errors).toMatchObject([{ field: 'expiresAt', code: 'out-of-range', params }]);
    for (const impossible of ['2027-02-30T00:00:00Z', '2026-13-45T00:00:00Z']) {
      const refused = await create({ name: 'Till', permissions: [], expiresAt: impossible });
      expect(refused.body.errors).toMatchObject([{ field: 'expiresAt', code: 'format' }]);
    }
  });

  it('has no permission that its maker lacks, then or later', async () => {
    const { user, headers } = await shop.register();
    const give = (role: string) =>
      shop.call('PATCH', `/api/v1/admin/users/${user.id}`, { headers: admin, body: { role } });
    const body = { name: 'machines', permissions: ['api-keys.manage', 'orders.read'] };
    await shop.call('POST', '/api/v1/admin/roles', { headers: admin, body });
    await give('machines');
    const beyond = await create({ name: 'x', permissions: ['orders.read', 'shop.edit'] }, headers);
    expect([beyond.status, beyond.body.code, beyond.body.permissions]).toEqual([
      403,
      'auth.permission-not-held',
      ['shop.edit'],
    ]);
    const { key } = (await create({ name: 'x', permissions: ['orders.read'] }, headers)).body;
    expect((await orders(key)).status).toBe(200);
    await give('customer');
    expect((await orders(key)).status).toBe(403);
    await shop.call('PATCH', `/api/v1/admin/users/${user.id}`, { headers: admin, body: { disabled: true } });
    expect((await orders(key)).status).toBe(401);
  });

  it('makes no other key', async () => {
    const { key } = await keyWith('api-keys.manage');
    const { status, body } = await create({ name: 'x', permissions: [] }, bearer(key));
    expect([status, body.code]).toEqual([403, 'auth.forbidden']);
    expect((await shop.call('GET', url, { headers: bearer(key) })).status).toBe(200);
  });

  it('reaches nothing that belongs to its maker', async () => {
    const { key } = await keyWith('orders.read', 'users.manage');
    for (const path of ['/me', '/me/orders', '/me/sessions', '/me/addresses', '/me/export']) {
      const { status, body } = await shop.call('GET', `/api/v1${path}`, { headers: bearer(key) });
      expect([path, status, body.code]).toEqual([path, 403, 'auth.forbidden']);
    }
    const ended = await shop.call('POST', '/api/v1/auth/logout-all', { headers: bearer(key), body: {} });
    expect(ended.status).toBe(403);
  });

  it('buys as a guest does', async () => {
    const { key } = await keyWith();
    const cart = await shop.call('POST', '/api/v1/carts', { headers: bearer(key), body: {} });
    expect([cart.status, typeof cart.body.token]).toEqual([201, 'string']);
    const headers = { ...bearer(key), 'idempotency-key': 'one' };
    const body = {
      items: [{ variantId: shop.mug, quantity: 1 }],
      email: 'ada@example.com',
      shippingAddress: address,
    };
    const order = await shop.call('POST', '/api/v1/orders', { headers, body });
    expect([order.status, typeof order.body.token]).toEqual([201, 'string']);
  });

  it('manages users within its permissions, and the log names the key', async () => {
    const { id, key } = await keyWith('users.manage');
    const { user } = await shop.register();
    const give = (role: string) =>
      shop.call('PATCH', `/api/v1/admin/users/${user.id}`, { headers: bearer(key), body: { role } });
    expect((await give('admin')).body.code).toBe('auth.permission-not-held');
    expect((await give('customer')).status).toBe(200);
    expect(lines.map((line) => JSON.parse(line)).find(({ event }) => event === 'user.changed')).toMatchObject({
      apiKeyId: id,
    });
  });

  it.each(['cwk_', 'cwk_wrong', `cwk_${'x'.repeat(43)}`, `CWK_${'x'.repeat(43)}`])('is not %j', async (key) => {
    const { status, body } = await orders(key);
    expect([status, body.code]).toEqual([401, 'auth.token-invalid']);
  });

  it.each([
    {},
    { name: 'x' },
    { name: '', permissions: [] },
    { name: 'x', permissions: ['orders.burn'] },
    { name: 'x', permissions: [], expiresAt: 'soon' },
    { name: 'x', permissions: [], key: 'cwk_mine' },
    { name: 'x', permissions: [], id: '00000000-0000-7000-8000-000000000001' },
    { name: 'x', permissions: [], userId: '00000000-0000-7000-8000-000000000001' },
    JSON.parse('{"name":"x","permissions":[],"__proto__":{"permissions":["users.manage"]}}') as object,
  ])('is not made from %j', async (body) => {
    expect((await create(body)).status).toBe(400);
    expect(await list()).toEqual([]);
  });
});

describe('the limit of an API key', () => {
  it('is its own: neither its address nor another key uses it up', async () => {
    shop = await openShop({}, { requestsPerMinute: 5 });
    admin = shop.as('admin');
    const [first, second] = [await keyWith('orders.read'), await keyWith('orders.read')];
    for (let used = 0; used < 5; used += 1) expect((await orders(first.key)).status).toBe(200);
    const limited = await orders(first.key);
    expect([limited.status, limited.body.code]).toEqual([429, 'request.rate-limited']);
    expect(limited.headers).toHaveProperty('retry-after');
    const other = await orders(second.key);
    expect([other.status, other.headers['ratelimit-remaining']]).toEqual([200, '4']);
    expect((await shop.call('GET', '/api/v1/shop')).status).toBe(200);
  });

  it('is that of the address for wrong keys', async () => {
    shop = await openShop({}, { requestsPerMinute: 3 });
    const answers = [];
    for (let tried = 0; tried < 4; tried += 1) answers.push((await orders(`cwk_${tried}`)).status);
    expect(answers).toEqual([401, 401, 401, 429]);
    expect((await shop.call('POST', '/api/v1/auth/refresh', { headers: bearer('cwk_1'), body: {} })).status).toBe(429);
  });
});
