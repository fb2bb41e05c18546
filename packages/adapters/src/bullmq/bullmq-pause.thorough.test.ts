import { makeRecordedFeed } from '@cartwright/adapters/testing/recorded-feed';
import { startRedis, type RunningRedis } from '@cartwright/adapters/testing/start-redis';
import type { Job, JobName, JobSupervision } from '@cartwright/application';
import { handlersOf } from '@cartwright/application/contracts/sample-jobs';
import { err, ok, okAsync, ResultAsync } from 'neverthrow';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { makeCollectedLog } from '../in-memory/collected-log.js';
import { makeBullmqQueue } from './bullmq-queue.js';

let redis: RunningRedis;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

let shops = 0;
const job = (id: string, name: JobName = 'end-payments') => ({ id, name, payload: { orderId: id } }) as unknown as Job;

/** A queue with any number of consumers, whose jobs can be paused. */
function openQueue(handle: (job: Job) => 'done' | 'refused' = () => 'done') {
  shops += 1;
  const queue = makeBullmqQueue({
    url: redis.url,
    prefix: `pause-${shops}`,
    concurrency: 4,
    retryOf: () => ({ attempts: 1, backoff: { baseMs: 10, maxMs: 10 } }),
    random: () => 1,
    feed: makeRecordedFeed(),
    log: makeCollectedLog(),
  });
  onTestFinished(() => queue.close());
  const paused = new Set<string>();
  const listeners: (() => void)[] = [];
  const taken: string[] = [];
  const failures: unknown[] = [];
  const supervision: JobSupervision = {
    isPaused: (name) => paused.has(name),
    onChange: (listener) => listeners.push(listener),
    ran: () => undefined,
    failed: ({ id, name }, reason, attempts) => {
      failures.push({ id, name, reason, attempts });
      return okAsync(undefined);
    },
  };
  const handlers = handlersOf((given) => {
    taken.push(given.id);
    const outcome = handle(given) === 'done' ? ok(undefined) : err({ type: 'job.refused', reason: 'gone' } as const);
    return new ResultAsync(Promise.resolve(outcome));
  });
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    add: async (given: Job) => (await queue.add(given))._unsafeUnwrap(),
    consume: () => queue.consume(handlers, supervision),
    pause: (name: JobName) => (paused.add(name), changed()),
    resume: (name: JobName) => (paused.delete(name), changed()),
    taken,
    failures,
  };
}

it('a paused job waits at every consumer, while others run, and loses nothing', async () => {
  const queue = openQueue();
  queue.pause('end-payments');
  queue.consume();
  queue.consume();
  const all = Array.from({ length: 200 }, (_, index) => `job ${index}`);
  await Promise.all(all.map((id) => queue.add(job(id))));
  await queue.add(job('other', 'send-refund'));
  await expect.poll(() => queue.taken).toEqual(['other']);
  queue.resume('end-payments');
  await expect.poll(() => queue.taken).toHaveLength(201);
  expect(new Set(queue.taken).size).toBe(201);
});

it('a job paused while its consumers wait for work takes no job that comes later', async () => {
  const queue = openQueue();
  queue.consume();
  await queue.add(job('first'));
  await expect.poll(() => queue.taken).toEqual(['first']);
  queue.pause('end-payments');
  await queue.add(job('second'));
  await queue.add(job('other', 'send-refund'));
  await expect.poll(() => queue.taken).toEqual(['first', 'other']);
  queue.resume('end-payments');
  await expect.poll(() => queue.taken).toEqual(['first', 'other', 'second']);
});

it('a refused job is listed as failed, with its reason, beside healthy ones', async () => {
  const queue = openQueue(({ id }) => (id === 'poison' ? 'refused' : 'done'));
  queue.consume();
  for (const id of ['one', 'poison', 'two']) await queue.add(job(id));
  await expect.poll(() => queue.taken.toSorted()).toEqual(['one', 'poison', 'two']);
  await expect
    .poll(() => queue.failures)
    .toEqual([{ id: 'poison', name: 'end-payments', reason: 'gone', attempts: 1 }]);
});
