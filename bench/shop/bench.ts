/**
 * How fast the shop is, beside the least that its database and its HTTP server could do: `pnpm bench`.
 *
 * Real PostgreSQL 18 that keeps every commit on disk, the built processes, and this driver share the machine. Each round
 * measures everything once, so the two sides of a ratio ran under the same conditions; the medians of the rounds are told.
 * `BENCH_ROUNDS`, `BENCH_SECONDS`, `BENCH_PRODUCTS` and `BENCH_ORDERS` change the sizes and `BENCH_ONLY` names the parts that
 * are measured (`orders,reads,growth,baskets,purchases,start`), for trying things out. Ends with 1 when a target is missed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@cartwright/adapters/testing/start-postgres';
import { startRedis } from '@cartwright/adapters/testing/start-redis';
import postgres from 'postgres';
import { openBareOrders } from './bare-order.js';
import { startBareRoute } from './bare-route.js';
import { fail, openBuyers, shuffled, someItems } from './buyers.js';
import { countMail } from './count-mail.js';
import { measureEmbedded } from './embedded-shop.js';
import { measureInstall } from './install-size.js';
import { bodyOf, openConnection } from './keep-alive-connection.js';
import { isMet, report, type Figure } from './report.js';
import { median, runAwake, runLoad } from './run-load.js';
import { startShopUnderTest, type ShopUnderTest } from './shop-under-test.js';

const numberOf = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
const rounds = numberOf('BENCH_ROUNDS', 3);
const seconds = numberOf('BENCH_SECONDS', 5);
const small = { products: 1000, orders: 1000 };
const large = { products: numberOf('BENCH_PRODUCTS', 100_000), orders: numberOf('BENCH_ORDERS', 1_000_000) };
const connections = 32;
/** Reads are measured with one request under way at a time a connection, few of them: latency, not a queue. */
const readers = 8;
/** A cart holds no more. */
const linesOfOrder = 500;
/** Somebody who buys nothing, so that their cart and their orders stay as they are. */
const readerCustomer = connections;
const baskets = new URL('../../../shared/data/online-retail/baskets.txt', import.meta.url);

const parts = process.env['BENCH_ONLY']?.split(',');
const isMeasured = (part: string): boolean => parts === undefined || parts.includes(part);

const say = (text: string): void => void process.stderr.write(`${text}\n`);

const directory = await mkdtemp(join(tmpdir(), 'cartwright-bench-'));
const mail = await countMail();
const server = await startPostgres({ fsync: true });
const redis = await startRedis();
const database = async (name: string): Promise<string> => {
  const sql = postgres(server.url, { max: 1 });
  await sql.unsafe(`CREATE DATABASE ${name}`);
  await sql.end();
  return server.url.replace(/\/postgres$/u, `/${name}`);
};
/** Each shop has a database of its own on both servers, so that no worker takes another shop's jobs. */
const services = async (name: string, number: number) => ({
  databaseUrl: await database(name),
  redisUrl: `${redis.url}/${number}`,
  smtpUrl: mail.url,
});

say('filling a small shop');
const shop = await startShopUnderTest(await services('small', 0), small, directory);
const atRest = await shop.http.figures();
say('filling a large shop');
const largeShop = await startShopUnderTest(await services('large', 1), large, directory);
const bare = await openBareOrders(await database('bare'), connections);
const buyers = openBuyers(shop, connections);
const hotItems = someItems(shop.variantIds, 4);

/** One round's figures by name, and what the process that was measured says of itself. */
const measured = new Map<string, number[]>();
let isWarm = false;
const note = (name: string, value: number): void => {
  if (isWarm) measured.set(name, [...(measured.get(name) ?? []), value]);
};
const of = (name: string): number => median(measured.get(name) ?? []);
const ratio = (name: string, other: string): number =>
  median((measured.get(name) ?? []).map((value, round) => value / (measured.get(other)?.[round] ?? Number.NaN)));

const load = { connections, seconds };
const place = (buyer: number): Promise<void> => buyers.place(buyer, someItems(shop.variantIds, 3));

async function measureOrders(): Promise<void> {
  await shop.http.figures();
  const placed = await runLoad(load, place);
  const underLoad = await shop.http.figures();
  note('place order', placed.perSecond);
  note('place order p50', placed.p50);
  note('place order p99', placed.p99);
  note('place order p99 / p50', placed.p99 / placed.p50);
  note('event loop held, p99', underLoad.heldMs);
  note('memory under load', underLoad.rssMegabytes);
  note('processor of the HTTP process an order', underLoad.cpuMs / placed.done);
  note('hot product', (await runLoad(load, (buyer) => buyers.place(buyer, shuffled(hotItems)))).perSecond);
}

