/** Long because it names every list, over REST and GraphQL. */
import { makeDrizzleUnitOfWork } from '@cartwright/adapters/drizzle/unit-of-work';
import { migrate } from '@cartwright/adapters/drizzle/connection/migrate';
import { buildServer } from '@cartwright/adapters/fastify/build-server';
import { openPostgres } from '@cartwright/adapters/postgres/open-postgres';
import { composeShop, portsOf, type Shop } from '@cartwright/adapters/runtime/compose-shop';
import { readSettings } from '@cartwright/adapters/runtime/settings/settings';
import { uuidIds } from '@cartwright/adapters/system/uuid-ids';
import { startStatementCounter, type StatementCounter } from '@cartwright/adapters/testing/count-statements';
import { createFreshDatabase } from '@cartwright/adapters/testing/fresh-database';
import { makeUseCases, type UnitOfWork } from '@cartwright/application';
import { freeShipping, saveVariant, valueOf } from '@cartwright/application/contracts/sample-shop';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { address, bearer, payAsGuest, payOrder, shopClient, signIn, type ShopClient } from '../testing/shop-client.js';
import { admin } from '../testing/start-shop.js';
import { serverDeps } from './server-deps.js';

/** A list that is read with one row and with a hundred: who reads it, and how many rows an answer has. */
type List = {
  readonly by: 'ada' | 'staff';
  readonly read: { readonly path: string } | { readonly query: string };
  /** The rows of the answer. */
  // oxlint-disable-next-line typescript/no-explicit-any -- each list knows the shape that it asks for
  readonly rows: (body: any) => readonly unknown[];
};

const restLists = [
  ['ada', '/me/orders?limit=100'],
  ['ada', '/me/orders?limit=100&cursor='],
  ['staff', '/admin/orders?limit=100'],
  ['staff', '/admin/orders?limit=100&cursor='],
  ['staff', '/admin/customers?limit=100'],
  ['staff', '/admin/promotions?limit=100'],
  ['staff', '/admin/reviews?limit=100'],
  ['staff', '/admin/posts?limit=100'],
  ['staff', '/admin/products?limit=100'],
  ['staff', '/admin/users?limit=100'],
  ['staff', '/admin/audit-log?limit=100'],
  ['staff', '/admin/audit-log?limit=100&cursor='],
  ['ada', '/posts?limit=100'],
  ['ada', '/posts?limit=100&cursor='],
] as const;

/** Each field that a loader reads, such as the variant of an order's line. */
const loadedFields: Readonly<Record<string, List>> = {
  'product and variant of the lines of a cart': {
    by: 'ada',
    read: { query: '{ cart(id: "CART") { lines { product { slug } variant { sku } } } }' },
    rows: ({ cart }) => cart.lines.filter(({ product, variant }: Line) => product !== null && variant !== null),
  },
  'variant of the lines of an order': {
    by: 'ada',
    read: { query: '{ order(id: "ORDER") { lines { variant { sku } } } }' },
    rows: ({ order }) => loaded(order.lines),
  },
  'variant of the lines of a customer’s orders': {
    by: 'ada',
    read: { query: '{ myOrders(first: 100) { edges { node { lines { variant { sku } } } } } }' },
    rows: ({ myOrders }) => loaded(myOrders.edges.flatMap(({ node }: Edge) => node.lines)),
  },
  'variant of the lines of all orders': {
    by: 'staff',
    read: { query: '{ orders(first: 100) { edges { node { lines { variant { sku } } } } } }' },
    rows: ({ orders }) => loaded(orders.edges.flatMap(({ node }: Edge) => node.lines)),
  },
  'product of variants': {
    by: 'staff',
    read: { query: '{ variants(ids: [VARIANTS]) { product { slug } } }' },
    rows: ({ variants }) => variants.filter(({ product }: Line) => product !== null),
  },
  'variant of the products sold most': {
    by: 'staff',
    read: { query: '{ topProductsReport(first: 100) { edges { node { variant { sku } } } } }' },
    rows: ({ topProductsReport }) => loaded(topProductsReport.edges.map(({ node }: Row) => node)),
  },
  'variant of what is almost sold out': {
    by: 'staff',
    read: { query: '{ lowStockReport(first: 100) { edges { node { variant { sku } } } } }' },
    rows: ({ lowStockReport }) => loaded(lowStockReport.edges.map(({ node }: Row) => node)),
  },
};
type Line = { readonly variant?: object | null; readonly product?: object | null };
type Row = { readonly node: Line };
type Edge = { readonly node: { readonly lines: readonly Line[] } };
const loaded = (lines: readonly Line[]) => lines.filter(({ variant }) => variant !== null);

