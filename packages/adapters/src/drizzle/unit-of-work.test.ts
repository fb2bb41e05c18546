import { valueOf } from '@cartwright/application/contracts/sample-shop';
import { describeUnitOfWorkContract } from '@cartwright/application/contracts/unit-of-work';
import { afterAll, beforeAll, describe } from 'vitest';
import { testedDatabases, emptyAllTables, type TestDatabase } from '../../testing/drizzle-databases.js';
import { makeFakeClock } from '../in-memory/fake-clock.js';
import { makeSequentialIds } from '../in-memory/sequential-ids.js';
import { makeDrizzleAuditReader } from './read-models/audit-reader.js';
import { makePublishedOutboxFeed } from '../../testing/published-outbox-feed.js';
import { makeDrizzleUnitOfWork } from './unit-of-work.js';

describe.each(testedDatabases)('%s', (name, open) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => database.close());

  describeUnitOfWorkContract(`Drizzle on ${name}`, async () => {
    const { db } = database;
    await emptyAllTables(db);
    let reported = 0;
    const unitOfWork = makeDrizzleUnitOfWork({
      db,
      ids: makeSequentialIds(),
      storeCurrency: 'USD',
      onEventsCommitted: () => (reported += 1),
    });
    return {
      unitOfWork,
      auditReader: makeDrizzleAuditReader({ db }),
      feed: makePublishedOutboxFeed({ db, clock: makeFakeClock() }),
      reportedCommits: () => reported,
      givePricingRules: async ({ promotions, shippingMethods, minimumOrderRules, taxZones }) => {
        const { run } = unitOfWork;
        for (const promotion of promotions) valueOf(await run((to) => to.promotions.save({ promotion })));
        for (const method of shippingMethods) valueOf(await run(({ pricing }) => pricing.saveShippingMethod(method)));
        if (minimumOrderRules !== undefined)
          valueOf(await run(({ pricing }) => pricing.saveMinimumOrders(minimumOrderRules)));
        valueOf(await run(({ pricing }) => pricing.saveTax(taxZones)));
      },
      dispose: () => Promise.resolve(),
    };
  });
});
