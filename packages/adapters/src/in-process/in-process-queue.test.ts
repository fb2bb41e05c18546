/** Long because one queue answers for retries, pauses, limits and its end. */
import {
  jobsFor,
  makeOutboxRelay,
  type ApplicationEvent,
  type Job,
  type JobOutage,
  type JobRefusal,
} from '@cartwright/application';
import { handlersOf } from '@cartwright/application/contracts/sample-jobs';
import { err, ok, okAsync, ResultAsync, type Result } from 'neverthrow';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeCollectedLog, type CollectedLog } from '../in-memory/collected-log.js';
import { makeFakeClock } from '../in-memory/fake-clock.js';
import { makeFakeTimers, type FakeTimers } from '../in-memory/fake-timers.js';
import { makeInMemoryOutboxFeed } from '../in-memory/repositories/outbox-feed.js';
import { createInMemoryStore } from '../in-memory/store.js';
import { makeInProcessQueue } from './in-process-queue.js';

type Handled = Result<void, JobOutage | JobRefusal>;
const outage: Handled = err({ type: 'job.outage', reason: 'mail server away' });
const refusal: Handled = err({ type: 'job.refused', reason: 'no such order' });

let timers: FakeTimers;
let log: CollectedLog;
let queue: ReturnType<typeof makeInProcessQueue>;
/** Jobs as they were taken up, repeats included. */
let taken: string[];
/** What the handler returns; a job without an entry here runs until `finish`. */
let answer: (id: string) => Handled | undefined;
let atWork: Map<string, (result: Handled) => void>;

const job = (id: string): Job => ({ id, name: 'request-due-refunds', payload: { orderId: id } });
const finish = (id: string, result: Handled = ok(undefined)): void => atWork.get(id)?.(result);
const handle = (given: Job): ResultAsync<void, JobOutage | JobRefusal> => {
  taken.push(given.id);
  const result = answer(given.id);
  return new ResultAsync(
    result === undefined ? new Promise((resolve) => atWork.set(given.id, resolve)) : Promise.resolve(result),
  );
};
const handlers = handlersOf(handle);
/** The answer to each `add`, as soon as there is one. */
const add = (...ids: string[]): Map<string, string> => {
  const answers = new Map<string, string>();
  for (const id of ids) {
    queue
      .add(job(id))
      .match(
        () => answers.set(id, 'done'),
        (error) => answers.set(id, `${error.type}: ${error.reason}`),
      )
      .catch((defect: unknown) => answers.set(id, String(defect)));
  }
  return answers;
};

beforeEach(() => {
  timers = makeFakeTimers(makeFakeClock());
  log = makeCollectedLog();
  taken = [];
  answer = () => ok(undefined);
  atWork = new Map();
  queue = makeInProcessQueue({
    concurrency: 2,
    retryOf: () => ({ attempts: 4, backoff: { baseMs: 1000, maxMs: 10_000 } }),
    timers,
    random: () => 1,
    log,
  });
});

it('resolves for an added job once it is done, and no sooner', async () => {
  answer = () => undefined;
  queue.consume(handlers);
  const answers = add('a');
  await timers.advance(60_000);
  expect([taken, answers.get('a')]).toEqual([['a'], undefined]);
  finish('a');
  await timers.advance(0);
  expect(answers.get('a')).toBe('done');
});

it('keeps jobs that are added before anybody consumes', async () => {
  const answers = add('a', 'b');
  await timers.advance(0);
  expect(taken).toEqual([]);
  queue.consume(handlers);
  await timers.advance(0);
  expect([...answers]).toEqual([
    ['a', 'done'],
    ['b', 'done'],
  ]);
});

it('works on no more jobs at once than it may, and takes up the next when one is done', async () => {
  answer = (id) => (id === 'slow' || id === 'slower' ? undefined : ok(undefined));
  queue.consume(handlers);
  add('slow', 'slower', 'c', 'd');
  await timers.advance(60_000);
  expect(taken).toEqual(['slow', 'slower']);
  finish('slow');
  await timers.advance(0);
  expect(taken).toEqual(['slow', 'slower', 'c', 'd']);
});

it('runs one job for an id that is added twice while it runs, and resolves both', async () => {
  answer = () => undefined;
  queue.consume(handlers);
  const [first, second] = [add('a'), add('a')];
  await timers.advance(0);
  finish('a');
  await timers.advance(0);
  expect([taken, first.get('a'), second.get('a')]).toEqual([['a'], 'done', 'done']);
});

describe('a job that meets an outage', () => {
  it('is tried again after growing delays, and holds back no others meanwhile', async () => {
    answer = (id) => (id.startsWith('down') ? outage : ok(undefined));
    queue.consume(handlers);
    const answers = add('down1', 'down2', 'down3', 'a');
    await timers.advance(0);
    expect(answers.get('a')).toBe('done');
    const tries = (): number => taken.filter((id) => id === 'down1').length;
    expect(tries()).toBe(1);
    await timers.advance(999);
    expect(tries()).toBe(1);
    await timers.advance(1);
    expect(tries()).toBe(2);
    await timers.advance(2000);
    expect(tries()).toBe(3);
    answer = () => ok(undefined);
    await timers.advance(4000);
    expect([...answers.values()]).toEqual(['done', 'done', 'done', 'done']);
  });

  it('is failed, with its last reason, when it was tried as often as it may be', async () => {
    answer = () => outage;
    queue.consume(handlers);
    const answers = add('a');
    await timers.advance(60_000);
    expect(taken).toHaveLength(4);
    expect(answers.get('a')).toBe('job.failed: mail server away');
    expect(log.lines.at(-1)).toMatchObject({
      level: 'error',
      facts: { jobId: 'a', failures: 4, reason: 'mail server away' },
    });
  });

  it('can be added again once it has failed', async () => {
    answer = () => outage;
    queue.consume(handlers);
    add('a');
    await timers.advance(60_000);
    answer = () => ok(undefined);
    const answers = add('a');
    await timers.advance(0);
    expect(answers.get('a')).toBe('done');
  });
});