/** Of purchases whose confirmation is in the mail, over the time that all of them took. */
async function measurePurchases(): Promise<void> {
  const worker = shop.startWorker();
  // What the rounds before have ordered is confirmed first.
  await untilQuiet();
  const before = mail.confirmations();
  const began = performance.now();
  await Promise.all([shop.http.figures(), worker.figures()]);
  const { done } = await runLoad(load, (buyer) => buyers.purchase(buyer, someItems(shop.variantIds, 3)));
  await mail.until(before + done);
  note('whole purchase', done / ((performance.now() - began) / 1000));
  const [ofHttp, ofWorker] = await Promise.all([shop.http.figures(), worker.figures()]);
  note('processor of the HTTP process a purchase', ofHttp.cpuMs / done);
  note('processor of the worker a purchase', ofWorker.cpuMs / done);
  note('memory of the worker under load', ofWorker.rssMegabytes);
  await worker.stop();
}

async function untilQuiet(): Promise<void> {
  for (let last = -1; last !== mail.confirmations();) {
    last = mail.confirmations();
    await new Promise((resolve) => {
      setTimeout(resolve, 2000);
    });
  }
}

async function cartOfReader(): Promise<string> {
  const client = openBuyers(shop, 1, readerCustomer);
  const path = await client.openCart(0, someItems(shop.variantIds, 3));
  client.close();
  return path;
}

/** A path of the small shop beside a bare route that answers the same bytes to the same request, by turns of a second. */
async function measureBeside(name: string, path: string): Promise<void> {
  const client = openBuyers(shop, 1, readerCustomer);
  const request = client.requestOf(0, path);
  const route = await startBareRoute(path, await client.get(0, path));
  client.close();
  const sides = [
    { side: name, port: shop.port, done: 0 },
    { side: `${name} of a bare route`, port: route.port, done: 0 },
  ].map((side) => ({ ...side, open: Array.from({ length: readers }, () => openConnection(side.port)) }));
  const turn = { connections: readers, seconds: 1 };
  const counted = Math.max(1, Math.round(seconds));
  for (let turns = 0; turns <= counted; turns += 1) {
    for (const side of sides) {
      const { done } = await runAwake(turn, async (reader) =>
        bodyOf(await (side.open[reader] ?? fail()).send(request)),
      );
      // The bare route's process has answered nothing before.
      if (turns > 0) side.done += done;
    }
  }
  for (const { side, done, open } of sides) {
    note(side, done / counted);
    for (const connection of open) connection.close();
  }
  route.stop();
}

type PathOf = (asked: ShopUnderTest) => string;
const reads: Readonly<Record<string, PathOf>> = {
  'product read': ({ slugs }) => `/api/v1/products/${slugs[Math.floor(Math.random() * slugs.length)] ?? ''}`,
  'product list': () => '/api/v1/products?limit=20',
  'product search': ({ size }) =>
    `/api/v1/products?limit=20&search=${encodeURIComponent(`Product ${Math.floor(Math.random() * size.products)}`)}`,
  'order history': () => '/api/v1/me/orders',
};

/** The same request of a small and of a large shop, one at a time, by median latency. */
async function measureGrowth(): Promise<void> {
  const shops = [shop, largeShop].map((asked) => ({ asked, client: openBuyers(asked, 1, readerCustomer) }));
  const carts = new Map<ShopUnderTest, string>();
  for (const { asked, client } of shops)
    carts.set(asked, `/api/v1${await client.openCart(0, someItems(asked.variantIds, 3))}`);
  const cartRead: PathOf = (asked) => carts.get(asked) ?? '';
  for (const [name, pathOf] of Object.entries({ ...reads, 'cart read': cartRead })) {
    for (const { asked, client } of shops) {
      // The large shop's process has answered nothing yet.
      await runLoad({ connections: 1, seconds: seconds / 2 }, () => client.get(0, pathOf(asked)));
      const { p50 } = await runLoad({ connections: 1, seconds: seconds / 2 }, () => client.get(0, pathOf(asked)));
      note(`${name}, ${asked === shop ? 'small' : 'large'} shop`, p50);
    }
  }
  for (const { client } of shops) client.close();
}

