/**
 * Measures the shop on PostgreSQL 18 with fsync, by its built processes: `pnpm bench`. The driver shares the machine.
 *
 * The shop begins without carts and orders, and its processes are warmed up for 5 s only: a new shop and a restarted
 * one are slow otherwise without anyone noticing. Each round measures everything once, so that both sides of a ratio
 * have the same conditions.
 *
 * `BENCH_ROUNDS`, `BENCH_SECONDS`, `BENCH_PRODUCTS` and `BENCH_ORDERS` (of the large shop) change sizes. `BENCH_ONLY`
 * selects parts: purchases,orders,reads,growth,start. Exits with 1 when a target is missed or a figure is missing.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@cartwright/adapters/testing/start-postgres';
import { startRedis } from '@cartwright/adapters/testing/start-redis';
import postgres from 'postgres';
import { countMail } from './driver/count-mail.js';
import { isMet } from '../measuring/figure.js';
import { log } from '../measuring/log.js';
import { numberOf } from '../measuring/settings.js';
import { figuresOf } from './figures.js';
import { openBareOrders } from './limits/bare-order.js';
import { measureChecks } from './measure-checks.js';
import { measureGrowth } from './measure-growth.js';
import { measureOrders, orderConnections } from './measure-orders.js';
import { buyerCounts, measurePurchases } from './measure-purchases.js';
import { measureCartReads, measureProductReads } from './measure-reads.js';
import { makeMeasurements } from './measurements.js';
import { report } from './report.js';
import { openStatementCounts } from './under-test/count-statements.js';
import { measureEmbedded } from './under-test/embedded-shop.js';
import { measureInstall } from './under-test/install-size.js';
import { startShopUnderTest } from './under-test/shop-under-test.js';

const rounds = numberOf('BENCH_ROUNDS', 3);
const seconds = numberOf('BENCH_SECONDS', 5);
const warmUpSeconds = 5;
const warmUpBuyers = 16;
const small = { products: 1000, orders: 0 };
const large = { products: numberOf('BENCH_PRODUCTS', 100_000), orders: numberOf('BENCH_ORDERS', 1_000_000) };
const parts = process.env['BENCH_ONLY']?.split(',');
const isSelected = (part: string): boolean => parts === undefined || parts.includes(part);

const directory = await mkdtemp(join(tmpdir(), 'cartwright-bench-'));
const mail = await countMail();
const server = await startPostgres({ fsync: true, settings: { shared_preload_libraries: 'pg_stat_statements' } });
const redis = await startRedis();
const users = { http: 'postgres', worker: 'bench_worker' };
const createDatabase = async (name: string): Promise<string> => {
  const sql = postgres(server.url, { max: 1 });
  await sql.unsafe(`CREATE DATABASE ${name}`);
  await sql.end();
  return server.url.replace(/\/postgres$/u, `/${name}`);
};
/** Each shop has its own database on both servers, so that no worker takes another shop's jobs. */
const createServices = async (name: string, number: number) => ({
  databaseUrl: await createDatabase(name),
  redisUrl: `${redis.url}/${number}`,
  smtpUrl: mail.url,
});

if (isSelected('growth')) log('filling a large shop');
const largeShop = isSelected('growth')
  ? await startShopUnderTest(await createServices('large', 1), large, directory)
  : undefined;
const bare = isSelected('orders') ? await openBareOrders(await createDatabase('bare'), orderConnections) : undefined;
log('filling a small shop');
const services = await createServices('small', 0);
const shop = await startShopUnderTest(services, small, directory);
const statements = await openStatementCounts(services.databaseUrl);
await statements.createUser(users.worker);
const worker = shop.startWorker(users.worker);
const measured = makeMeasurements();
measured.note('start of HTTP', shop.startedInMs / 1000);
measured.note('memory of HTTP at rest', (await shop.http.figures()).rssMegabytes);

const purchases = { shop, worker, mail, statements, users, postgresPid: server.pid };
log('warming up');
await measurePurchases(purchases, { buyers: warmUpBuyers, seconds: warmUpSeconds, note: () => undefined });

const options = { seconds, note: measured.note };
for (let round = 1; round <= rounds; round += 1) {
  log(`round ${round} of ${rounds}`);
  if (isSelected('purchases')) {
    for (const buyers of buyerCounts) await measurePurchases(purchases, { ...options, buyers });
  }
  if (bare !== undefined) {
    await measureOrders({ shop, bare }, options);
    await measureChecks(shop, services, measured.note);
  }
  // The worker still sends mail of these orders.
  await mail.untilQuiet();
  if (isSelected('reads')) {
    await measureCartReads(shop, options);
    await measureProductReads(shop, options);
  }
  if (largeShop !== undefined) await measureGrowth({ small: shop, large: largeShop }, options);
}

if (isSelected('start')) {
  log('measuring the embedded shop and the install');
  const embedded = await measureEmbedded(directory);
  measured.note('embedded, first start', embedded.firstStartMs / 1000);
  measured.note('embedded, later start', embedded.laterStartMs / 1000);
  measured.note('embedded, memory', embedded.rssMegabytes);
  const install = await measureInstall();
  measured.note('packages', install.packages);
  measured.note('install', install.megabytes);
}

// The part of purchases names its buyers too.
const figures = figuresOf(measured).filter(({ part }) => isSelected(part.split(',', 1)[0] ?? part));
await report(figures, { warmUpSeconds, rounds, seconds });
await Promise.all([worker.stop(), shop.http.stop(), largeShop?.http.stop(), bare?.close(), statements.close()]);
await Promise.all([server.stop(), redis.stop()]);
mail.close();
await rm(directory, { recursive: true, force: true });
process.exitCode = figures.every(isMet) ? 0 : 1;
