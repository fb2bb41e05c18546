import { allPermissions, may, type Permission, type Role } from '@cartwright/application';
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { beforeAll, describe, expect, it } from 'vitest';

type Operation = {
  readonly security: readonly Readonly<Record<string, unknown>>[];
  readonly 'x-permission'?: Permission;
};
type Caller = 'anonymous' | 'guest' | 'another customer' | 'API key' | 'packer' | Role;
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** `packer` is a role that the shop defines. */
const callers: readonly Caller[] = [
  'anonymous',
  'guest',
  'customer',
  'another customer',
  'viewer',
  'support',
  'editor',
  'admin',
  'API key',
  'packer',
];
/** What the API key and the role of the shop grant. */
const granted: Readonly<Partial<Record<Caller, readonly Permission[]>>> = {
  'API key': ['catalogue.edit'],
  packer: ['orders.read', 'orders.fulfil'],
};
let shop: Shop;
let key: string;
let operations: readonly (readonly [method: Method, path: string, operation: Operation])[];
beforeAll(async () => {
  shop = await openShop();
  const { paths } = (await shop.call('GET', '/openapi.json')).body as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [method.toUpperCase() as Method, path, operation] as const),
  );
  const headers = shop.as('admin');
  const made = await shop.call('POST', '/api/v1/admin/api-keys', {
    headers,
    body: { name: 'Import', permissions: granted['API key'] },
  });
  key = made.body.key;
  await shop.call('POST', '/api/v1/admin/roles', { headers, body: { name: 'packer', permissions: granted.packer } });
});

const isRole = (caller: Caller): caller is Role => !['another customer', 'API key', 'packer'].includes(caller);

/** Whether the document admits the caller. The resource may still be absent, or belong to another. */
const isAdmitted = (caller: Caller, { security, 'x-permission': permission }: Operation): boolean => {
  const isForAnyone = security.length === 0 || security.some((each) => Object.keys(each).length === 0);
  if (isForAnyone) return true;
  if (caller === 'anonymous' || caller === 'guest') return false;
  // What belongs to a user is no program's.
  if (permission === undefined) return caller !== 'API key';
  return isRole(caller) ? may(caller, permission) : (granted[caller] ?? []).includes(permission);
};

/** Signed in anew each time: some operations end the session. */
const headersOf = (caller: Caller): Record<string, string> => {
  switch (caller) {
    case 'anonymous':
      return {};
    case 'guest':
      return { 'x-cart-token': 'secret' };
    case 'API key':
      return { authorization: `Bearer ${key}` };
    case 'another customer':
      return shop.as('customer', '00000000-0000-7000-8000-0000000000bb');
    case 'packer':
      return shop.as('packer', '00000000-0000-7000-8000-0000000000bc');
    default:
      return shop.as(caller);
  }
};

describe('each operation of the document', () => {
  it('states who may call it: everyone, users, or a permission', () => {
    const admin = operations.filter(([, path]) => path.startsWith('/api/v1/admin/'));
    expect(admin.length).toBeGreaterThan(15);
    const unguarded = admin.filter(([, , operation]) => operation['x-permission'] === undefined);
    expect(unguarded.map(([method, path]) => `${method} ${path}`)).toEqual([]);
    const unknown = operations.filter(([, , operation]) => {
      const { 'x-permission': permission } = operation;
      return permission !== undefined && !allPermissions.includes(permission);
    });
    expect(unknown).toEqual([]);
  });

  it.each(callers)('admits or refuses %s as it states', async (caller) => {
    const wrong: string[] = [];
    for (const [method, path, operation] of operations) {
      if (method === 'GET' && /metrics|docs/u.test(path)) continue;
      // The caller's own key or role would otherwise be gone for the operations after it.
      const url = path.replaceAll(/\{[^}]+\}/gu, shop.mug);
      const { status, body } = await shop.call(method, url, {
        headers: headersOf(caller),
        ...(method === 'GET' ? {} : { body: {} }),
      });
      // A wrong login is a 401 of its own, behind the door.
      const isRefused = ['auth.token-missing', 'auth.token-invalid', 'auth.forbidden'].includes(body?.code);
      if (isRefused === isAdmitted(caller, operation) || status >= 500)
        wrong.push(`${method} ${path}: ${status} ${body?.code}`);
      if (isRefused && status !== (caller === 'anonymous' || caller === 'guest' ? 401 : 403))
        wrong.push(`${method} ${path}: ${status}`);
    }
    expect(wrong).toEqual([]);
  });
});
