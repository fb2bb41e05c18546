import { describeOrderPlacementsContract } from '@cartwright/application/contracts/order-placements';
import { paid, sampleOrder } from '@cartwright/application/contracts/sample-order';
import { afterNoon, freshId, saveVariant, valueOf } from '@cartwright/application/contracts/sample-shop';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, emptyAllTables, type TestDatabase } from '../../testing/drizzle-databases.js';
import { makeFakeClock } from '../in-memory/fake-clock.js';
import { makeSequentialIds } from '../in-memory/sequential-ids.js';
import { makeDrizzleOrderPlacements } from './order-placements.js';
import { makeDrizzleOutboxFeed } from './outbox-feed.js';
import { orders } from './schema.js';
import { makeDrizzleUnitOfWork } from './unit-of-work.js';

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
    const placement = { order, events: [], demand: [], request: { caller: 'ada', key: 'k', fingerprint: 'f' }, outcome: '{}', expiresAt: afterNoon(60) };
    valueOf(await makeDrizzleOrderPlacements({ db, ids }).commit(placement));
    const columnsOf = async (id: string) => {
      const [{ id: _id, number: _number, document: _document, ...columns } = { id, number: '', document: order }] = await db
        .select()
        .from(orders)
        .where(eq(orders.id, id));
      return columns;
    };
    const columns = await columnsOf(order.id);
    expect(columns).toStrictEqual(await columnsOf(twin.id));
    expect(columns).toMatchObject({ estimatedArrival: afterNoon(2 * 86_400), digitalDeliveredAt: afterNoon(0) });
  });
});
