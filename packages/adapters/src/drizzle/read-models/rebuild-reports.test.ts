import { makeRebuildReports } from '@cartwright/application';
import { sampleOrder, paid } from '@cartwright/application/contracts/sample-order';
import { saveVariant, valueOf } from '@cartwright/application/contracts/sample-shop';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testedDatabases, emptyAllTables, type TestDatabase } from '../../../testing/drizzle-databases.js';
import { makeCollectedLog } from '../../in-memory/collected-log.js';
import { makeSequentialIds } from '../../in-memory/sequential-ids.js';
import { salesFacts } from '../schema.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';
import { makeDrizzleReportReader } from './report-reader.js';

describe.each(testedDatabases)('rebuilding reports, on %s', (_name, open) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => database.close());

  it('adds missing facts, corrects wrong ones, removes those of no order, and does not change the others', async () => {
    const { db } = database;
    await emptyAllTables(db);
    const unitOfWork = makeDrizzleUnitOfWork({ db, ids: makeSequentialIds(), storeCurrency: 'USD' });
    const variantId = await saveVariant(unitOfWork);
    const order = await sampleOrder(unitOfWork, { lines: [{ variantId, quantity: 2 }] });
    valueOf(await unitOfWork.commit({ order: { type: 'place', order } }));
    // As an earlier version stored a payment.
    valueOf(await unitOfWork.commit({ order: { type: 'change', order: paid(order), version: 1 } }));
    const reader = makeDrizzleReportReader({ db });
    const gross = async () =>
      valueOf(await reader.sales({ from: '2026-01-01', to: '2026-12-31', timeZone: 'UTC' }, 'month'))[0]?.gross;
    expect(await gross()).toBeUndefined();

    const log = makeCollectedLog();
    const rebuild = makeRebuildReports({ unitOfWork, log });
    expect(valueOf(await rebuild()).repaired).toBeGreaterThan(2);
    expect(await gross()).toBe(order.pricing.total.amount);
    await db.update(salesFacts).set({ amount: 1 }).where(eq(salesFacts.kind, 'sale'));
    const total = order.pricing.total.amount;
    expect([valueOf(await rebuild()), await gross()]).toEqual([{ repaired: 1, removed: 0 }, total]);

    const [sale] = await db.select().from(salesFacts).where(eq(salesFacts.kind, 'sale'));
    if (sale === undefined) throw new Error('the order has a sale');
    const refund = { ...sale, kind: 'refund', subject: 'never made' } as const;
    const [early, late] = ['00000000-0000-7000-8000-000000000000', 'ffffffff-ffff-7fff-bfff-ffffffffffff'];
    const strange = [early, late].map((orderId) => ({ ...sale, orderId }));
    await db.insert(salesFacts).values([refund, ...strange]);
    expect(await gross()).toBe(3 * total);
    expect([valueOf(await rebuild()), await gross()]).toEqual([{ repaired: 0, removed: 3 }, total]);
    expect(valueOf(await rebuild())).toEqual({ repaired: 0, removed: 0 });
    expect(log.lines.map(({ level }) => level)).toEqual(['error', 'error', 'error']);
  });
});
