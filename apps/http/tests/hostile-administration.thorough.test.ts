/** Long because it sends hostile values to each field of each operation that runs the shop, and pairs of requests. */
import { createHash, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  address,
  bearer,
  payOrder,
  shopClient,
  signIn,
  type ShopResponse,
  type ShopClient,
} from '../testing/shop-client.js';
import { startServices, type RunningServices } from '../testing/start-services.js';
import { admin, startProductionShop, type RunningShop } from '../testing/start-shop.js';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type Path = readonly (string | number)[];
type Schema = { readonly properties?: Readonly<Record<string, { readonly type?: string | readonly string[] }>> };
type Body = { readonly content: Readonly<Record<string, { readonly schema: Schema; readonly example?: Json }>> };
type Operation = { readonly operationId: string; readonly requestBody?: Body };

const usd = (amount: number) => ({ amount, currency: 'USD' });
const section =
  /^\/api\/v1\/(admin\/(shop|promotions|shipping-methods|tax-rules|minimum-order-rules|orders|shipments|returns|reconciliations)|orders\/\{id\})/u;
/** Their responses show what they were sent. */
const mirrors: ReadonlySet<string> = new Set([
  'changeShop',
  'addPromotion',
  'changePromotion',
  'addShippingMethod',
  'changeShippingMethod',
  'setTaxRules',
  'setMinimumOrderRules',
]);
const values: readonly Json[] = [
  null,
  '',
  ' ',
  '__proto__',
  'a\0b',
  'x'.repeat(10_000),
  '2026-02-31T00:00:00Z',
  -1,
  0.5,
  2 ** 53,
  1e308,
  [],
  {},
];
const isObject = (value: Json | undefined): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The places in a value, itself included. */
const placesIn = (value: Json, at: Path = []): readonly Path[] => [
  at,
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, each]: [string, Json]) =>
        placesIn(each, [...at, Array.isArray(value) ? Number(name) : name]),
      )
    : []),
];
const valueAt = (value: Json | undefined, path: Path): Json | undefined =>
  path.reduce<Json | undefined>((from, name) => (from as Readonly<Record<string, Json>> | undefined)?.[name], value);
function replaced(value: Json, [name, ...rest]: Path, by: Json): Json {
  if (name === undefined) return by;
  if (Array.isArray(value)) return value.map((each: Json, index) => (index === name ? replaced(each, rest, by) : each));
  const object = value as Readonly<Record<string, Json>>;
  return { ...object, [name]: replaced(object[name] ?? null, rest, by) };
}

/** Hostile bodies made of a good one: each with the place that is odd. */
const hostileBodies = (good: Json): readonly (readonly [at: Path, value: Json])[] =>
  placesIn(good).flatMap((at) => {
    const value = valueAt(good, at);
    const lists = Array.isArray(value) ? [[...value, ...value], Array<Json>(20_000).fill(value[0] ?? 1)] : [];
    const objects = isObject(value) ? [{ ...value, misplaced: 1 }] : [];
    return [...values, ...lists, ...objects].map((odd) => [at, odd] as const);
  });

