import type { OrderPlacement, UnitOfWork } from '@cartwright/application';
import { describeOrderPlacementsContract } from '@cartwright/application/contracts/order-placements';
import { paid, sampleOrder } from '@cartwright/application/contracts/sample-order';
import { afterNoon, freshId, noon, saveVariant, valueOf } from '@cartwright/application/contracts/sample-shop';
import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, emptyAllTables, type TestDatabase } from '../../../testing/drizzle-databases.js';
import { makeFakeClock } from '../../in-memory/fake-clock.js';
import { makeSequentialIds } from '../../in-memory/sequential-ids.js';
import { createInMemoryStore } from '../../in-memory/store.js';
import { makeInMemoryUnitOfWork } from '../../in-memory/unit-of-work.js';
import type { Database } from '../connection/database.js';
import { makeDrizzleOrderPlacements } from './order-placements.js';
import { makeDrizzleOutboxFeed } from '../repositories/outbox-feed.js';
import { orders } from '../schema.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

/** Three orders of a unit each, and what else placing them changes. */
async function threePlacements(
  unitOfWork: UnitOfWork,
): Promise<readonly [OrderPlacement, OrderPlacement, OrderPlacement]> {
  const mug = await saveVariant(unitOfWork, { stock: 10 });
  const lines = [{ variantId: mug, quantity: 1 }];
  const one = async (): Promise<OrderPlacement> => {
    const order = await sampleOrder(unitOfWork, { lines });
    return {
      order,
      events: [{ type: 'order.placed', orderId: order.id, at: noon, total: order.pricing.total }],
      demand: lines,
      request: { caller: 'ada', key: freshId(), fingerprint: 'a request' },
      outcome: JSON.stringify(order),
      expiresAt: afterNoon(86_400),
    };
  };
  return [await one(), await one(), await one()];
}

describe.each(databases)('%s', (name, open) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => database.close());

  describeOrderPlacementsContract(`Drizzle on ${name}`, async () => {
    const { db } = database;
    await emptyAllTables(db);
    const ids = makeSequentialIds();
    let told = 0;
    return {
      placements: makeDrizzleOrderPlacements({ db, ids, onEventsCommitted: () => (told += 1) }),
      unitOfWork: makeDrizzleUnitOfWork({ db, ids, storeCurrency: 'USD' }),
      feed: makeDrizzleOutboxFeed({ db, clock: makeFakeClock() }),
      told: () => told,
      dispose: async () => undefined,
    };
  });

  it('fills the columns of an order as those of one that was placed in a transaction', async () => {
    const { db } = database;
    await emptyAllTables(db);
    const ids = makeSequentialIds();
    const unitOfWork = makeDrizzleUnitOfWork({ db, ids, storeCurrency: 'USD' });
    const lines = [
      { variantId: await saveVariant(unitOfWork), quantity: 1 },
      { variantId: await saveVariant(unitOfWork, { digital: true }), quantity: 1 },
    ];
    const delivery = { name: 'Post', days: { min: 1, max: 2 } };
    const order = paid(await sampleOrder(unitOfWork, { lines, customerId: freshId(), delivery }));
    const twin = { ...order, id: freshId(), number: 'TWIN' };
    valueOf(await unitOfWork.run(({ orders: records }) => records.add(twin)));
    const placement = {
      order,
      events: [],
      demand: [],
      request: { caller: 'ada', key: 'k', fingerprint: 'f' },
      outcome: '{}',
      expiresAt: afterNoon(60),
    };
    valueOf(await makeDrizzleOrderPlacements({ db, ids }).commit(placement));
    const columnsOf = async (id: string) => {
      const [{ id: _id, number: _number, document: _document, ...columns } = { id, number: '', document: order }] =
        await db.select().from(orders).where(eq(orders.id, id));
      return columns;
    };
    const columns = await columnsOf(order.id);
    expect(columns).toStrictEqual(await columnsOf(twin.id));
    expect(columns).toMatchObject({ estimatedArrival: afterNoon(2 * 86_400), digitalDeliveredAt: afterNoon(0) });
  });

  it('a placement that cannot be kept fails none of those that came with it', async () => {
    const { db } = database;
    await emptyAllTables(db);
    const ids = makeSequentialIds();
    const unitOfWork = makeDrizzleUnitOfWork({ db, ids, storeCurrency: 'USD' });
    const { commit } = makeDrizzleOrderPlacements({ db, ids });
    const [first, broken, last] = await threePlacements(unitOfWork);
    const answers = await Promise.all([commit(first), commit({ ...broken, expiresAt: 'never' }), commit(last)]);
    expect(answers.map((answer) => answer.isOk())).toEqual([true, false, true]);
    const kept = [first, broken, last].map(async ({ order }) =>
      valueOf(await unitOfWork.read((records) => records.orders.find(order.id))),
    );
    expect((await Promise.all(kept)).map((found) => found?.order.id)).toEqual([
      first.order.id,
      undefined,
      last.order.id,
    ]);
  });
});

it('an outage is not waited out once for each of those that came together', async () => {
  const failures = ['22012', 'ECONNREFUSED'];
  let tries = 0;
  const refuse = async () => {
    throw Object.assign(new Error('refused'), { code: failures[tries++] });
  };
  const client = { unsafe: () => ({ values: refuse }), options: { parsers: {}, serializers: {} } };
  const db = drizzle(client as unknown as Sql) as unknown as Database;
  const { commit } = makeDrizzleOrderPlacements({ db, ids: makeSequentialIds() });
  const unitOfWork = makeInMemoryUnitOfWork({
    store: createInMemoryStore(),
    ids: makeSequentialIds(),
    storeCurrency: 'USD',
  });
  const answers = await Promise.all((await threePlacements(unitOfWork)).map((placement) => commit(placement)));
  expect(answers.map((answer) => answer._unsafeUnwrapErr().type)).toEqual([
    'storage.unavailable',
    'placement.overtaken',
    'placement.overtaken',
  ]);
  expect(tries).toBe(2);
});