it('is done with a job that its handler refuses, and says why in the log', async () => {
  answer = () => refusal;
  queue.consume(handlers);
  const answers = add('a');
  await timers.advance(60_000);
  expect([taken, answers.get('a')]).toEqual([['a'], 'done']);
  expect(log.lines).toEqual([
    expect.objectContaining({
      level: 'warn',
      facts: { jobId: 'a', job: 'request-due-refunds', reason: 'no such order' },
    }),
  ]);
});

it('tries a job again whose handler throws, and logs what it threw', async () => {
  const bug = new TypeError('x is undefined');
  answer = () => {
    answer = () => ok(undefined);
    throw bug;
  };
  queue.consume(handlers);
  const answers = add('a');
  await timers.advance(1000);
  expect(answers.get('a')).toBe('done');
  expect(log.lines).toEqual([
    expect.objectContaining({
      facts: expect.objectContaining({ err: bug, reason: 'the handler threw: x is undefined' }),
    }),
  ]);
});

describe('stopping', () => {
  it('waits for jobs at work and gives back those that wait for their turn or a retry', async () => {
    answer = (id) => (id === 'down' ? outage : undefined);
    const consumer = queue.consume(handlers);
    const answers = add('down', 'a', 'b', 'c');
    await timers.advance(0);
    const stopped = consumer.stop(5000);
    await timers.advance(0);
    const givenBack = 'queue.unavailable: the consumer stopped';
    expect(Object.fromEntries(answers)).toEqual({ down: givenBack, c: givenBack });
    finish('a');
    finish('b', outage);
    await stopped;
    await timers.advance(60_000);
    expect([answers.get('a'), answers.get('b')]).toEqual(['done', givenBack]);
    expect([taken, timers.waiting()]).toEqual([['down', 'a', 'b'], 0]);
  });

  it('gives back what is not done in time', async () => {
    answer = () => undefined;
    const consumer = queue.consume(handlers);
    const answers = add('a');
    await timers.advance(0);
    const stopped = consumer.stop(5000);
    await timers.advance(5000);
    await stopped;
    expect(answers.get('a')).toMatch(/^queue.unavailable/);
    finish('a');
    await timers.advance(0);
    expect(answers.get('a')).toMatch(/^queue.unavailable/);
  });

  it('takes no further jobs until somebody consumes again', async () => {
    await queue.consume(handlers).stop(5000);
    const refused = add('a');
    await timers.advance(0);
    expect(refused.get('a')).toMatch(/^queue.unavailable/);
    queue.consume(handlers);
    const answers = add('a');
    await timers.advance(0);
    expect(answers.get('a')).toBe('done');
  });
});

it('responds to a ping until it is closed', async () => {
  expect((await queue.ping()).isOk()).toBe(true);
  await queue.close();
  expect((await queue.ping()).isErr()).toBe(true);
});

describe('jobs of a name', () => {
  it('run no more at once than the name may, and leave the other places to others', async () => {
    queue = makeInProcessQueue({
      concurrency: 3,
      concurrencyOf: (name) => (name === 'import-products' ? 1 : undefined),
      retryOf: () => ({ attempts: 1, backoff: { baseMs: 0, maxMs: 0 } }),
      timers,
      random: () => 1,
      log,
    });
    answer = () => undefined;
    queue.consume(handlers);
    for (const id of ['i1', 'i2']) void queue.add({ id, name: 'import-products', payload: { importId: id } });
    add('a');
    await timers.advance(0);
    expect(taken).toEqual(['i1', 'a']);
    finish('i1');
    await timers.advance(0);
    expect(taken).toEqual(['i1', 'a', 'i2']);
  });
});

describe('events whose jobs wait', () => {
  const at = '2026-11-21T09:30:00.000Z';
  const total = { amount: 1, currency: 'USD' };
  const waiting = 600;

  it.each(['are paused', 'wait for a retry'])('do not stop the others where they %s', async (why) => {
    const clock = makeFakeClock();
    const store = createInMemoryStore();
    const commit = (id: string, event: ApplicationEvent) =>
      store.transact(({ outbox }) => {
        outbox.set(id, { event });
        return okAsync(undefined);
      });
    for (let order = 0; order < waiting; order += 1) {
      await commit(`placed-${order}`, { type: 'order.placed', orderId: `order-${order}`, at, total });
    }
    await commit('refund', { type: 'order.refund-requested', orderId: 'order-1', refundId: 'r1', amount: total, at });
    answer = (id) => (id.includes('.send-refund') ? ok(undefined) : outage);
    queue.consume(handlers, {
      isPaused: (name) => why === 'are paused' && name === 'send-mail',
      onChange: () => undefined,
      ran: () => undefined,
      failed: () => okAsync(undefined),
    });
    const relay = makeOutboxRelay({
      feed: makeInMemoryOutboxFeed({ store, clock }),
      queue,
      jobsFor,
      batch: 50,
      maxInFlight: 100,
      sweepMs: 100,
      leaseMs: 60_000,
      timers,
      random: () => 1,
      log,
    });
    relay.start();
    for (let sweep = 0; sweep < 20; sweep += 1) await timers.advance(100);
    expect(taken.filter((id) => id.includes('.send-refund'))).toHaveLength(1);
    await Promise.all([relay.stop(0), timers.advance(1)]);
  });
});