describe('what runs a shop', () => {
  let services: RunningServices;
  let shop: RunningShop;
  let call: ShopClient;
  let headers: Readonly<Record<string, string>>;
  let variantId: string;
  let operations: readonly (readonly [method: string, path: string, operation: Operation])[];
  beforeAll(async () => {
    services = await startServices();
    shop = await startProductionShop(services);
    call = shopClient(shop.url);
    headers = bearer(await signIn(call, admin));
    const { paths } = (await call('GET', '/openapi.json')).body;
    operations = Object.entries<Readonly<Record<string, Operation>>>(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [method.toUpperCase(), path, operation] as const),
    );
    const charges = [{ currency: 'USD', type: 'flat', amount: usd(500) }];
    await send('POST', '/api/v1/admin/shipping-methods', { name: 'Post', zones: [{ countries: [] }], charges });
    const variants = [{ sku: 'MUG', prices: [{ price: usd(2500) }], stock: 10_000 }];
    const mug = { name: 'Mug', description: 'Holds tea.', status: 'active', variants };
    variantId = (await send('POST', '/api/v1/admin/products', mug)).variants[0].id;
  });
  afterAll(async () => {
    await shop.stop();
    await services.stop();
  });

  const staff = (): Readonly<Record<string, string>> => ({ ...headers, 'idempotency-key': randomUUID() });
  const send = async (method: string, path: string, body: object, own = staff()): Promise<ShopResponse['body']> => {
    const answer = await call(method, path, { headers: own, body });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
    return answer.body;
  };
  const lines = (quantity = 1) => [{ variantId, quantity }];
  /** A guest's order of three mugs that is paid, and perhaps shipped. */
  const bought = async ({ isShipped = false } = {}) => {
    const order = { items: lines(3), email: 'ada@example.com', shippingAddress: address };
    const { id, token } = await send('POST', '/api/v1/orders', order, { 'idempotency-key': randomUUID() });
    const own = { 'x-order-token': String(token) };
    await payOrder(call, id, own);
    const path = `/api/v1/admin/orders/${id}`;
    if (isShipped) await send('POST', `${path}/shipments`, { carrier: 'DHL', trackingNumber: randomUUID() });
    return { id: String(id), token: String(token), own, path, ownPath: `/api/v1/orders/${id}` };
  };
  const announced = async (): Promise<string> => {
    const { ownPath, own } = await bought({ isShipped: true });
    return (await send('POST', `${ownPath}/returns`, { lines: lines(), reason: 'chipped' }, own)).id;
  };
  const promotion = (name = 'A tenth') => ({
    name,
    target: { type: 'order' },
    effect: { type: 'percent', rate: 100_000 },
    conditions: { singleUse: true },
  });
  /** The path of an operation, of something of its own. */
  const pathOf = async (path: string): Promise<string> => {
    if (!path.includes('{')) return path;
    const id = path.includes('/promotions/')
      ? (await send('POST', '/api/v1/admin/promotions', promotion())).id
      : path.includes('/returns/')
        ? await announced()
        : path.includes('/shipping-methods/')
          ? (await call('GET', '/api/v1/admin/shipping-methods', { headers })).body.data[0].id
          : (await bought()).id;
    return path.replaceAll(/\{\w+\}/gu, id);
  };

  it('refuses hostile values by field, shows what it has accepted, and loses nothing', async () => {
    const witness = await bought({ isShipped: true });
    const before = (await call('GET', witness.ownPath, { headers: witness.own })).body;
    const faults: string[] = [];
    let sent = 0;
    for (const [method, template, { operationId, requestBody }] of operations) {
      const good = requestBody?.content['application/json']?.example;
      if (!section.test(template) || good === undefined) continue;
      const path = await pathOf(template);
      const attempt = async ([at, odd]: readonly [Path, Json]): Promise<void> => {
        const answer = await call(method, path, { headers: staff(), body: replaced(good, at, odd) });
        const { status, body } = answer;
        const isRefused = status >= 400 && status < 500 && status !== 429 && status !== 401;
        const isTyped = String(answer.headers['content-type']).includes('problem+json') && body?.code !== undefined;
        // Empty texts count as absent, and `null` clears.
        const isAbsent = odd === '' || odd === null || at.length === 0;
        const isShown = isAbsent || !mirrors.has(operationId) || isDeepStrictEqual(valueAt(body, at), odd);
        // Classes and keys have any names.
        const isUnknown = isObject(odd) && 'misplaced' in odd && !['rates', 'metadata'].includes(String(at.at(-1)));
        const isNamed = !isUnknown || body?.errors?.[0]?.field === [...at, 'misplaced'].join('.');
        sent += 1;
        if ((isRefused && isTyped && isNamed) || (status < 300 && isShown && !isUnknown)) return;
        faults.push(
          `${operationId} ${at.join('.')} ${JSON.stringify(odd).slice(0, 80)}: ${status} ${answer.text.slice(0, 200)}`,
        );
      };
      const bodies = hostileBodies(good);
      // Those that replace one thing wait for each other.
      const concurrency = method === 'PUT' ? 2 : 10;
      for (let first = 0; first < bodies.length; first += concurrency) {
        await Promise.all(bodies.slice(first, first + concurrency).map(attempt));
      }
    }
    expect(sent).toBeGreaterThan(1_500);
    expect(faults).toEqual([]);
    const { status, total, payments, refunds, shipments } = before;
    const after = await call('GET', witness.ownPath, { headers: witness.own });
    expect(after.body).toMatchObject({ status, total, payments, refunds, shipments });
  });

  it('clears each field that may be absent by null, and refuses null for every other', async () => {
    const checked: string[] = [];
    for (const [method, template, { operationId, requestBody }] of operations) {
      const schema = requestBody?.content['application/json']?.schema;
      if (method !== 'PATCH' || !section.test(template) || schema === undefined) continue;
      const path = await pathOf(template);
      const { properties = {} } = resolved(schema);
      for (const [name, { type }] of Object.entries(properties)) {
        const { status, body } = await call('PATCH', path, { headers, body: { [name]: null } });
        const mayClear = Array.isArray(type) && type.includes('null');
        // The visibility has a default, and an address without lines is an empty list.
        const left = name === 'visibility' || (name === 'address' && body[name]?.length === 0) ? undefined : body[name];
        const shown = mayClear ? left : body.errors?.[0]?.field;
        const expected = mayClear ? [200, undefined] : [400, name];
        expect([operationId, name, status, shown]).toEqual([operationId, name, ...expected]);
        checked.push(`${operationId}.${name}`);
      }
    }
    expect(checked.length).toBeGreaterThan(25);
  });
  let document: Readonly<Record<string, unknown>>;
  beforeAll(async () => {
    document = (await call('GET', '/openapi.json')).body;
  });
  /** A schema of the document, by its name. */
  const resolved = (schema: Schema & { readonly $ref?: string }): Schema =>
    schema.$ref === undefined
      ? schema
      : (schema.$ref
          .split('/')
          .slice(1)
          .reduce<unknown>((from, name) => (from as Readonly<Record<string, unknown>>)[name], document) as Schema);

  /** Two requests at the same time. @returns the statuses in ascending order, and the answers */
  const both = async (one: Promise<ShopResponse>, other: Promise<ShopResponse>) => {
    const answers = await Promise.all([one, other]);
    return { answers, statuses: answers.map(({ status }) => status).sort((left, right) => left - right) };
  };

  it.each([
    [
      'the first tax rules',
      'PUT',
      '/api/v1/admin/tax-rules',
      { zones: [{ countries: [], prices: 'inclusive', rates: {} }] },
    ],
    ['the first minimum orders', 'PUT', '/api/v1/admin/minimum-order-rules', { rules: [] }],
    ['the shop', 'PATCH', '/api/v1/admin/shop', { name: 'Mill Lane' }],
  ])('changes %s once when two editors have seen the same', async (_what, method, path, change) => {
    const sql = postgres(services.databaseUrl, { max: 1 });
    await sql`delete from pricing_settings where name in ('tax', 'minimum-order-rules')`;
    await sql.end();
    const tag = String((await call('GET', path, { headers })).headers['etag']);
    const set = () => call(method, path, { headers: { ...headers, 'if-match': tag }, body: change });
    const { statuses } = await both(set(), set());
    // The same content has the same tag, so the second may have seen what the first one made of it.
    expect(statuses[0]).toBe(200);
    expect([200, 412]).toContain(statuses[1]);
    expect((await call(method, path, { headers: { ...headers, 'if-match': '"stale"' }, body: change })).status).toBe(
      412,
    );
  });

  it('refunds the last unit once, under two keys at the same time', async () => {
    const { path } = await bought();
    const refund = () =>
      call('POST', `${path}/refunds`, { headers: staff(), body: { lines: lines(3), reason: 'kept' } });
    const { answers, statuses } = await both(refund(), refund());
    expect(statuses).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('units.not-available');
  });

  it('cancels units, receives a return and withdraws once, when sent twice at the same time', async () => {
    const cut = await bought();
    const cutting = () => call('POST', `${cut.path}/units/cancel`, { headers: staff(), body: { lines: lines(2) } });
    expect((await both(cutting(), cutting())).statuses).toEqual([200, 409]);
    const id = await announced();
    const receive = () => call('POST', `/api/v1/admin/returns/${id}/receive`, { headers, body: { restock: true } });
    const received = await both(receive(), receive());
    expect([received.statuses, received.answers[0].text]).toEqual([[200, 200], received.answers[1].text]);
    const { ownPath, own } = await bought();
    const { confirm } = await send('POST', `${ownPath}/withdrawal`, {}, own);
    const withdraw = () => call('POST', `${ownPath}/withdrawal`, { headers: own, body: { confirm } });
    const withdrawn = await both(withdraw(), withdraw());
    expect([withdrawn.statuses, withdrawn.answers[0].text]).toEqual([[201, 201], withdrawn.answers[1].text]);
    expect((await call('GET', ownPath, { headers: own })).body.withdrawals).toHaveLength(1);
  });

  /** Requests whose key is optional: each with a good body and another one. */
  const keyed: Readonly<
    Record<string, () => Promise<{ path: string; own: object; body: object; other: object; scope: string }>>
  > = {
    'a cancellation': async () => {
      const { ownPath, own, id, token } = await bought();
      return {
        path: `${ownPath}/cancel`,
        own,
        body: { reason: 'late' },
        other: { reason: 'later' },
        scope: guest(id, token),
      };
    },
    'a withdrawal': async () => {
      const { ownPath, own, id, token } = await bought();
      const { confirm } = await send('POST', `${ownPath}/withdrawal`, {}, own);
      return {
        path: `${ownPath}/withdrawal`,
        own,
        body: { confirm },
        other: { confirm: 'another' },
        scope: guest(id, token),
      };
    },
    'the receipt of a return': async () => {
      const path = `/api/v1/admin/returns/${await announced()}/receive`;
      const me = (await call('GET', '/api/v1/me', { headers })).body;
      return { path, own: headers, body: { restock: true }, other: { restock: false }, scope: `user:${me.id}` };
    },
  };
  const guest = (id: string, token: string): string =>
    `guest:${createHash('sha256')
      .update(JSON.stringify(['order', id, token]))
      .digest('base64url')}`;

  it.each(Object.entries(keyed))(
    'answers 409 to %s while the first with its key still runs, then the same',
    async (_name, make) => {
      const { path, own, body, other, scope } = await make();
      const key = randomUUID();
      const post = (sent: object) => call('POST', path, { headers: { ...own, 'idempotency-key': key }, body: sent });
      const sql = postgres(services.databaseUrl, { max: 1 });
      await sql.begin(async (running) => {
        await running`select pg_advisory_xact_lock(hashtextextended(${JSON.stringify([scope, key])}, 0))`;
        expect(await post(body)).toMatchObject({ status: 409, body: { code: 'idempotency.in-progress' } });
      });
      await sql.end();
      const first = await post(body);
      expect([first.status < 300, first.headers['idempotency-replayed']]).toEqual([true, undefined]);
      const again = await post(body);
      expect([again.status, again.text, again.headers['idempotency-replayed']]).toEqual([
        first.status,
        first.text,
        'true',
      ]);
      expect(await post(other)).toMatchObject({ status: 422, body: { code: 'idempotency.key-reused' } });
    },
  );
});
