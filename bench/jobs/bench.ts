/**
 * Measures the jobs of a shop on PostgreSQL 18 with fsync, by its built processes: `pnpm bench jobs`. The driver shares
 * the machine.
 *
 * Each round runs jobs by bare BullMQ, and then sends as many order confirmations through outbox and BullMQ, on the
 * same Redis, to a mailer that discards them. Then orders are placed at a constant rate. The time from the commit of
 * each to its mail and its webhook is measured.
 * `BENCH_ROUNDS`, `BENCH_JOBS` and `BENCH_SECONDS` change sizes. Exits with 1 when a target is missed or a
 * figure is missing.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '@cartwright/adapters/testing/start-postgres';
import { startRedis } from '@cartwright/adapters/testing/start-redis';
import { migrateDatabase, productionSettings, startHttp, startWorker } from '@cartwright/http/testing/start-shop';
import postgres from 'postgres';
import { median, quantile } from '../measuring/run-load.js';
import { isMet, printFigures, type Figure } from '../measuring/figure.js';
import { log } from '../measuring/log.js';
import { numberOf } from '../measuring/settings.js';
import { fillShop } from '../measuring/fill-shop.js';
import { measureLatencies } from './measure-latencies.js';

const rounds = numberOf('BENCH_ROUNDS', 3);
const jobs = numberOf('BENCH_JOBS', 10_000);
const seconds = numberOf('BENCH_SECONDS', 20);
const ordersPerSecond = 50;
const warmUpJobs = Math.min(jobs, 2000);
const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const directory = await mkdtemp(join(tmpdir(), 'cartwright-bench-'));
const mailPath = join(directory, 'mails');
const server = await startPostgres({ fsync: true, settings: { track_commit_timestamp: 'on' } });
const redis = await startRedis();
log(`filling a shop with ${jobs} orders`);
await migrateDatabase(server.url);
const { variantIds } = await fillShop(server.url, { products: 1000, orders: jobs });
const sql = postgres(server.url, { max: 1 });
const env = productionSettings(
  { databaseUrl: server.url, redisUrl: redis.url, smtpUrl: 'smtp://127.0.0.1:9' },
  { EXTENSIONS: fileOf('null-mailer.mjs'), BENCH_MAILS: mailPath, WEBHOOK_ALLOW_PRIVATE: 'true' },
);
await writeFile(mailPath, '');
const mails = () =>
  readFileSync(mailPath, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t') as [string, string])
    .map(([at, subject]) => ({ at: Number(at), subject }));

/** Confirms that many orders. @returns mails a second, from the first to the last */
async function measureConfirmations(count: number): Promise<number> {
  await writeFile(mailPath, '');
  await sql`
    INSERT INTO outbox (id, event, created_at, is_published)
    SELECT gen_random_uuid(), jsonb_build_object('type', 'order.placed', 'orderId', id, 'at', now(),
      'total', jsonb_build_object('amount', total, 'currency', currency)), now(), true
    FROM (SELECT id, total, currency FROM orders LIMIT ${count}) AS confirmed`;
  for (;;) {
    await setTimeout(100);
    const sent = mails();
    if (sent.length < count) continue;
    const times = sent.map(({ at }) => at).toSorted((one, other) => one - other);
    return ((count - 1) * 1000) / ((times.at(-1) ?? 0) - (times[0] ?? 0));
  }
}

/** @returns jobs a second */
async function measureBareBullmq(round: number): Promise<number> {
  const args = [fileOf('bare-bullmq-process.mjs'), redis.url, `round-${round}`, String(jobs)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  await once(child, 'exit');
  return (JSON.parse(line.toString('utf8')) as { readonly perSecond: number }).perSecond;
}

const worker = await startWorker(env);
log('warming up');
await measureConfirmations(Math.min(warmUpJobs, jobs));
const [bare, confirmed, ratios]: [number[], number[], number[]] = [[], [], []];
for (let round = 1; round <= rounds; round += 1) {
  log(`round ${round} of ${rounds}`);
  const [limit, mine] = [await measureBareBullmq(round), await measureConfirmations(jobs)];
  bare.push(limit);
  confirmed.push(mine);
  ratios.push(mine / limit);
}

log(`placing ${ordersPerSecond} orders a second for ${seconds} s`);
await writeFile(mailPath, '');
const { url, http } = await startHttp(env);
const latencies = await measureLatencies({
  url,
  databaseUrl: server.url,
  variantIds,
  seconds,
  perSecond: ordersPerSecond,
  mails: () => new Map(mails().map(({ at, subject }) => [subject, at])),
});
await Promise.all([http.stop(), worker.stop(), sql.end()]);
await Promise.all([server.stop(), redis.stop()]);
await rm(directory, { recursive: true, force: true });

const latency = (name: string, of: readonly number[], share: number, atMost?: number): Figure => ({
  part: `${ordersPerSecond} orders a second`,
  name: `${name}, p${share * 100}`,
  value: quantile(of, share),
  unit: 'ms',
  ...(atMost === undefined ? {} : { target: { is: 'at most', value: atMost } }),
});
const throughput = { part: `${jobs} order confirmations`, unit: '/s' };
const figures: readonly Figure[] = [
  { ...throughput, name: 'limit: bare BullMQ', value: median(bare) },
  { ...throughput, name: 'outbox, BullMQ and null mailer', value: median(confirmed) },
  { ...throughput, name: 'shop / limit', value: median(ratios), unit: '', target: { is: 'at least', value: 0.5 } },
  latency('commit to mailer', latencies.mails, 0.5, 50),
  latency('commit to mailer', latencies.mails, 0.99, 250),
  latency('commit to webhook', latencies.webhooks, 0.5, 100),
  latency('commit to webhook', latencies.webhooks, 0.99),
];
printFigures(figures);
process.exitCode = figures.every(isMet) ? 0 : 1;
