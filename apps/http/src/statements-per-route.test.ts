import { makeDrizzleUnitOfWork } from '@cartwright/adapters/drizzle/unit-of-work';
import { migrate } from '@cartwright/adapters/drizzle/connection/migrate';
import { buildServer } from '@cartwright/adapters/fastify/build-server';
import { openPostgres } from '@cartwright/adapters/postgres/open-postgres';
import { composeShop, portsOf, type Shop } from '@cartwright/adapters/runtime/compose-shop';
import { readSettings } from '@cartwright/adapters/runtime/settings/settings';
import { uuidIds } from '@cartwright/adapters/system/uuid-ids';
import { startStatementCounter, type StatementCounter } from '@cartwright/adapters/testing/count-statements';
import { createFreshDatabase, type FreshDatabase } from '@cartwright/adapters/testing/fresh-database';
import { makeUseCases } from '@cartwright/application';
import { freeShipping, saveVariant, valueOf } from '@cartwright/application/contracts/sample-shop';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { address, bearer, shopClient, type ShopClient } from '../testing/shop-client.js';
import { serverDeps } from './server-deps.js';

/**
 * Statements that each route may run. Three of them are the sandbox provider's own: one of `payments`, two of
 * `confirm`.
 */
const budget = {
  'POST /carts': 2,
  'POST /carts/:id/lines': 2,
  'GET /carts/:id/shipping-options': 1,
  'POST /orders': 2,
  'POST /orders/:id/payments': 4,
  'POST /sandbox/payments/:id/confirm': 5,
  'GET /orders/:id': 1,
} as const;
type Route = keyof typeof budget;

