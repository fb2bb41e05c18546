/**
 * Measures the catalogue on PostgreSQL 18 with fsync, by its built processes: `pnpm bench catalogue`. The driver shares
 * the machine.
 *
 * A shop with 1,000 products and one with 100,000 get the same requests, alternating. Searches are of one or two words,
 * plural, a part of a word, or misspelt. `BENCH_SECONDS`, `BENCH_PRODUCTS` and `BENCH_ROWS` (of the imported file)
 * change sizes. Exits with 1 when a target is missed.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgres } from '@cartwright/adapters/postgres/open-postgres';
import { fillCatalogue, filledLooks, filledNouns } from '@cartwright/adapters/testing/product-search/fill-catalogue';
import { startPostgres } from '@cartwright/adapters/testing/start-postgres';
import { startRedis } from '@cartwright/adapters/testing/start-redis';
import { migrateDatabase, startProductionShop } from '@cartwright/http/testing/start-shop';
import postgres from 'postgres';
import { isMet, type Figure } from '../shop/figures.js';
import {
  bodyOf,
  openConnection,
  requestBytes,
  type KeepAliveConnection,
} from '../shop/driver/keep-alive-connection.js';
import { runLoad } from '../shop/driver/run-load.js';
import { startBareRoute } from '../shop/limits/bare-route.js';
import { printFigures } from '../shop/report.js';
import { measureImport } from './measure-import.js';

const numberOf = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
const seconds = numberOf('BENCH_SECONDS', 5);
const sizes = { small: 1_000, large: numberOf('BENCH_PRODUCTS', 100_000) };
const rows = numberOf('BENCH_ROWS', 100_000);
const log = (text: string): void => void process.stderr.write(`${text}\n`);

const directory = await mkdtemp(join(tmpdir(), 'cartwright-bench-'));
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

const searches: readonly ((noun: string, look: string) => string)[] = [
  (noun) => noun,
  (noun, look) => `${look} ${noun}`,
  (noun) => `${noun}s`,
  (noun, look) => `${noun} ${look}`,
  (noun) => noun.slice(0, 4),
  // Two letters are swapped.
  (noun) => `${noun.slice(0, 1)}${noun.charAt(2)}${noun.charAt(1)}${noun.slice(3)}`,
];
const searchOf = (index: number): string => {
  const make = searches[index % searches.length] ?? String;
  return make(filledNouns[(index * 7) % filledNouns.length] ?? '', filledLooks[(index * 5) % filledLooks.length] ?? '');
};
const facets = '&facets=category,brand,tag,option,price';
const paths: Readonly<Record<string, (index: number) => string>> = {
  list: () => '/api/v1/products?limit=20',
  search: (index) => `/api/v1/products?limit=20&search=${encodeURIComponent(searchOf(index))}`,
  'search with facets': (index) => `/api/v1/products?limit=20&search=${encodeURIComponent(searchOf(index))}${facets}`,
};

const shops = { small: await openShop('small', 1, sizes.small), large: await openShop('large', 2, sizes.large) };
const requestTo = (url: string, path: string) => requestBytes('GET', path, { host: new URL(url).host });
const connectTo = (url: string): KeepAliveConnection => openConnection(Number(new URL(url).port));
const measured = new Map<string, number>();

for (const [name, pathOf] of Object.entries(paths)) {
  for (const [size, { url }] of Object.entries(shops)) {
    const connection = connectTo(url);
    let index = 0;
    const read = async (): Promise<Buffer> => {
      index += 1;
      return bodyOf(await connection.send(requestTo(url, pathOf(index))));
    };
    // The first half warms up.
    await runLoad({ connections: 1, seconds: seconds / 2 }, read);
    index = 0;
    measured.set(`${name}, ${size}`, (await runLoad({ connections: 1, seconds }, read)).p50);
    connection.close();
  }
}

log('measuring the bare route');
const list = paths['list']?.(0) ?? '';
const shopConnection = connectTo(shops.small.url);
const bare = await startBareRoute(
  list.replace(/\?.*$/u, ''),
  bodyOf(await shopConnection.send(requestTo(shops.small.url, list))),
);
shopConnection.close();
const rateOf = async (port: number): Promise<number> => {
  const connections = Array.from({ length: 8 }, () => openConnection(port));
  const request = requestBytes('GET', list, { host: `127.0.0.1:${port}` });
  const work = async (worker: number) =>
    bodyOf(await (connections[worker] ?? connectTo(shops.small.url)).send(request));
  await runLoad({ connections: connections.length, seconds: seconds / 2 }, work);
  const { perSecond } = await runLoad({ connections: connections.length, seconds }, work);
  for (const connection of connections) connection.close();
  return perSecond;
};
const [listRate, bareRate] = [await rateOf(Number(new URL(shops.small.url).port)), await rateOf(bare.port)];
bare.stop();
await Promise.all([shops.small.stop(), shops.large.stop()]);

log(`importing ${rows} rows`);
const empty = await openShop('imported', 3, 0);
const imported = await measureImport(empty, { rows, postgresPid: server.pid });
await empty.stop();
await Promise.all([server.stop(), redis.stop()]);
await rm(directory, { recursive: true, force: true });

const of = (name: string): number => measured.get(name) ?? Number.NaN;
const grown = (name: string, most: number | undefined): readonly Figure[] => [
  { part: 'catalogue', name: `${name}, p50, ${sizes.small} products`, value: of(`${name}, small`), unit: 'ms' },
  {
    part: 'catalogue',
    name: `${name}, ${sizes.large} / ${sizes.small} products`,
    value: of(`${name}, large`) / of(`${name}, small`),
    unit: '',
    ...(most === undefined ? {} : { target: { is: 'at most', value: most } as const }),
  },
];
const figures: readonly Figure[] = [
  { part: 'catalogue', name: 'list of 20', value: listRate, unit: '/s' },
  {
    part: 'catalogue',
    name: 'list of 20 / bare route',
    value: listRate / bareRate,
    unit: '',
    target: { is: 'at least', value: 0.3 },
  },
  ...grown('list', undefined),
  ...grown('search', 3),
  ...grown('search with facets', 6),
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
printFigures(figures);
process.exitCode = figures.every(isMet) ? 0 : 1;
