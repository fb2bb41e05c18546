import { makeRecordedFeed } from '@cartwright/adapters/testing/recorded-feed';
import { startRedis, type RunningRedis } from '@cartwright/adapters/testing/start-redis';
import type { Job, JobOutage, JobQueue, JobRefusal, JobScheduler, Schedule, Timers } from '@cartwright/application';
import { handlersOf } from '@cartwright/application/contracts/sample-jobs';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { makeCollectedLog, type CollectedLog } from '../in-memory/collected-log.js';
import { makeFakeClock } from '../in-memory/fake-clock.js';
import { makeFakeTimers } from '../in-memory/fake-timers.js';
import { makeNodeTimers } from '../system/node-timers.js';
import { repeatStrategy } from './broker-queues.js';
import { makeBullmqQueue } from './bullmq-queue.js';
import { makeBullmqScheduler } from './bullmq-scheduler.js';

const eachSecond: Schedule = { name: 'expire-orders', pattern: '* * * * * *', timeZone: 'UTC' };
const nightly: Schedule = { ...eachSecond, pattern: '5 0 * * *', timeZone: 'America/Havana' };

let redis: RunningRedis;
/** Each test has keys of its own. */
let prefix = 'shop-0';
let log: CollectedLog;
const opened: { readonly close: () => Promise<void> }[] = [];

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());
beforeEach(() => {
  prefix = `shop-${Number(prefix.slice(5)) + 1}`;
  log = makeCollectedLog();
  return async () => {
    await Promise.all(opened.splice(0).map((each) => each.close()));
  };
});

const retryOf = () => ({ attempts: 3, backoff: { baseMs: 50, maxMs: 200 } });
const openQueue = (url = redis.url): JobQueue => {
  const queue = makeBullmqQueue({
    url,
    prefix,
    concurrency: 4,
    retryOf,
    random: () => 0.5,
    feed: makeRecordedFeed(),
    log,
  });
  opened.push(queue);
  return queue;
};
const openScheduler = ({
  url = redis.url,
  timers = makeNodeTimers(),
}: { url?: string; timers?: Timers } = {}): JobScheduler => {
  const scheduler = makeBullmqScheduler({ url, prefix, retryOf, timers, random: () => 0.5, log });
  opened.push({ close: () => scheduler.stop() });
  return scheduler;
};
/** Takes the ticks of the schedule; returns those it has taken, in order. */
const take = (
  queue: JobQueue,
  handle: (job: Job) => ResultAsync<void, JobOutage | JobRefusal> = () => okAsync(undefined),
): readonly Job[] => {
  const taken: Job[] = [];
  queue.consume(
    handlersOf((job) => {
      taken.push(job);
      return handle(job);
    }),
  );
  return taken;
};
/** The broker's own view of the schedule. */
const readerOf = (url = redis.url): Queue => {
  const reader = new Queue('expire-orders', { connection: { url }, prefix });
  opened.push(reader);
  return reader;
};
const nextOf = async (reader: Queue): Promise<number | undefined> =>
  (await reader.getJobScheduler('expire-orders'))?.next;

