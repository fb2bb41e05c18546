import { makeRunBacktest, type Backtest } from '@cartwright/application';
import { freshId, valueOf } from '@cartwright/application/contracts/sample-shop';
import { priceCart } from '@cartwright/domain';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bulkInput, storeBulkOrders } from '../../../testing/databases/bulk-orders.js';
import { openTestPostgres, type TestDatabase } from '../../../testing/drizzle-databases.js';
import { uuidIds } from '../../system/uuid-ids.js';
import { makeDrizzleBooksReader } from '../read-models/books-reader.js';
import { orderPricingInputs, orders } from '../schema.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

const made = 2_000;
const copies = 50;
const from = '2026-01-01T00:00:00.000Z';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestPostgres();
  const { db } = database;
  await storeBulkOrders(db, { count: made, from });
  // Each order fifty times over: with ids and numbers of their own, placed on fifty days.
  for (let day = 1; day < copies; day += 1) {
    await db.execute(sql`
      with numbered as materialized (
        select ${orders}.*, gen_random_uuid() as copy_id from ${orders} where number not like '%-day%'
      ), copied as (
        insert into ${orders} (id, number, email, status, payment_status, total, currency, placed_at, version, document)
        select copy_id, number || '-day' || ${day}::text, email, status, payment_status, total, currency,
          placed_at + ${day}::integer * interval '1 day', version, '{}' from numbered
      )
      insert into ${orderPricingInputs} (order_id, rules_hash, document)
      select copy_id, inputs.rules_hash, inputs.document
      from numbered join ${orderPricingInputs} as inputs on inputs.order_id = numbered.id`);
  }
});
afterAll(async () => database.close());

it('prices 100,000 orders with a draft in less than two minutes of one core, and comes to the sum of each', async () => {
  const { db } = database;
  const unitOfWork = makeDrizzleUnitOfWork({ db, ids: uuidIds, storeCurrency: 'USD' });
  const backtest: Backtest = {
    id: freshId(),
    promotion: { id: 'draft', name: 'A tenth', target: { type: 'order' }, effect: { type: 'percent', rate: 100_000 } },
    from,
    to: '2027-01-01T00:00:00.000Z',
    status: 'queued',
    total: 0,
    processed: 0,
    unpriced: 0,
    requestedBy: 'an editor',
    createdAt: from,
  };
  valueOf(await unitOfWork.run(({ backtests }) => backtests.add(backtest)));
  const before = process.cpuUsage();
  const run = makeRunBacktest({ unitOfWork, booksReader: makeDrizzleBooksReader({ db }) });
  valueOf(await run({ backtestId: backtest.id }));
  const { user, system } = process.cpuUsage(before);
  const done = valueOf(await unitOfWork.read(({ backtests }) => backtests.find(backtest.id)));

  let [old, changed] = [0, 0];
  for (let number = 0; number < made; number += 1) {
    const input = bulkInput(number, from);
    const [first, second] = [
      priceCart(input),
      priceCart({ ...input, promotions: [...input.promotions, backtest.promotion] }),
    ];
    if (!first.ok || !second.ok) throw new Error('the order can be priced');
    old += first.value.total.amount;
    changed += second.value.total.amount;
  }
  const orderCount = made * copies;
  expect(done).toMatchObject({ status: 'completed', total: orderCount, processed: orderCount, unpriced: 0 });
  expect(done?.result?.totals).toEqual([
    { currency: 'USD', orders: orderCount, before: old * copies, after: changed * copies },
  ]);
  // On an idle machine half a minute.
  expect((user + system) / 1_000_000).toBeLessThan(120);
});
