// Long, because each test file starts a broker of its own, and all of these can share one.
import { makeRecordedFeed, type RecordedFeed } from '@cartwright/adapters/testing/recorded-feed';
import { startRedis, type RunningRedis } from '@cartwright/adapters/testing/start-redis';
import type { Job, JobOutage, JobQueue, JobRefusal, JobSupervision } from '@cartwright/application';
import { handlersOf } from '@cartwright/application/contracts/sample-jobs';
import { Queue } from 'bullmq';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { makeCollectedLog, type CollectedLog } from '../in-memory/collected-log.js';
import { makeBullmqQueue } from './bullmq-queue.js';

type Handled = Result<void, JobOutage | JobRefusal>;
const outage: Handled = err({ type: 'job.outage', reason: 'mail server away' });

let redis: RunningRedis;
/** Each test has keys of its own. */
let prefix = 'shop-0';
let log: CollectedLog;
let feed: RecordedFeed;
let queue: JobQueue;
const opened: JobQueue[] = [];

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());
beforeEach(() => {
  prefix = `shop-${Number(prefix.slice(5)) + 1}`;
  log = makeCollectedLog();
  feed = makeRecordedFeed();
  queue = open();
  return async () => {
    await Promise.all(opened.splice(0).map((each) => each.close()));
  };
});

const open = (url = redis.url, concurrencyOf: (name: string) => number | undefined = () => undefined): JobQueue => {
  const made = makeBullmqQueue({
    url,
    prefix,
    concurrency: 4,
    concurrencyOf,
    retryOf: () => ({ attempts: 3, backoff: { baseMs: 50, maxMs: 200 } }),
    random: () => 0.5,
    feed,
    log,
  });
  opened.push(made);
  return made;
};
const job = (id: string): Job => ({ id, name: 'request-due-refunds', payload: { orderId: `order-of-${id}` } });
const typeOf = async (added: ReturnType<JobQueue['add'] | JobQueue['ping']>): Promise<string> =>
  (await added).match(
    () => 'added',
    ({ type }) => type,
  );

/** Handlers that keep what they take, and a wait for the `count`th of it. */
const takeAs = (answer: (taken: Job) => Handled | Promise<Handled>) => {
  const taken: Job[] = [];
  const waiting = new Set<() => void>();
  const handle = (given: Job): ResultAsync<void, JobOutage | JobRefusal> => {
    taken.push(given);
    for (const look of waiting) look();
    return new ResultAsync(Promise.resolve(answer(given)));
  };
  const handlers = handlersOf(handle);
  const took = (count: number): Promise<readonly Job[]> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (taken.length >= count) resolve(taken.slice(0, count));
      };
      waiting.add(look);
      look();
    });
  return { taken, handlers, took };
};
/** Reads what the broker keeps of a job, once it is in that state. */
const kept = async (id: string, state: 'completed' | 'waiting' | 'active') => {
  const reader = new Queue('request-due-refunds', { connection: { url: redis.url }, prefix });
  try {
    await expect.poll(() => reader.getJobState(encodeURIComponent(id))).toBe(state);
    return await reader.getJob(encodeURIComponent(id));
  } finally {
    await reader.close();
  }
};
/** Records the jobs that failed for good. Each is stored once `store` resolves. */
const supervise = (store: () => Promise<void>) => {
  const listed: { readonly id: string; readonly reason: string; readonly attempts: number }[] = [];
  const supervision: JobSupervision = {
    isPaused: () => false,
    onChange: () => undefined,
    ran: () => undefined,
    failed: ({ id }, reason, attempts) => {
      listed.push({ id, reason, attempts });
      return new ResultAsync(store().then(() => ok(undefined)));
    },
  };
  return { supervision, listed };
};
const never = (): Promise<Handled> => new Promise(() => undefined);

it('hands a job to a handler as it was added, whatever its id', async () => {
  const { handlers, took } = takeAs(() => ok(undefined));
  queue.consume(handlers);
  const given = [job('0193-a.request-due-refunds'), job('with:colons / and % signs')];
  for (const each of given) expect(await typeOf(queue.add(each))).toBe('added');
  expect(await took(2)).toEqual(given);
});

it('makes one job of the same id, also after it was done', async () => {
  const { handlers, took, taken } = takeAs(() => ok(undefined));
  await Promise.all([queue.add(job('a')), queue.add(job('a')), open().add(job('a'))]);
  queue.consume(handlers);
  await took(1);
  await kept('a', 'completed');
  await queue.add(job('a'));
  await queue.add(job('b'));
  await kept('b', 'completed');
  expect(taken.map(({ id }) => id)).toEqual(['a', 'b']);
});

