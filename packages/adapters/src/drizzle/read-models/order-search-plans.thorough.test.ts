import type { OrderSearchFilter, OrderSearchKey, Sorting } from '@cartwright/application';
import { sampleOrder } from '@cartwright/application/contracts/sample-order';
import { afterNoon, freshId, noon, saveVariant, valueOf } from '@cartwright/application/contracts/sample-shop';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestPglite, type TestDatabase } from '../../../testing/drizzle-databases.js';
import { makeSequentialIds } from '../../in-memory/sequential-ids.js';
import { makeDrizzleOrderSearch } from './order-search.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

let database: TestDatabase;
/** Three orders, on a database that reads a table and sorts only where no index does. */
beforeAll(async () => {
  database = await openTestPglite();
  const { db } = database;
  const unitOfWork = makeDrizzleUnitOfWork({ db, ids: makeSequentialIds(), storeCurrency: 'USD' });
  const variantId = await saveVariant(unitOfWork);
  for (const seconds of [1, 2, 3]) {
    const order = await sampleOrder(unitOfWork, {
      lines: [{ variantId, quantity: seconds }],
      placedAt: afterNoon(seconds),
    });
    valueOf(await unitOfWork.commit({ order: { type: 'place', order } }));
  }
  for (const plan of ['seqscan', 'bitmapscan', 'sort']) await db.execute(sql.raw(`set enable_${plan} = off`));
});
afterAll(async () => database.close());

/** How often each index of the orders was read since the database was made. */
async function reads(): Promise<ReadonlyMap<string, number>> {
  const { db } = database;
  await db.execute(sql`select pg_stat_force_next_flush()`);
  const rows = await db
    .select({ index: sql<string>`indexrelname`, reads: sql<number>`idx_scan::integer` })
    .from(sql`pg_stat_user_indexes where relname = 'orders'`);
  return new Map(rows.map(({ index, reads: times }) => [index, times]));
}

async function indexesReadBy(filter: OrderSearchFilter, sorting: Sorting<OrderSearchKey>): Promise<readonly string[]> {
  const search = makeDrizzleOrderSearch(database);
  const before = await reads();
  const first = valueOf(await search.find(filter, sorting, { type: 'cursor', limit: 1 }));
  const cursor = 'nextCursor' in first.meta ? (first.meta.nextCursor ?? undefined) : undefined;
  if (cursor !== undefined) valueOf(await search.find(filter, sorting, { type: 'cursor', limit: 1, cursor }));
  return [...(await reads())].flatMap(([index, times]) => (times > (before.get(index) ?? 0) ? [index] : []));
}

it.each<[OrderSearchKey, string]>([
  ['createdAt', 'orders_by_creation'],
  ['number', 'orders_number_unique'],
  ['email', 'orders_by_email'],
  ['status', 'orders_by_status'],
  ['paymentStatus', 'orders_by_payment_status'],
  ['total', 'orders_by_total'],
])('finds a page by %s through its index, either way', async (key, index) => {
  for (const direction of ['asc', 'desc'] as const) {
    const last: Sorting<OrderSearchKey> =
      key === 'createdAt' || key === 'number' ? [] : [{ key: 'createdAt', direction }];
    expect(await indexesReadBy({}, [{ key, direction }, ...last])).toEqual([index]);
  }
});

it.each<[string, OrderSearchFilter, readonly string[]]>([
  ['a status', { status: 'pending' }, ['orders_by_status']],
  ['a payment status', { paymentStatus: 'unpaid' }, ['orders_by_payment_status']],
  ['a customer', { customerId: freshId() }, ['orders_of_customer']],
  ['a period', { from: noon, to: afterNoon(3) }, ['orders_by_creation']],
])('finds the newest of %s through an index', async (_what, filter, indexes) => {
  expect(await indexesReadBy(filter, [{ key: 'createdAt', direction: 'desc' }])).toEqual(indexes);
});

it('finds by the beginning of a number or an e-mail through the indexes of both', async () => {
  await database.db.execute(sql`set enable_bitmapscan = on`);
  await database.db.execute(sql`set enable_indexscan = off`);
  const filter = { beginning: { number: 'ZZ', email: 'zz' } };
  expect([...(await indexesReadBy(filter, [{ key: 'createdAt', direction: 'desc' }]))].sort()).toEqual([
    'orders_by_email',
    'orders_number_unique',
  ]);
});