it('has each tick done once by any number of workers, each of which keeps the schedules', async () => {
  const taken = Array.from({ length: 3 }, () => {
    openScheduler().start([eachSecond]);
    return take(openQueue());
  });
  await expect.poll(() => taken.flat().length).toBeGreaterThanOrEqual(6);
  const ids = taken.flat().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

it('continues while any process consumes, also when none maintains the schedules any more', async () => {
  const taken = take(openQueue());
  const scheduler = openScheduler();
  scheduler.start([eachSecond]);
  await expect.poll(() => taken.length).toBeGreaterThanOrEqual(1);
  await scheduler.stop();
  const sofar = taken.length;
  await expect.poll(() => taken.length).toBeGreaterThanOrEqual(sofar + 2);
});

it('is stored by the broker with its time zone, and due by the clocks there', async () => {
  openScheduler().start([nightly]);
  const reader = readerOf();
  await expect.poll(() => nextOf(reader)).toBeDefined();
  const next = new Date((await nextOf(reader)) ?? 0);
  const timeOfDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Havana', timeStyle: 'medium' }).format(next);
  // The second in the one night of a year that has no 00:05.
  expect(['00:05:00', '01:00:00']).toContain(timeOfDay);
  expect(await reader.getJobScheduler('expire-orders')).toMatchObject({ pattern: '5 0 * * *', tz: 'America/Havana' });
});

it('is due at the change of clocks in a night that has no 00:05', () => {
  const noon = Date.parse('2026-03-07T12:00:00.000Z');
  const due = repeatStrategy(noon, { pattern: nightly.pattern, tz: nightly.timeZone });
  expect(new Date(due).toISOString()).toBe('2026-03-08T05:00:00.000Z');
});

it('leaves a schedule alone that it finds as it should be', async () => {
  openScheduler().start([nightly]);
  const reader = readerOf();
  await expect.poll(() => nextOf(reader)).toBeDefined();
  const [before] = await reader.getDelayed();
  // As it looks while it waits for a worker, overdue.
  await before?.promote();
  const clock = makeFakeClock();
  const timers = makeFakeTimers(clock);
  openScheduler({ timers }).start([nightly]);
  await expect.poll(() => timers.waiting()).toBe(1);
  expect((await reader.getWaiting()).map(({ id }) => id)).toEqual([before?.id]);
  expect(log.lines.filter(({ message }) => message === 'a schedule was added to the job broker')).toHaveLength(1);
});

it('tries a tick again that met an outage, as the same job', async () => {
  let failures = 0;
  const taken = take(openQueue(), () =>
    (failures += 1) <= 2 ? errAsync({ type: 'job.outage', reason: 'away' }) : okAsync(undefined),
  );
  openScheduler().start([nightly]);
  const reader = readerOf();
  await expect.poll(() => nextOf(reader)).toBeDefined();
  await (await reader.getDelayed())[0]?.promote();
  await expect.poll(() => taken.length).toBe(3);
  expect(new Set(taken.map(({ id }) => id)).size).toBe(1);
  // One tick is to come all the while, the night after that one.
  expect((await reader.getDelayed()).map(({ opts }) => opts.prevMillis)).toEqual([await nextOf(reader)]);
});

it('has a killed worker’s tick done by another, and the ticks after it come', async () => {
  const script = fileURLToPath(new URL('../../testing/processes/bullmq-consumer-process.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, redis.url, prefix]);
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let words = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (words += chunk));
  openScheduler().start([eachSecond]);
  await expect.poll(() => words).toMatch(/^taken expire-orders@\S+\n$/);
  const [, lost] = /^taken (\S+)/.exec(words) ?? [];
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
  const taken = take(openQueue());
  await expect.poll(() => taken.length).toBeGreaterThanOrEqual(3);
  const ids = taken.map(({ id }) => id);
  expect(ids).toContain(lost);
  expect(new Set(ids).size).toBe(ids.length);
});

describe('a broker that', () => {
  it('is not there when the shop starts gets the schedules when it comes', async () => {
    const gone = await startRedis();
    await gone.stop();
    const taken = take(openQueue(gone.url));
    openScheduler({ url: gone.url }).start([eachSecond]);
    const back = await startRedis({ port: Number(new URL(gone.url).port) });
    await expect.poll(() => taken.length).toBeGreaterThanOrEqual(1);
    await Promise.all(opened.splice(0).map((each) => each.close()));
    await back.stop();
  });

  it('has lost its memory gets them again within a minute', async () => {
    const timers = makeFakeTimers(makeFakeClock());
    openScheduler({ timers }).start([nightly]);
    const reader = readerOf();
    await expect.poll(() => nextOf(reader)).toBeDefined();
    await expect.poll(() => timers.waiting()).toBe(1);
    const client = new Redis(redis.url);
    const keys = await client.keys(`${prefix}:*`);
    await client.del(...keys);
    client.disconnect();
    expect(await nextOf(reader)).toBeUndefined();
    await timers.advance(60_000);
    await expect.poll(() => nextOf(reader)).toBeDefined();
  });

  it('has lost the tick that was to come gets the next one within a minute', async () => {
    const timers = makeFakeTimers(makeFakeClock());
    openScheduler({ timers }).start([nightly]);
    const reader = readerOf();
    await expect.poll(() => nextOf(reader)).toBeDefined();
    await expect.poll(() => timers.waiting()).toBe(1);
    const [tick] = await reader.getDelayed();
    const client = new Redis(redis.url);
    await client.zrem(`${prefix}:expire-orders:delayed`, tick?.id ?? '');
    await client.del(`${prefix}:expire-orders:${tick?.id}`);
    client.disconnect();
    expect(await reader.getDelayed()).toEqual([]);
    await timers.advance(60_000);
    await expect.poll(async () => (await reader.getDelayed()).map(({ id }) => id)).toEqual([tick?.id]);
  });

  it('is frozen holds up no stop', async () => {
    const frozen = await startRedis();
    const scheduler = openScheduler({ url: frozen.url });
    scheduler.start([nightly]);
    const reader = readerOf(frozen.url);
    await expect.poll(() => nextOf(reader)).toBeDefined();
    await reader.close();
    process.kill(frozen.pid, 'SIGSTOP');
    await scheduler.stop();
    await frozen.stop();
    expect(log.lines.map(({ level }) => level)).toEqual(['info']);
  });
});
