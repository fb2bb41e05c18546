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

/** Why no entity tag holds for them. */
const untagged: Readonly<Record<string, string>> = {
  'DELETE /api/v1/admin/api-keys/{id}': 'a key never changes',
  'DELETE /api/v1/admin/users/{id}/totp': 'what it removes is not read by anybody',
  'PATCH /api/v1/admin/stock': 'a difference holds for whatever is there',
  'PATCH /api/v1/admin/variants/{id}/stock': 'a difference holds for whatever is there',
  'POST /api/v1/admin/jobs/failed/{id}/retry': 'it runs what it names',
  'POST /api/v1/admin/jobs/{name}/pause': 'a repeat changes nothing',
  'POST /api/v1/admin/jobs/{name}/resume': 'a repeat changes nothing',
  'POST /api/v1/admin/jobs/{name}/run': 'it changes no job',
  'POST /api/v1/admin/orders/{id}/mails': 'it changes no order',
  'POST /api/v1/admin/promotions/{id}/codes': 'it adds codes',
  'POST /api/v1/admin/users/{id}/erase': 'whatever is there goes',
  'POST /api/v1/admin/users/{id}/invitation': 'it changes no user',
  'POST /api/v1/admin/webhooks/{id}/deliveries/{deliveryId}/redeliver': 'it changes no webhook',
};

it('each change of a cart or by staff honours If-Match, unless no entity tag can hold for it', () => {
  // A POST without a parameter in its path makes something new, or runs a job.
  const changes = operations.filter(
    ([method, path]) =>
      /^\/api\/v1\/(admin|carts)\b/u.test(path) && method !== 'GET' && (method !== 'POST' || path.includes('{')),
  );
  const others = changes
    .filter(([, , { parameters = [] }]) => parameters.every(({ name }) => name !== 'If-Match'))
    .map(named);
  expect(others.toSorted()).toEqual(Object.keys(untagged).toSorted());
});

it('each of the others is refused when it requires an entity tag, before it changes anything', async () => {
  const bodies: Readonly<Record<string, object>> = {
    'PATCH /api/v1/admin/stock': { reason: 'found', items: [{ variantId: shop.mug, delta: 5 }] },
    'PATCH /api/v1/admin/variants/{id}/stock': { delta: 5, reason: 'found' },
    'POST /api/v1/admin/orders/{id}/mails': { mail: 'order-confirmation' },
    'POST /api/v1/admin/promotions/{id}/codes': { count: 1, prefix: 'A-' },
  };
  const units = () => JSON.stringify([...shop.store.committed().variants.values()]);
  const before = units();
  for (const each of Object.keys(untagged)) {
    const [method, path] = each.split(' ') as [Method, string];
    const body = bodies[each];
    const answer = await shop.call(method, withIds(path), {
      headers: { ...shop.as('admin'), 'if-match': '"1"' },
      ...(body === undefined ? {} : { body }),
    });
    expect.soft([each, answer.status, answer.body.code]).toEqual([each, 412, 'request.condition-unsupported']);
  }
  expect(units()).toBe(before);
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
