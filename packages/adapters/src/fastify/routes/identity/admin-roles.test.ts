import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { beforeEach, describe, expect, it } from 'vitest';

let shop: Shop;
let admin: Record<string, string>;
beforeEach(async () => {
  shop = await openShop();
  admin = shop.as('admin');
});
const define = (name: string, permissions: readonly string[], headers = admin) =>
  shop.call('POST', '/api/v1/admin/roles', { headers, body: { name, permissions } });
const change = (name: string, permissions: readonly string[], headers = admin) =>
  shop.call('PATCH', `/api/v1/admin/roles/${name}`, { headers, body: { permissions } });
const remove = (name: string) => shop.call('DELETE', `/api/v1/admin/roles/${name}`, { headers: admin });
const give = (id: string, body: object, headers = admin) =>
  shop.call('PATCH', `/api/v1/admin/users/${id}`, { headers, body });
/** Somebody with a role of the shop's own. */
const somebodyWith = async (...permissions: readonly string[]) => {
  expect((await define('manager', permissions)).status).toBe(201);
  const { user, headers } = await shop.register('manager@example.com');
  expect((await give(user.id, { role: 'manager' })).status).toBe(200);
  return { user, headers };
};

describe('roles that a shop defines', () => {
  it('are listed after those that every shop has, viewed, changed and deleted', async () => {
    const created = await define('Packing', ['orders.read', 'orders.fulfil', 'orders.read']);
    expect([created.status, created.headers['location']]).toEqual([201, '/api/v1/admin/roles/Packing']);
    const packing = { name: 'Packing', permissions: ['orders.read', 'orders.fulfil'], builtIn: false };
    expect(created.body).toEqual(packing);
    const { body } = await shop.call('GET', '/api/v1/admin/roles', { headers: admin });
    expect(body.data.map((role: { name: string }) => role.name)).toEqual([
      'customer',
      'viewer',
      'support',
      'editor',
      'admin',
      'Packing',
    ]);
    expect(body.data[0]).toEqual({ name: 'customer', permissions: [], builtIn: true });
    expect((await change('Packing', ['orders.read'])).body.permissions).toEqual(['orders.read']);
    const viewed = await shop.call('GET', '/api/v1/admin/roles/Packing', { headers: admin });
    expect([viewed.body.permissions, viewed.headers['etag']]).toEqual([['orders.read'], '"2"']);
    expect((await remove('Packing')).status).toBe(204);
    expect((await shop.call('GET', '/api/v1/admin/roles/Packing', { headers: admin })).status).toBe(404);
    expect((await remove('Packing')).status).toBe(404);
  });

  it('have a name of their own', async () => {
    await define('Packing', []);
    for (const name of ['Packing', 'packing', ' PACKING ', 'admin', 'Admin']) {
      const { status, body } = await define(name, []);
      expect([name, status, body.code]).toEqual([name, 409, 'role.name-taken']);
    }
  });

  it('grant only permissions that exist', async () => {
    const { status, body } = await define('Packing', ['orders.read', 'orders.burn']);
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      expect.objectContaining({ field: 'permissions.1', code: 'not-allowed', params: { values: expect.any(Array) } }),
    ]);
    expect(body.errors[0].params.values).toContain('orders.fulfil');
  });

  it('that every shop has are neither changed nor deleted', async () => {
    for (const { status, body } of [await change('admin', []), await remove('viewer')])
      expect([status, body.code]).toEqual([409, 'role.built-in']);
  });

  it('are not deleted while somebody has them', async () => {
    const { user } = await somebodyWith('orders.read');
    expect((await remove('manager')).body).toMatchObject({ code: 'role.in-use', status: 409, users: 1 });
    await give(user.id, { role: 'customer' });
    expect((await remove('manager')).status).toBe(204);
  });

  it('let their users do what they say, and no more once they are changed', async () => {
    const { headers } = await somebodyWith('orders.read');
    const orders = async () => (await shop.call('GET', '/api/v1/admin/orders', { headers })).status;
    expect(await orders()).toBe(200);
    expect((await shop.call('GET', '/api/v1/admin/users', { headers })).status).toBe(403);
    await change('manager', ['customers.read']);
    expect(await orders()).toBe(403);
    expect((await shop.call('GET', '/api/v1/admin/customers', { headers })).status).toBe(200);
  });

  it('are given only if they exist', async () => {
    const { user } = await shop.register();
    const { status, body } = await give(user.id, { role: 'emperor' });
    expect([status, body.code]).toEqual([400, 'role.unknown']);
    expect(body.errors).toEqual([
      expect.objectContaining({
        field: 'role',
        code: 'not-allowed',
        params: { values: ['customer', 'viewer', 'support', 'editor', 'admin'] },
      }),
    ]);
  });

  it('are not overwritten by somebody who has not seen the latest', async () => {
    await define('Packing', []);
    const send = (tag: string) =>
      shop.call('PATCH', '/api/v1/admin/roles/Packing', {
        headers: { ...admin, 'if-match': tag },
        body: { permissions: ['orders.read'] },
      });
    expect((await send('"1"')).status).toBe(200);
    expect((await send('"1"')).body).toMatchObject({ status: 412, code: 'role.stale' });
  });

  it.each([
    {},
    { name: 'x' },
    { name: '', permissions: [] },
    { name: 'x', permissions: 'all' },
    { name: 'x', permissions: [], builtIn: true },
    { name: 'x', permissions: [], version: 9 },
  ])('are not defined by %j', async (body) => {
    expect((await shop.call('POST', '/api/v1/admin/roles', { headers: admin, body })).status).toBe(400);
  });
});

describe('somebody who manages users', () => {
  it('cannot grant what they may not do themselves, to others or to themselves', async () => {
    const { user, headers } = await somebodyWith('users.manage', 'orders.read');
    const { user: other } = await shop.register('other@example.com');
    const refused = [
      await give(other.id, { role: 'admin' }, headers),
      await give(user.id, { role: 'admin' }, headers),
      await give(other.id, { role: 'support' }, headers),
      await define('clone', ['users.manage', 'shop.edit'], headers),
      await change('manager', ['users.manage', 'shop.edit'], headers),
    ];
    for (const { status, body } of refused) {
      expect([status, body.code]).toEqual([403, 'auth.permission-not-held']);
      expect(body.permissions).toBeInstanceOf(Array);
    }
    expect((await define('reading', ['orders.read'], headers)).status).toBe(201);
    expect((await give(other.id, { role: 'reading' }, headers)).status).toBe(200);
  });

  it('cannot demote, disable or erase somebody who may do more', async () => {
    const { headers } = await somebodyWith('users.manage');
    const { user: other } = await shop.register('other@example.com');
    await give(other.id, { role: 'admin' });
    for (const body of [{ role: 'customer' }, { disabled: true }])
      expect((await give(other.id, body, headers)).status).toBe(403);
    const erased = await shop.call('POST', `/api/v1/admin/users/${other.id}/erase`, { headers });
    expect(erased.body).toMatchObject({ status: 403, code: 'auth.permission-not-held' });
  });
});