describe('a purchase, on PostgreSQL', () => {
  let database: FreshDatabase;
  let counter: StatementCounter;
  let dataDir: string;
  let shop: Shop;
  let stop: () => Promise<void>;
  let call: ShopClient;
  let variantIds: readonly string[];

  beforeAll(async () => {
    database = await createFreshDatabase();
    const { db, close } = openPostgres({ url: database.url, maxConnections: 1 });
    await migrate(db);
    const unitOfWork = makeDrizzleUnitOfWork({ db, ids: uuidIds, storeCurrency: 'USD' });
    variantIds = await Promise.all([1, 2, 3].map(() => saveVariant(unitOfWork, { stock: 1_000 })));
    valueOf(await unitOfWork.run(({ pricing }) => pricing.saveShippingMethod(freeShipping)));
    await close();
    counter = await startStatementCounter(database.url);
    dataDir = await mkdtemp(join(tmpdir(), 'cartwright-statements-'));
    const settings = readSettings({ DATA_DIR: dataDir, RATE_LIMIT_MAX: '1000000' }, 'embedded')._unsafeUnwrap();
    // The relay of events is not started: only the statements of requests are counted.
    shop = await composeShop({ ...settings, databaseUrl: counter.url }, pino({ level: 'silent' }));
    const readiness = () => Promise.reject(new Error('not called'));
    const server = await buildServer(serverDeps(shop, makeUseCases(portsOf(shop)), readiness));
    call = shopClient(await server.listen({ host: '127.0.0.1', port: 0 }));
    stop = () => server.close();
  });
  afterAll(async () => {
    await stop();
    await shop.resources.closeAll();
    await counter.close();
    await database.drop();
    await rm(dataDir, { recursive: true });
  });

  /** A purchase of three lines by a caller with these headers. @returns what each request has run */
  async function purchase(
    headers: Readonly<Record<string, string>>,
    tokens: 'guest' | 'customer',
  ): Promise<readonly (readonly [Route, readonly string[]])[]> {
    const ran: (readonly [Route, readonly string[]])[] = [];
    let caller = headers;
    const send = async (route: Route, ids: readonly string[], body?: object) => {
      const path = ids.reduce((made: string, id) => made.replace(':id', id), route.split(' ')[1] ?? '');
      const key = route.startsWith('POST /orders') ? { 'idempotency-key': randomUUID() } : {};
      let answer: Awaited<ReturnType<ShopClient>> | undefined;
      const statements = await counter.during(async () => {
        answer = await call(route.split(' ')[0] ?? '', `/api/v1${path}`, {
          headers: { ...caller, ...key },
          ...(body === undefined ? {} : { body }),
        });
      });
      ran.push([route, statements]);
      if (answer === undefined || answer.status >= 300) throw new Error(`${route}: ${answer?.text}`);
      return answer.body;
    };
    const cart = await send('POST /carts', [], {});
    if (tokens === 'guest') caller = { 'x-cart-token': String(cart.token) };
    for (const variantId of variantIds) await send('POST /carts/:id/lines', [cart.id], { variantId, quantity: 1 });
    await send('GET /carts/:id/shipping-options', [cart.id]);
    const order = await send('POST /orders', [], {
      cartId: cart.id,
      email: 'guest@example.com',
      shippingAddress: address,
    });
    if (tokens === 'guest') caller = { 'x-order-token': String(order.token) };
    const { paymentId } = await send('POST /orders/:id/payments', [order.id], { method: 'card' });
    await send('POST /sandbox/payments/:id/confirm', [paymentId], { paymentMethod: 'pm_card_visa' });
    const paid = await send('GET /orders/:id', [order.id]);
    expect(paid).toMatchObject({ status: 'paid', invoice: { number: expect.stringMatching(/^INV-\d{6}$/) } });
    return ran;
  }

  /** Routes that run more than their budget, or nothing at all. */
  const beyondBudget = (ran: Awaited<ReturnType<typeof purchase>>) =>
    ran.filter(([route, statements]) => statements.length > budget[route] || statements.length === 0);
  const total = (ran: Awaited<ReturnType<typeof purchase>>): number =>
    ran.reduce((sum, [, statements]) => sum + statements.length, 0);

  it('runs at most 18 statements for a guest and 3 of the sandbox provider, and on each route no more than its budget', async () => {
    await purchase({}, 'guest');
    const ran = await purchase({}, 'guest');
    expect(beyondBudget(ran)).toEqual([]);
    expect(total(ran)).toBeLessThanOrEqual(18 + 3);
  });

  it('runs no more of them for a customer', async () => {
    const { body } = await call('POST', '/api/v1/auth/register', {
      body: { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada Lovelace' },
    });
    expect(beyondBudget(await purchase(bearer(String(body.accessToken)), 'customer'))).toEqual([]);
  });

  it.each(['/products?limit=2&search=mug&facets=brand', '/products?sort=price', '/categories'])(
    'runs the statements of %s once for 200 concurrent readers',
    async (path) => {
      const read = async () => expect((await call('GET', `/api/v1${path}`)).status).toBe(200);
      const single = await counter.during(read);
      shop.responseCache.clear();
      const began = performance.now();
      const concurrent = await counter.during(async () => Promise.all(Array.from({ length: 200 }, read)));
      // A response is used for a second. On a busy machine the last reader can come later than that after the first.
      const mostReads = 1 + Math.floor((performance.now() - began) / 1000);
      expect(single.length).toBeGreaterThan(0);
      expect(concurrent.length).toBeLessThanOrEqual(mostReads * single.length);
    },
  );

  it('reads 100 rows with their products over GraphQL by as many statements as one row', async () => {
    const { db, close } = openPostgres({ url: database.url, maxConnections: 1 });
    const unitOfWork = makeDrizzleUnitOfWork({ db, ids: uuidIds, storeCurrency: 'USD' });
    const ids = await Promise.all(Array.from({ length: 100 }, () => saveVariant(unitOfWork, { stock: 1 })));
    await close();
    const query = `query ($ids: [String!]!, $first: Int!) {
      variants(ids: $ids) { id product { slug variants { sku } } }
      products(first: $first) { edges { node { name variants { price { amount } } } } }
    }`;
    const read = async (count: number) => {
      shop.responseCache.clear();
      return counter.during(async () => {
        const variables = { ids: ids.slice(0, count), first: count };
        const { body } = await call('POST', '/graphql', { body: { query, variables } });
        const rows = body.data.variants.filter(({ product }: { product: object | null }) => product !== null);
        expect([rows.length, body.data.products.edges.length]).toEqual([count, count]);
      });
    };
    // The first request reads facts of the shop that are then kept.
    await read(1);
    const [one, hundred] = [await read(1), await read(100)];
    expect([one.length > 0, hundred.length]).toEqual([true, one.length]);
  });
});