const lists: Readonly<Record<string, List>> = {
  ...Object.fromEntries(
    restLists.map(([by, path]): readonly [string, List] => [path, { by, read: { path }, rows: ({ data }) => data }]),
  ),
  ...loadedFields,
};

/** What one list has run: its first reading, and the least of more readings, when what is cached was there. */
type Reading = { readonly rows: number; readonly first: number; readonly least: number };

describe('a list on PostgreSQL', () => {
  const ends: (() => Promise<unknown>)[] = [];
  const variantIds: string[] = [];
  const readings = { one: new Map<string, Reading>(), hundred: new Map<string, Reading>() };
  let counter: StatementCounter;
  let shop: Shop;
  let unitOfWork: UnitOfWork;
  let call: ShopClient;
  let headers: Readonly<Record<'ada' | 'staff', Record<string, string>>>;
  let cartId: string;
  let orderId: string;

  const send = async (path: string, who: Record<string, string>, body: object) => {
    const options = { headers: { ...who, 'idempotency-key': crypto.randomUUID() }, body };
    const answer = await call('POST', `/api/v1${path}`, options);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
    return answer.body;
  };

  /** Adds one row to each list. */
  const addRows = async (number: number): Promise<void> => {
    const { ada, staff } = headers;
    const variantId = await saveVariant(unitOfWork, { stock: 4 });
    variantIds.push(variantId);
    const items = [{ variantId, quantity: 1 }];
    const own = await send('/orders', ada, { items, shippingAddress: address });
    expect((await payOrder(call, own.id, ada)).body.status).toBe('paid');
    const guests = await send('/orders', {}, { items, shippingAddress: address, email: `guest-${number}@example.com` });
    expect((await payAsGuest(call, guests)).body.status).toBe('paid');
    const [{ productId }] = (await call('GET', `/api/v1/variants?ids=${variantId}`)).body.data;
    await send(`/products/${productId}/reviews`, ada, { rating: 5, text: `Review ${number}`, displayName: 'Ada' });
    await send('/admin/posts', staff, { title: `Post ${number}`, body: 'We glaze.', status: 'published' });
    await send('/admin/users', staff, { email: `staff-${number}@example.com`, name: 'Sue', role: 'support' });
    await send('/admin/promotions', staff, {
      name: `Promotion ${number}`,
      target: { type: 'order' },
      effect: { type: 'percent', rate: 100_000 },
      conditions: { couponCode: `code-${number}` },
    });
    await send(`/carts/${cartId}/lines`, ada, { variantId, quantity: 1 });
  };

  const readAll = async (stage: keyof typeof readings): Promise<void> => {
    const everything = variantIds.map((variantId) => ({ variantId, quantity: 1 }));
    orderId = (await send('/orders', headers.ada, { items: everything, shippingAddress: address })).id;
    for (const [name, list] of Object.entries(lists)) {
      let rows = 0;
      const read = async () => {
        shop.responseCache.clear();
        return (await counter.during(async () => (rows = (await rowsOf(list)).length))).length;
      };
      const first = await read();
      const again = [await read(), await read(), await read()];
      readings[stage].set(name, { rows, first, least: Math.min(first, ...again) });
    }
  };

  const rowsOf = async ({ by, read, rows }: List): Promise<readonly unknown[]> => {
    if ('path' in read) {
      const { status, text, body } = await call('GET', `/api/v1${read.path}`, { headers: headers[by] });
      if (status !== 200) throw new Error(`${read.path}: ${text}`);
      return rows(body);
    }
    const query = read.query
      .replace('CART', cartId)
      .replace('ORDER', orderId)
      .replace('VARIANTS', variantIds.map((id) => `"${id}"`).join());
    const { body, text } = await call('POST', '/graphql', { headers: headers[by], body: { query } });
    if (body.errors !== undefined) throw new Error(`${query}: ${text}`);
    return rows(body.data);
  };

  beforeAll(async () => {
    const database = await createFreshDatabase();
    const { db, close } = openPostgres({ url: database.url, maxConnections: 1 });
    await migrate(db);
    unitOfWork = makeDrizzleUnitOfWork({ db, ids: uuidIds, storeCurrency: 'USD' });
    valueOf(await unitOfWork.run(({ pricing }) => pricing.saveShippingMethod(freeShipping)));
    counter = await startStatementCounter(database.url);
    const dataDir = await mkdtemp(join(tmpdir(), 'cartwright-statements-'));
    const settings = readSettings({ DATA_DIR: dataDir, RATE_LIMIT_MAX: '1000000' }, 'embedded')._unsafeUnwrap();
    // The relay of events is not started: only the statements of requests are counted.
    shop = await composeShop({ ...settings, databaseUrl: counter.url }, pino({ level: 'silent' }));
    const useCases = makeUseCases(portsOf(shop));
    valueOf(await useCases.ensureAdmin(admin));
    const server = await buildServer(serverDeps(shop, useCases, () => Promise.reject(new Error('not called'))));
    ends.push(() => server.close(), shop.resources.closeAll, counter.close, close, database.drop);
    ends.push(() => rm(dataDir, { recursive: true }));
    call = shopClient(await server.listen({ host: '127.0.0.1', port: 0 }));
    const account = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' };
    const { accessToken } = await send('/auth/register', {}, account);
    headers = { ada: bearer(accessToken), staff: bearer(await signIn(call, admin)) };
    cartId = (await send('/carts', headers.ada, {})).id;

    await addRows(0);
    await readAll('one');
    for (let number = 1; number < 100; number += 1) await addRows(number);
    await readAll('hundred');
  }, 600_000);
  afterAll(async () => {
    for (const end of ends) await end();
  });

  it.each(Object.keys(lists))('runs as many statements for a hundred rows as for one: %s', (name) => {
    const [one, hundred] = [readings.one.get(name), readings.hundred.get(name)];
    expect(one?.rows).toBeLessThan(20);
    expect(hundred?.rows).toBeGreaterThan(95);
    expect(one?.least).toBeGreaterThan(0);
    // A page that is full is counted by one more statement; a page that is not full states the total.
    expect((hundred?.least ?? 0) - (one?.least ?? 0)).toBeLessThanOrEqual(1);
    // Of the first reading, facts that are cached for a second may be there or not.
    expect((hundred?.first ?? 0) - (one?.first ?? 0)).toBeLessThan(5);
  });

  it('adjusts the stock of a hundred variants by as many statements as that of one', async () => {
    const adjust = async (count: number): Promise<number> => {
      const body = {
        reason: 'delivery',
        items: variantIds.slice(0, count).map((variantId) => ({ variantId, delta: 1 })),
      };
      const ran = await counter.during(async () => {
        const { status, body: adjusted } = await call('PATCH', '/api/v1/admin/stock', { headers: headers.staff, body });
        expect([status, adjusted.data.length]).toEqual([200, count]);
      });
      return ran.length;
    };
    // The least of several: facts that are cached for a second may be there or not.
    const least = async (count: number) => Math.min(await adjust(count), await adjust(count), await adjust(count));
    const [one, hundred] = [await least(1), await least(100)];
    expect(one).toBeGreaterThan(0);
    expect(hundred).toBe(one);
  });

  it('runs as many statements for 200 simultaneous requests of an uncached list as for one', async () => {
    const read = async (requests: number): Promise<number> => {
      shop.responseCache.clear();
      const ran = await counter.during(async () => {
        const answers = await Promise.all(
          Array.from({ length: requests }, () => call('GET', '/api/v1/products?limit=50&facets=brand')),
        );
        expect(new Set(answers.map(({ status, body }) => `${status} ${body.data.length}`))).toEqual(
          new Set(['200 50']),
        );
      });
      return ran.length;
    };
    const least = async (requests: number) =>
      Math.min(await read(requests), await read(requests), await read(requests));
    const [one, many] = [await least(1), await least(200)];
    expect(one).toBeGreaterThan(0);
    expect(many).toBe(one);
  });
});