it('keeps jobs until somebody consumes, and only consumers take them', async () => {
  await queue.add(job('a'));
  await queue.close();
  const { handlers, took } = takeAs(() => ok(undefined));
  open().consume(handlers);
  expect((await took(1)).map(({ id }) => id)).toEqual(['a']);
});

it('tries a job again after an outage, until it is done', async () => {
  let tries = 0;
  const { handlers, took } = takeAs(() => ((tries += 1) < 3 ? outage : ok(undefined)));
  queue.consume(handlers);
  await queue.add(job('a'));
  await took(3);
  expect(await kept('a', 'completed')).toMatchObject({ attemptsMade: 3 });
  expect(log.lines.map(({ message }) => message)).toEqual(
    Array.from({ length: 2 }, () => 'a job failed for now and is tried again'),
  );
});

it('tries a job as often as it may, and then does not run the same job again', async () => {
  const { handlers, taken } = takeAs(() => outage);
  queue.consume(handlers);
  await queue.add(job('a'));
  await kept('a', 'completed');
  expect(taken).toHaveLength(3);
  expect(log.lines.at(-1)).toMatchObject({ level: 'error', message: 'a job failed as often as it may' });
  await queue.add(job('a'));
  await queue.add(job('b'));
  await kept('b', 'completed');
  expect(taken.filter(({ id }) => id === 'a')).toHaveLength(3);
});

it('is done with a job that its handler refuses, and says why in the log', async () => {
  const { handlers, taken } = takeAs(() => err({ type: 'job.refused', reason: 'no such order' }));
  queue.consume(handlers);
  await queue.add(job('a'));
  await kept('a', 'completed');
  expect(taken).toHaveLength(1);
  expect(log.lines).toEqual([
    expect.objectContaining({ facts: expect.objectContaining({ jobId: 'a', reason: 'no such order' }) }),
  ]);
});

it('runs no more jobs of a name at once than its own limit allows', async () => {
  let finish = (): void => undefined;
  const { handlers, took, taken } = takeAs(() => new Promise((resolve) => (finish = () => resolve(ok(undefined)))));
  const limited = open(redis.url, (name) => (name === 'request-due-refunds' ? 1 : undefined));
  const consumer = limited.consume(handlers);
  for (const id of ['a', 'b']) await queue.add(job(id));
  await took(1);
  // Of another name, and added later.
  await queue.add({ id: 'other', name: 'end-payments', payload: { orderId: '1' } });
  expect((await took(2)).map(({ id }) => id)).toEqual(['a', 'other']);
  await kept('b', 'waiting');
  expect(taken).toHaveLength(2);
  finish();
  await consumer.stop(0);
});

it('lets a job of one name pass any number of slow ones of another', async () => {
  const { handlers, took } = takeAs(({ name }) => (name === 'request-due-refunds' ? never() : ok(undefined)));
  const consumer = queue.consume(handlers);
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) await queue.add(job(id));
  await took(4);
  await queue.add({ id: 'mail', name: 'end-payments', payload: { orderId: '1' } });
  expect((await took(5)).at(-1)?.id).toBe('mail');
  await consumer.stop(0);
});

