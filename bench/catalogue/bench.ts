/**
 * Measures the catalogue on PostgreSQL 18 with fsync, by its built processes: `pnpm bench catalogue`. The driver shares
 * the machine.
 *
 * A shop with 1,000 products and one with 100,000 get the same requests, alternating. Searches are of one or two words,
 * plural, a part of a word, or misspelt. `BENCH_SECONDS`, `BENCH_PRODUCTS` and `BENCH_ROWS` (of the imported file)
 * change sizes. `BENCH_ONLY=reads` or `import` selects a part. Exits with 1 when a target
 * is missed or a figure is missing.
 */
import { openPostgres } from '@cartwright/adapters/postgres/open-postgres';
import { fillCatalogue } from '@cartwright/adapters/testing/product-search/fill-catalogue';
import { startPostgres } from '@cartwright/adapters/testing/start-postgres';
import { startRedis } from '@cartwright/adapters/testing/start-redis';
import { migrateDatabase, startProductionShop } from '@cartwright/http/testing/start-shop';
import postgres from 'postgres';
import { isMet, printFigures, type Figure } from '../measuring/figure.js';
import { log } from '../measuring/log.js';
import { numberOf } from '../measuring/settings.js';
import { measureImport } from './measure-import.js';
import { measureReads } from './measure-reads.js';

const seconds = numberOf('BENCH_SECONDS', 5);
const sizes = { small: 1_000, large: numberOf('BENCH_PRODUCTS', 100_000) };
const rows = numberOf('BENCH_ROWS', 100_000);
const only = process.env['BENCH_ONLY'];

const server = await startPostgres({ fsync: true });
const redis = await startRedis();

async function openShop(name: string, number: number, products: number) {
  log(`filling a shop with ${products} products`);
  const sql = postgres(server.url, { max: 1 });
  await sql.unsafe(`CREATE DATABASE ${name}`);
  await sql.end();
  const databaseUrl = server.url.replace(/\/postgres$/u, `/${name}`);
  await migrateDatabase(databaseUrl);
  if (products > 0) {
    const { db, close } = openPostgres({ url: databaseUrl, maxConnections: 1, statementTimeoutMs: 0 });
    await fillCatalogue(db, products);
    await close();
  }
  return startProductionShop({ databaseUrl, redisUrl: `${redis.url}/${number}`, smtpUrl: 'smtp://127.0.0.1:9' });
}

async function benchReads(): Promise<readonly Figure[]> {
  const [small, large] = [await openShop('small', 1, sizes.small), await openShop('large', 2, sizes.large)];
  log('measuring reads');
  const figures = await measureReads(
    { url: small.url, products: sizes.small },
    { url: large.url, products: sizes.large },
    seconds,
  );
  await Promise.all([small.stop(), large.stop()]);
  return figures;
}

async function benchImport(): Promise<readonly Figure[]> {
  const empty = await openShop('imported', 3, 0);
  log(`importing ${rows} rows`);
  const imported = await measureImport(empty, { rows, postgresPid: server.pid });
  await empty.stop();
  return [
    {
      part: 'catalogue',
      name: 'import, rows',
      value: imported.rowsPerSecond,
      unit: '/s',
      target: { is: 'at least', value: 1_000 },
    },
    {
      part: 'catalogue',
      name: 'import of 1,000 rows, processor time of the worker',
      value: imported.cpuMs.worker,
      unit: 'ms',
    },
    {
      part: 'catalogue',
      name: 'import of 1,000 rows, processor time of PostgreSQL',
      value: imported.cpuMs.postgres,
      unit: 'ms',
    },
    {
      part: 'catalogue',
      name: 'import, memory of the worker, peak',
      value: imported.peakMegabytes.worker,
      unit: 'MB',
      target: { is: 'at most', value: 250 },
    },
    { part: 'catalogue', name: 'import, memory of HTTP, peak', value: imported.peakMegabytes.http, unit: 'MB' },
  ];
}

const figures = [
  ...(only === undefined || only === 'reads' ? await benchReads() : []),
  ...(only === undefined || only === 'import' ? await benchImport() : []),
];
await Promise.all([server.stop(), redis.stop()]);
printFigures(figures);
process.exitCode = figures.every(isMet) ? 0 : 1;