/** Real baskets, of up to hundreds of lines. */
async function measureBaskets(): Promise<void> {
  if (!existsSync(baskets)) return say('no baskets beside the repository: that figure is left out');
  const codes = readFileSync(baskets, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  const variantOf = new Map([...new Set(codes.flat())].map((code, index) => [code, largeShop.variantIds[index] ?? '']));
  const orders = codes.map((basket) =>
    [...new Set(basket)].slice(0, linesOfOrder).map((code) => ({ variantId: variantOf.get(code) ?? '', quantity: 1 })),
  );
  // The large shop has as many products as there are stock codes.
  const client = openBuyers(largeShop, connections);
  let next = 0;
  const { perSecond } = await runLoad(load, (buyer) => {
    next += 1;
    return client.place(buyer, orders[next % orders.length] ?? []);
  });
  client.close();
  note('real baskets', perSecond);
  note('lines of real baskets', perSecond * (orders.reduce((sum, lines) => sum + lines.length, 0) / orders.length));
}

// The first round is not counted. It takes thousands of requests until what serves them is compiled rather than interpreted:
// until then the process spends a quarter of its time on compiling.
say('warming up');
await runLoad({ connections, seconds: 4 * seconds }, place);
for (let round = 0; round <= rounds; round += 1) {
  isWarm = round > 0;
  if (isWarm) say(`round ${round} of ${rounds}`);
  note('limit', (await bare.run(load)).perSecond);
  if (isMeasured('orders')) await measureOrders();
  if (isMeasured('reads')) {
    await measureBeside('product read beside', `/api/v1/products/${shop.slugs[0] ?? ''}`);
    await measureBeside('cart read beside', `/api/v1${await cartOfReader()}`);
  }
  if (isMeasured('growth')) await measureGrowth();
  if (isMeasured('baskets')) await measureBaskets();
  if (isMeasured('purchases')) await measurePurchases();
}
if (isMeasured('start')) say('measuring the embedded shop and the install');
const embedded = isMeasured('start') ? await measureEmbedded(directory) : undefined;
const install = isMeasured('start') ? await measureInstall() : undefined;

const secondsOf = (ms = Number.NaN): number => ms / 1000;
const atLeast = (value: number) => ({ is: 'at least', value }) as const;
const atMost = (value: number) => ({ is: 'at most', value }) as const;
const figures: readonly Figure[] = [
  { name: 'limit: the least SQL of an order', value: of('limit'), unit: '/s' },
  { name: 'place order', value: of('place order'), unit: '/s' },
  { name: 'place order / limit', value: ratio('place order', 'limit'), unit: '', target: atLeast(0.5) },
  { name: 'place order, median', value: of('place order p50'), unit: 'ms' },
  { name: 'place order, p99 / p50', value: of('place order p99 / p50'), unit: '', target: atMost(10) },
  {
    name: 'processor time of the HTTP process an order',
    value: of('processor of the HTTP process an order'),
    unit: 'ms',
  },
  { name: 'event loop held while placing, p99', value: of('event loop held, p99'), unit: 'ms', target: atMost(50) },
  { name: 'hot product / place order', value: ratio('hot product', 'place order'), unit: '', target: atLeast(0.5) },
  { name: 'whole purchase', value: of('whole purchase'), unit: '/s' },
  { name: 'whole purchase / limit', value: ratio('whole purchase', 'limit'), unit: '', target: atLeast(0.1) },
  {
    name: 'processor time of the HTTP process a purchase',
    value: of('processor of the HTTP process a purchase'),
    unit: 'ms',
  },
  { name: 'processor time of the worker a purchase', value: of('processor of the worker a purchase'), unit: 'ms' },
  { name: 'real baskets', value: of('real baskets'), unit: '/s' },
  { name: 'lines of real baskets', value: of('lines of real baskets'), unit: '/s' },
  {
    name: 'product read / bare route',
    value: ratio('product read beside', 'product read beside of a bare route'),
    unit: '',
    target: atLeast(0.5),
  },
  {
    name: 'cart read / bare route',
    value: ratio('cart read beside', 'cart read beside of a bare route'),
    unit: '',
    target: atLeast(0.25),
  },
  ...[...Object.keys(reads), 'cart read'].flatMap((name): readonly Figure[] => [
    { name: `${name}, median`, value: of(`${name}, small shop`), unit: 'ms' },
    {
      name: `${name}, large / small shop`,
      value: ratio(`${name}, large shop`, `${name}, small shop`),
      unit: '',
      target: atMost(1.3),
    },
  ]),
  { name: 'HTTP process at rest', value: atRest.rssMegabytes, unit: 'MB', target: atMost(120) },
  { name: 'HTTP process under load', value: of('memory under load'), unit: 'MB' },
  { name: 'worker process under load', value: of('memory of the worker under load'), unit: 'MB' },
  { name: 'start of the HTTP process', value: secondsOf(shop.startedInMs), unit: 's' },
  { name: 'start of the embedded shop, first', value: secondsOf(embedded?.firstStartMs), unit: 's', target: atMost(3) },
  {
    name: 'start of the embedded shop, later',
    value: secondsOf(embedded?.laterStartMs),
    unit: 's',
    target: atMost(1.5),
  },
  { name: 'embedded shop at rest', value: embedded?.rssMegabytes ?? Number.NaN, unit: 'MB', target: atMost(350) },
  { name: 'packages of a production install', value: install?.packages ?? Number.NaN, unit: '', target: atMost(150) },
  { name: 'production install', value: install?.megabytes ?? Number.NaN, unit: 'MB', target: atMost(80) },
];
const known = figures.filter(({ value }) => !Number.isNaN(value));
await report(known, { rounds, seconds });

buyers.close();
await Promise.all([shop.http.stop(), largeShop.http.stop(), bare.close()]);
await Promise.all([server.stop(), redis.stop()]);
mail.close();
await rm(directory, { recursive: true, force: true });
process.exitCode = known.every(isMet) ? 0 : 1;