describe('the event of a job', () => {
  const caused = (id: string, jobs = 1): Job => ({ ...job(`${id}.request-due-refunds`), event: { id, jobs } });
  const ackOf = (id: string, jobs = 1) => ({ eventId: id, jobId: `${id}.request-due-refunds`, jobs });

  it('is acked once the job is complete, done or refused, and not before', async () => {
    let finish = (): void => undefined;
    const whenFinished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { handlers, took } = takeAs(async ({ id }) => {
      await whenFinished;
      return id.startsWith('refused') ? err({ type: 'job.refused', reason: 'no such order' }) : ok(undefined);
    });
    queue.consume(handlers);
    for (const each of [caused('done', 2), caused('refused')]) {
      expect((await queue.add(each))._unsafeUnwrap()).toBe('queued');
    }
    await took(2);
    expect(feed.acked).toEqual([]);
    finish();
    await kept('done.request-due-refunds', 'completed');
    await kept('refused.request-due-refunds', 'completed');
    expect(feed.acked).toHaveLength(2);
    expect(feed.acked).toEqual(expect.arrayContaining([ackOf('done', 2), ackOf('refused')]));
  });

  it('is acked together with the events of other jobs', async () => {
    const ids = Array.from({ length: 40 }, (_, index) => `event-${index}`);
    await Promise.all(ids.map((id) => queue.add(caused(id))));
    queue.consume(takeAs(() => ok(undefined)).handlers);
    await expect.poll(() => feed.acked.length).toBe(40);
    expect(feed.statements).toBeLessThanOrEqual(20);
  });

  it('is acked by a retry of the job when storage is away, and the job is not complete before', async () => {
    feed.isAway = true;
    const { handlers, took, taken } = takeAs(() => ok(undefined));
    queue.consume(handlers);
    await queue.add(caused('a'));
    await took(2);
    feed.isAway = false;
    await kept('a.request-due-refunds', 'completed');
    expect(feed.acked).toEqual([ackOf('a')]);
    expect(taken.length).toBeGreaterThan(1);
  });

  it('is acked when the job failed for good, once the job is in the list of failed ones', async () => {
    let whenListed = (): void => undefined;
    const { supervision, listed } = supervise(() => new Promise<void>((resolve) => (whenListed = resolve)));
    queue.consume(takeAs(() => outage).handlers, supervision);
    await queue.add(caused('a', 2));
    await expect.poll(() => listed).toEqual([{ id: 'a.request-due-refunds', reason: 'mail server away', attempts: 3 }]);
    // A process that is killed here leaves the job to another one.
    await kept('a.request-due-refunds', 'active');
    expect(feed.acked).toEqual([]);
    whenListed();
    await kept('a.request-due-refunds', 'completed');
    expect(feed.acked).toEqual([ackOf('a', 2)]);
  });

  it('has its job added again when a worker died between the last attempt and the list', async () => {
    // The worker gives the job up while its failure is not stored.
    const lost = supervise(() => new Promise<void>(() => undefined));
    const consumer = open().consume(takeAs(() => outage).handlers, lost.supervision);
    await queue.add(caused('a'));
    await expect.poll(() => lost.listed).toHaveLength(1);
    void consumer.stop(0);
    const { supervision, listed } = supervise(() => Promise.resolve());
    open().consume(takeAs(() => outage).handlers, supervision);
    await expect.poll(() => feed.acked, { timeout: 60_000 }).toEqual([ackOf('a')]);
    expect(listed).toHaveLength(1);
  });

  it('stays in the outbox when storage is away at the end, and its job can be added again', async () => {
    let isOver = false;
    const { handlers, took } = takeAs(() => (isOver ? ok(undefined) : outage));
    queue.consume(handlers);
    feed.isAway = true;
    await queue.add(caused('a'));
    await took(3);
    const reader = new Queue('request-due-refunds', { connection: { url: redis.url }, prefix });
    onTestFinished(() => reader.close());
    await expect.poll(() => reader.getJob('a.request-due-refunds')).toBeUndefined();
    feed.isAway = false;
    isOver = true;
    await queue.add(caused('a'));
    await took(4);
    await expect.poll(() => feed.acked).toEqual([ackOf('a')]);
  });

  it('does not exist for a job that the clock started', async () => {
    queue.consume(takeAs(() => ok(undefined)).handlers);
    await queue.add(job('a'));
    await kept('a', 'completed');
    expect(feed.acked).toEqual([]);
  });
});

describe('stopping a consumer', () => {
  it('waits for the jobs in flight and takes no further ones', async () => {
    let finish: (result: Handled) => void = () => undefined;
    const { handlers, took, taken } = takeAs(() => new Promise((resolve) => (finish = resolve)));
    const consumer = queue.consume(handlers);
    await queue.add(job('a'));
    await took(1);
    const stopped = consumer.stop(10_000);
    await queue.add(job('b'));
    finish(ok(undefined));
    await stopped;
    await kept('a', 'completed');
    await kept('b', 'waiting');
    expect(taken).toHaveLength(1);
  });

  it('gives back at once what is not done in time, without counting it as a failure', async () => {
    const first = takeAs(never);
    const consumer = queue.consume(first.handlers);
    await queue.add(job('a'));
    await first.took(1);
    await consumer.stop(100);
    expect(await kept('a', 'waiting')).toMatchObject({ attemptsMade: 0 });
    const second = takeAs(() => ok(undefined));
    open().consume(second.handlers);
    await second.took(1);
    await kept('a', 'completed');
  });
});

