import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { beforeAll, expect, it } from 'vitest';

type Operation = { readonly requestBody?: object; readonly parameters?: readonly { readonly name: string }[] };
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

let shop: Shop;
let operations: readonly (readonly [method: Method, path: string, operation: Operation])[];
beforeAll(async () => {
  shop = await openShop({}, { requestsPerMinute: 1_000_000 });
  const { paths } = (await shop.call('GET', '/openapi.json')).body as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [method.toUpperCase() as Method, path, operation] as const),
  );
});

const named = ([method, path]: readonly [string, string, ...unknown[]]): string => `${method} ${path}`;
const withIds = (path: string): string => path.replaceAll(/\{[^}]+\}/gu, shop.mug);

it('each operation without a body refuses what a body contains', async () => {
  const wrong: string[] = [];
  const without = operations.filter(([, , { requestBody }]) => requestBody === undefined);
  for (const operation of without) {
    const [method, path] = operation;
    const call = (body: object) => shop.call(method, withIds(path), { headers: shop.as('admin'), body });
    const { status, text, body } = await call({ misplaced: 1 });
    // A page says it in words of its own.
    const isNamed = text.startsWith('<!doctype html>') || body.errors?.[0]?.code === 'unknown';
    if (status !== 400 || !isNamed) wrong.push(`${named(operation)}: ${status}`);
  }
  expect(without.length).toBeGreaterThan(60);
  expect(wrong).toEqual([]);
});

it('an operation without a body takes an empty object for none', async () => {
  const { headers } = await shop.register();
  for (const body of [{}, undefined]) {
    const begun = await shop.call('POST', '/api/v1/me/totp', { headers, ...(body === undefined ? {} : { body }) });
    expect(begun.status).toBe(201);
  }
});

/** Changed by a difference, or without an entity tag of their own: no tag holds for them. */
const untagged: ReadonlySet<string> = new Set([
  'DELETE /api/v1/admin/api-keys/{id}',
  'DELETE /api/v1/admin/users/{id}/totp',
  'DELETE /api/v1/admin/variants/{id}/file',
  'PATCH /api/v1/admin/variants/{id}/stock',
  'PUT /api/v1/admin/variants/{id}/file',
]);

it('each change of a resource by staff honours If-Match', async () => {
  const writes = operations.filter(
    ([method, path]) => ['PATCH', 'PUT', 'DELETE'].includes(method) && /^\/api\/v1\/admin\/.*\{/u.test(path),
  );
  const takesTag = ([, , { parameters = [] }]: (typeof writes)[number]): boolean =>
    parameters.some(({ name }) => name === 'If-Match');
  expect(
    writes
      .filter((write) => !takesTag(write))
      .map(named)
      .toSorted(),
  ).toEqual([...untagged]);
});

it('a write to a resource without an entity tag is refused when it requires one', async () => {
  const headers = shop.as('admin');
  const made = await shop.call('POST', '/api/v1/admin/api-keys', { headers, body: { name: 'Till', permissions: [] } });
  const revoke = (tag: string) =>
    shop.call('DELETE', `/api/v1/admin/api-keys/${made.body.id}`, { headers: { ...headers, 'if-match': tag } });
  const refused = await revoke('"1"');
  expect([refused.status, refused.body.code]).toEqual([412, 'request.condition-unsupported']);
  expect((await revoke('*')).status).toBe(204);
});

it('a user whom another admin has changed in the meantime is not changed', async () => {
  const { user } = await shop.register('bob@example.com');
  const url = `/api/v1/admin/users/${user.id}`;
  const admin = shop.as('admin');
  const { etag } = (await shop.call('GET', url, { headers: admin })).headers;
  const promote = () =>
    shop.call('PATCH', url, { headers: { ...admin, 'if-match': String(etag) }, body: { role: 'viewer' } });
  const changed = await promote();
  expect([changed.status, changed.headers['etag'] === etag]).toEqual([200, false]);
  const stale = await promote();
  expect([stale.status, stale.body.code]).toEqual([412, 'user.stale']);
});
