/**
 * Measures the books on PostgreSQL 18: `pnpm bench books`. The audit and a backtest of stored orders, and the reports
 * of a month of a shop with a million orders a year. Processor time is that of this process and of PostgreSQL together,
 * so that other work on the machine changes it little. `BENCH_ORDERS` changes how many orders are audited, and
 * `BENCH_SALES` how many are reported. Exits with 1 when a target is missed or a figure is missing.
 */
import { uuidIds } from '@cartwright/adapters/system/uuid-ids';
import { systemClock } from '@cartwright/adapters/system/system-clock';
import { makeDrizzleBooksReader } from '@cartwright/adapters/drizzle/read-models/books-reader';
import { makeDrizzleReportReader } from '@cartwright/adapters/drizzle/read-models/report-reader';
import { makeDrizzleStockReader } from '@cartwright/adapters/drizzle/read-models/stock-reader';
import { makeDrizzleUnitOfWork } from '@cartwright/adapters/drizzle/unit-of-work';
import { openPostgres } from '@cartwright/adapters/postgres/open-postgres';
import { storeBulkOrders } from '@cartwright/adapters/testing/databases/bulk-orders';
import { fillSalesFacts } from '@cartwright/adapters/testing/databases/fill-sales-facts';
import { startPostgres } from '@cartwright/adapters/testing/start-postgres';
import { makeAuditBooks, makeRunBacktest } from '@cartwright/application';
import { valueOf } from '@cartwright/application/contracts/sample-shop';
import { migrateDatabase } from '@cartwright/http/testing/start-shop';
import { isMet, printFigures, type Figure } from '../measuring/figure.js';
import { log } from '../measuring/log.js';
import { numberOf } from '../measuring/settings.js';
import { processorTimeOf } from '../measuring/processor-time.js';

const orders = numberOf('BENCH_ORDERS', 20_000);
const sales = numberOf('BENCH_SALES', 1_000_000);
const from = '2026-01-01T00:00:00.000Z';

const server = await startPostgres();
await migrateDatabase(server.url);
const { db, close } = openPostgres({ url: server.url, maxConnections: 1, statementTimeoutMs: 0 });
const booksReader = makeDrizzleBooksReader({ db });

/** Seconds on the clock, and seconds of processor time of this process and of PostgreSQL. */
async function timed(work: () => Promise<void>): Promise<{ readonly wall: number; readonly processor: number }> {
  const used = (): number => processorTimeOf(process.pid) + processorTimeOf(server.pid);
  const [began, before] = [performance.now(), used()];
  await work();
  return { wall: (performance.now() - began) / 1000, processor: (used() - before) / 1000 };
}

log(`storing ${orders} orders`);
await storeBulkOrders(db, { count: orders, from });
log('auditing');
const deps = { booksReader, stockReader: makeDrizzleStockReader({ db }), clock: systemClock };
const audit = async () => {
  const { orders: audited, differences } = valueOf(await makeAuditBooks(deps)((found) => log(JSON.stringify(found))));
  if (audited !== orders || differences > 0) throw new Error('the books have differences');
};
await audit();
const audited = await timed(audit);

log('testing a promotion with them');
const unitOfWork = makeDrizzleUnitOfWork({ db, ids: uuidIds, storeCurrency: 'USD' });
const backtested = await timed(async () => {
  const id = uuidIds.next();
  const promotion = {
    id,
    name: 'A tenth',
    target: { type: 'order' },
    effect: { type: 'percent', rate: 100_000 },
  } as const;
  const period = { from, to: '2027-01-01T00:00:00.000Z' };
  const counts = { status: 'queued', total: 0, processed: 0, unpriced: 0 } as const;
  const backtest = { id, promotion, ...period, ...counts, requestedBy: 'an editor', createdAt: from };
  valueOf(await unitOfWork.run(({ backtests }) => backtests.add(backtest)));
  valueOf(await makeRunBacktest({ unitOfWork, booksReader })({ backtestId: id }));
});

log(`storing the sales of ${sales} orders`);
await fillSalesFacts(db, sales);
const reader = makeDrizzleReportReader({ db });
const november = { from: '2026-11-01', to: '2026-11-30', timeZone: 'Europe/Berlin' };
const reports = {
  sales: () => reader.sales(november, 'day'),
  'top products': () => reader.topProducts(november, 1_000),
  customers: () => reader.customers(november, 1_000),
  promotions: () => reader.promotions(november),
  taxes: () => reader.taxes(november),
};
const reported: Figure[] = [];
for (const [name, report] of Object.entries(reports)) {
  let best = Infinity;
  // The first reads what no memory holds yet.
  for (let run = 0; run < 5; run += 1) {
    const { wall } = await timed(async () => {
      if (valueOf<readonly unknown[], unknown>(await report()).length === 0) throw new Error('the report is empty');
    });
    best = Math.min(best, wall * 1000);
  }
  const target = { is: 'at most', value: 300 } as const;
  reported.push({
    part: 'reports',
    name: `${name} of a month of ${sales.toLocaleString('en')} orders`,
    value: best,
    unit: 'ms',
    target,
  });
}
await close();
await server.stop();

const part = 'books';
const figures: readonly Figure[] = [
  { part, name: 'audit, orders', value: orders / audited.wall, unit: '/s' },
  {
    part,
    name: 'audit, orders a second of processor time',
    value: orders / audited.processor,
    unit: '/s',
    target: { is: 'at least', value: 2_000 },
  },
  { part, name: 'backtest, orders', value: orders / backtested.wall, unit: '/s' },
  {
    part,
    name: 'backtest of 100,000 orders, processor time',
    value: (100_000 / orders) * backtested.processor,
    unit: 's',
    target: { is: 'at most', value: 60 },
  },
  ...reported,
];
printFigures(figures);
process.exitCode = figures.every(isMet) ? 0 : 1;
