import { describeOrderPlacementsContract } from '@cartwright/application/contracts/order-placements';
import { afterAll, beforeAll, describe } from 'vitest';
import { databases, emptyAllTables, type TestDatabase } from '../../testing/drizzle-databases.js';
import { makeFakeClock } from '../in-memory/fake-clock.js';
import { makeSequentialIds } from '../in-memory/sequential-ids.js';
import { makeDrizzleOrderPlacements } from './order-placements.js';
import { makeDrizzleOutboxFeed } from './outbox-feed.js';
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
});
