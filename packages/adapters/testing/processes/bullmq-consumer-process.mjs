// A process that consumes jobs from a broker and never finishes one, so that tests can kill it in the middle of its
// work. Run on built output as `node bullmq-consumer-process.mjs REDIS_URL PREFIX`. Says "taken ID" for each job it
// takes, and ends when its standard input closes, which is when its parent has gone. After SIGTERM it stops and closes
// its queue and then has to end by itself.
import process from 'node:process';
import { jobs } from '@cartwright/application';
import { okAsync, ResultAsync } from 'neverthrow';
import { makeBullmqQueue } from '../../dist/bullmq/bullmq-queue.js';

const [url, prefix] = process.argv.slice(2);
const say = (_facts, message) => process.stdout.write(`${message}\n`);
const queue = makeBullmqQueue({
  url,
  prefix,
  concurrency: 4,
  retryOf: () => ({ attempts: 3, backoff: { baseMs: 100, maxMs: 1000 } }),
  random: Math.random,
  feed: { ackJobs: () => okAsync(undefined), deadLetter: () => okAsync(undefined) },
  log: { info: say, warn: say, error: say },
});
const takeForEver = (job) => {
  process.stdout.write(`taken ${job.id}\n`);
  return new ResultAsync(new Promise(() => undefined));
};
const consumer = queue.consume(Object.fromEntries(Object.keys(jobs).map((name) => [name, takeForEver])));
process.stdin.on('end', () => process.exit(0)).resume();
const stop = async () => {
  process.stdin.destroy();
  await consumer.stop(200);
  await queue.close();
};
process.once('SIGTERM', () => void stop());