describe('a consuming process', () => {
  /** One that has job `id` in hand and never finishes it. */
  const holding = async (id: string, url: string) => {
    const script = fileURLToPath(new URL('../../testing/processes/bullmq-consumer-process.mjs', import.meta.url));
    const child = spawn(process.execPath, [script, url, prefix]);
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    const exited = once(child, 'exit');
    let words = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (words += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (words += chunk));
    expect(await typeOf(open(url).add(job(id)))).toBe('added');
    await expect.poll(() => words).toBe(`taken ${id}\n`);
    return { child, exited };
  };

  it('killed in the middle of a job loses it to another within seconds', async () => {
    const { child, exited } = await holding('a', redis.url);
    const { handlers, took, taken } = takeAs(() => ok(undefined));
    queue.consume(handlers);
    child.kill('SIGKILL');
    await exited;
    const killedAt = performance.now();
    await took(1);
    // A lost lock is noticed after 15 seconds at most; by default BullMQ takes a minute.
    expect(performance.now() - killedAt).toBeLessThan(30_000);
    expect(taken).toEqual([job('a')]);
    await kept('a', 'completed');
  });

  it.each([
    ['there', undefined],
    ['frozen', 'SIGSTOP'],
    ['gone', 'SIGKILL'],
  ] as const)('ends by itself once it is stopped while the broker is %s', async (_state, signal) => {
    const broker = await startRedis();
    const { child, exited } = await holding('a', broker.url);
    if (signal !== undefined) process.kill(broker.pid, signal);
    const stoppedAt = performance.now();
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    expect(performance.now() - stoppedAt).toBeLessThan(30_000);
    await broker.stop();
  });
});

describe('a broker that', () => {
  it('is not there when the shop starts is unavailable at once, and is found when it comes', async () => {
    const gone = await startRedis();
    await gone.stop();
    const early = open(gone.url);
    const began = performance.now();
    expect(await typeOf(early.add(job('a')))).toBe('queue.unavailable');
    expect(await typeOf(early.ping())).toBe('queue.unavailable');
    expect(performance.now() - began).toBeLessThan(10_000);
    const { handlers, took } = takeAs(() => ok(undefined));
    early.consume(handlers);
    const back = await startRedis({ port: Number(new URL(gone.url).port) });
    await expect.poll(() => typeOf(early.add(job('a')))).toBe('added');
    await took(1);
    await early.close();
    await back.stop();
  });

  it('goes away is unavailable, and producers and consumers find it when it is back', async () => {
    const first = await startRedis();
    const shop = open(first.url);
    const { handlers, took } = takeAs(() => ok(undefined));
    shop.consume(handlers);
    await shop.add(job('a'));
    await took(1);
    await first.stop();
    await expect.poll(() => typeOf(shop.add(job('b')))).toBe('queue.unavailable');
    const second = await startRedis({ port: Number(new URL(first.url).port) });
    await expect.poll(() => typeOf(shop.add(job('c')))).toBe('added');
    expect((await took(2)).at(-1)?.id).toBe('c');
    const messages = log.lines.map(({ message }) => message);
    expect(messages.filter((message) => message === 'the job broker is away')).toHaveLength(1);
    expect(messages).toContain('the job broker is back');
    await shop.close();
    await second.stop();
  });

  it('is frozen is unavailable within seconds, and works again once it thaws', async () => {
    const frozen = await startRedis();
    const shop = open(frozen.url);
    const { handlers, took } = takeAs(() => ok(undefined));
    shop.consume(handlers);
    expect(await typeOf(shop.ping())).toBe('added');
    process.kill(frozen.pid, 'SIGSTOP');
    const began = performance.now();
    const answers = await Promise.all(
      [shop.add(job('a')), shop.add(job('b')), shop.ping()].map(async (asked) => (await asked).isErr()),
    );
    expect(answers).toEqual([true, true, true]);
    expect(performance.now() - began).toBeLessThan(10_000);
    process.kill(frozen.pid, 'SIGCONT');
    await expect.poll(() => typeOf(shop.add(job('c')))).toBe('added');
    await took(1);
    await shop.close();
    await frozen.stop();
  });

  it('is frozen holds up neither a stop nor a close', async () => {
    const frozen = await startRedis();
    const shop = open(frozen.url);
    const { handlers, took } = takeAs(never);
    const consumer = shop.consume(handlers);
    await shop.add(job('a'));
    await took(1);
    process.kill(frozen.pid, 'SIGSTOP');
    const began = performance.now();
    await consumer.stop(100);
    await shop.close();
    expect(performance.now() - began).toBeLessThan(10_000);
    await frozen.stop();
  });
});
