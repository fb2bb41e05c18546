import { allPermissions } from '@cartwright/application';
import {
  callers,
  inviteCallers,
  isAdmitted,
  refusals,
  type Caller,
  type GuardedOperation,
} from '@cartwright/adapters/testing/api-clients/callers';
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { beforeAll, describe, expect, it } from 'vitest';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

let shop: Shop;
let headersOf: (caller: Caller) => Record<string, string>;
let operations: readonly (readonly [method: Method, path: string, operation: GuardedOperation])[];
beforeAll(async () => {
  shop = await openShop();
  const { paths } = (await shop.call('GET', '/openapi.json')).body as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, GuardedOperation>>>>;
  };
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [method.toUpperCase() as Method, path, operation] as const),
  );
  headersOf = await inviteCallers(shop);
});

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
      const isRefused = refusals.includes(body?.code);
      if (isRefused === isAdmitted(caller, operation) || status >= 500)
        wrong.push(`${method} ${path}: ${status} ${body?.code}`);
      if (isRefused && status !== (caller === 'anonymous' || caller === 'guest' ? 401 : 403))
        wrong.push(`${method} ${path}: ${status}`);
    }
    expect(wrong).toEqual([]);
  });
});
