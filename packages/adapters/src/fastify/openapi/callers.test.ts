import { may, type Permission, type Role } from '@cartwright/application';
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { beforeAll, describe, expect, it } from 'vitest';

type Operation = {
  readonly security: readonly Readonly<Record<string, unknown>>[];
  readonly 'x-permission'?: Permission;
};
type Caller = 'anonymous' | 'guest' | Role;
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const callers: readonly Caller[] = ['anonymous', 'guest', 'customer', 'viewer', 'support', 'editor', 'admin'];
let shop: Shop;
let operations: readonly (readonly [method: Method, path: string, operation: Operation])[];
beforeAll(async () => {
  shop = await openShop();
  const { paths } = (await shop.call('GET', '/openapi.json')).body as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [method.toUpperCase() as Method, path, operation] as const),
  );
});

/** Whether the document admits the caller. The resource may still be absent, or belong to another. */
const isAdmitted = (caller: Caller, { security, 'x-permission': permission }: Operation): boolean => {
  const isForAnyone = security.length === 0 || security.some((each) => Object.keys(each).length === 0);
  if (isForAnyone) return true;
  if (caller === 'anonymous' || caller === 'guest') return false;
  return permission === undefined || may(caller, permission);
};

/** Signed in anew each time: some operations end the session. */
const headersOf = (caller: Caller): Record<string, string> => {
  if (caller === 'anonymous') return {};
  return caller === 'guest' ? { 'x-cart-token': 'secret' } : shop.as(caller);
};

describe('each operation of the document', () => {
  it('states who may call it: everyone, users, or a permission', () => {
    const admin = operations.filter(([, path]) => path.startsWith('/api/v1/admin/'));
    expect(admin.length).toBeGreaterThan(15);
    const unguarded = admin.filter(([, , operation]) => operation['x-permission'] === undefined);
    expect(unguarded.map(([method, path]) => `${method} ${path}`)).toEqual([]);
  });

  it.each(callers)('admits or refuses %s as it states', async (caller) => {
    const wrong: string[] = [];
    for (const [method, path, operation] of operations) {
      if (method === 'GET' && /metrics|docs/u.test(path)) continue;
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
