import { createRequire } from 'node:module';

/**
 * Adds jobs that do nothing and runs them, by BullMQ without a shop, in one process, with the options and the
 * concurrency of the shop's worker. Prints `{ "perSecond": … }`.
 */
const { Queue, Worker } = createRequire(new URL('../../packages/adapters/package.json', import.meta.url))('bullmq');
const [url, name, jobs] = [process.argv[2], process.argv[3], Number(process.argv[4])];
const connection = { url, maxRetriesPerRequest: null };
const [batch, concurrency, mostAhead] = [50, 24, 500];
const opts = { attempts: 12, removeOnComplete: { age: 86_400, count: 20_000 }, removeOnFail: false };

const queue = new Queue(name, { connection, prefix: 'bare' });
let done = 0;
let first = 0;
let resolveAll;
const all = new Promise((resolve) => {
  resolveAll = resolve;
});
let wake = () => undefined;
const worker = new Worker(name, () => Promise.resolve(), { connection, prefix: 'bare', concurrency });
worker.on('completed', () => {
  if (done === 0) first = performance.now();
  done += 1;
  wake();
  if (done === jobs) resolveAll();
});
await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);
let added = 0;
const isFarAhead = () => added - done > mostAhead;
for (; added < jobs; added += batch) {
  while (isFarAhead()) await new Promise((resolve) => (wake = resolve));
  const entries = Array.from({ length: batch }, (_, at) => ({
    name,
    data: { payload: { mail: 'order-confirmation', event: { type: 'order.placed', orderId: `${added + at}` } } },
    opts: { ...opts, jobId: `${added + at}.order-confirmation` },
  }));
  await queue.addBulk(entries);
}
await all;
process.stdout.write(`${JSON.stringify({ perSecond: ((jobs - 1) * 1000) / (performance.now() - first) })}\n`);
await worker.close();
await queue.close();
