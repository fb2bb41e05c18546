/** Long because relaying goes wrong in many ways: each has its test, and all share one clock, queue and store. */
import { makeCollectedLog } from '@cartwright/adapters/in-memory/collected-log';
import { makeFakeClock } from '@cartwright/adapters/in-memory/fake-clock';
import { makeFakeTimers } from '@cartwright/adapters/in-memory/fake-timers';
import { makeInMemoryOutboxFeed } from '@cartwright/adapters/in-memory/repositories/outbox-feed';
import { createInMemoryStore } from '@cartwright/adapters/in-memory/store';
import { err, errAsync, ok, okAsync, ResultAsync, type Result } from 'neverthrow';
import { beforeEach, describe, expect, it } from 'vitest';
import type { QueueUnavailable } from '../ports/failures.js';
import type { JobFailed } from '../ports/job-queue.js';
import type { ApplicationEvent, OutboxEvent, OutboxFeed } from '../ports/repositories/outbox.js';
import type { Job } from './jobs.js';
import { makeOutboxRelay, type OutboxRelay } from './relay-outbox.js';
import { jobsFor } from './jobs-for-event.js';

type Added = Result<'done' | 'queued', QueueUnavailable | JobFailed>;
const away: Added = err({ type: 'queue.unavailable', reason: 'connection refused' });
const failed: Added = err({ type: 'job.failed', reason: 'tried ten times' });
const at = '2026-11-21T09:30:00.000Z';

const clock = makeFakeClock();
const timers = makeFakeTimers(clock);
let store: ReturnType<typeof createInMemoryStore>;
let log: ReturnType<typeof makeCollectedLog>;
/** Every statement sent to the outbox, in order. */
let statements: string[];
/** Jobs handed to the queue, in order, repeats included. */
let added: string[];
/** What the queue returns; a job without an entry here runs until `finish`. */
let answer: (job: Job) => Added | undefined;
let underWay: Map<string, (result: Added) => void>;
let relay: OutboxRelay;

const commit = async (
  id: string,
  event: ApplicationEvent = { type: 'order.placed', orderId: id, at, total: { amount: 1, currency: 'USD' } },
): Promise<void> => {
  await store.transact(({ outbox }) => {
    outbox.set(id, { event });
    return okAsync(undefined);
  });
};
const commitMany = async (...ids: string[]): Promise<void> => {
  for (const id of ids) await commit(id);
};
const left = (): string[] => [...store.committed().outbox.keys()];
const finish = (id: string, result: Added = ok('done')): void => underWay.get(`${id}.order-confirmation`)?.(result);
const recorded = (feed: OutboxFeed): OutboxFeed => ({
  claim: (limit, leaseMs) => (statements.push(`claim ${limit}`), feed.claim(limit, leaseMs)),
  renew: (ids, leaseMs) => (statements.push(`renew ${ids.join()}`), feed.renew(ids, leaseMs)),
  ack: (ids) => (statements.push(`ack ${ids.join()}`), feed.ack(ids)),
  nack: (ids, delayMs) => (statements.push(`nack ${ids.join()} for ${delayMs}`), feed.nack(ids, delayMs)),
  deadLetter: (id, reason) => (statements.push(`dead-letter ${id}: ${reason}`), feed.deadLetter(id, reason)),
  ackJobs: (jobs) => feed.ackJobs(jobs),
  lag: () => feed.lag(),
  endLeases: () => feed.endLeases(),
});
const relayWith = (
  overrides: {
    batch?: number;
    maxInFlight?: number;
    ackGatherMs?: number;
    leaseMs?: number;
    feed?: OutboxFeed;
    jobsFor?: (event: OutboxEvent) => readonly Job[];
  } = {},
): OutboxRelay =>
  makeOutboxRelay({
    feed: recorded(makeInMemoryOutboxFeed({ store, clock })),
    queue: {
      add: (job) => {
        added.push(job.id.split('.')[0] ?? '');
        const given = answer(job);
        return new ResultAsync(
          given === undefined ? new Promise((resolve) => underWay.set(job.id, resolve)) : Promise.resolve(given),
        );
      },
    },
    jobsFor,
    timers,
    log,
    batch: 10,
    maxInFlight: 20,
    sweepMs: 5000,
    leaseMs: 30_000,
    random: () => 0.5,
    ...overrides,
  });

beforeEach(async () => {
  await timers.advance(0);
  store = createInMemoryStore();
  log = makeCollectedLog();
  statements = [];
  added = [];
  answer = () => ok('done');
  underWay = new Map();
  relay = relayWith();
  return async () => {
    for (const resolve of underWay.values()) resolve(ok('done'));
    await Promise.all([relay.stop(0), timers.advance(1)]);
    if (timers.waiting() > 0) throw new Error('the relay left timers behind');
  };
});

describe('a queue that is a broker', () => {
  const acked = async (eventId: string, jobId = `${eventId}.order-confirmation`, jobs = 1): Promise<void> => {
    (await makeInMemoryOutboxFeed({ store, clock }).ackJobs([{ eventId, jobId, jobs }]))._unsafeUnwrap();
  };
  beforeEach(() => {
    answer = () => ok('queued');
  });

  it('leaves an event in the outbox until the consumer of its job acks it', async () => {
    await commitMany('a', 'b');
    relay.start();
    await timers.advance(0);
    expect([added, left()]).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    await acked('a');
    expect(left()).toEqual(['b']);
  });

  it('hands over again after a minute what was not acked, and nothing else', async () => {
    relay = relayWith({ leaseMs: 60_000 });
    await commitMany('a', 'b');
    relay.start();
    await timers.advance(0);
    await acked('a');
    await timers.advance(59_999);
    expect(added).toEqual(['a', 'b']);
    await timers.advance(5001);
    expect(added).toEqual(['a', 'b', 'b']);
    await acked('b');
    await timers.advance(120_000);
    expect(added).toEqual(['a', 'b', 'b']);
  });

  it('writes nothing to hand an event over', async () => {
    await commitMany('a', 'b');
    relay.start();
    await timers.advance(20_000);
    expect(statements.filter((statement) => !statement.startsWith('claim'))).toEqual([]);
  });

  it('is given the number of jobs that an event causes, and the event stays until all are complete', async () => {
    const seen: (Job['event'] | undefined)[] = [];
    answer = ({ event }) => (seen.push(event), ok('queued'));
    await commit('a', { type: 'order.cancelled', orderId: 'order-1', at });
    relay.start();
    await timers.advance(0);
    expect(seen).toEqual([
      { id: 'a', jobs: 2 },
      { id: 'a', jobs: 2 },
    ]);
    await acked('a', 'a.order-cancelled', 2);
    expect(left()).toEqual(['a']);
    await acked('a', 'a.end-payments', 2);
    expect(left()).toEqual([]);
  });

  it('takes more events than fit in flight, because those are handed over', async () => {
    relay = relayWith({ maxInFlight: 2, batch: 2 });
    await commitMany('a', 'b', 'c', 'd', 'e');
    relay.start();
    await timers.advance(0);
    expect(added).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});

describe('handing events on', () => {
  it('adds the jobs of what was committed before it started, oldest first, and forgets the events', async () => {
    await commitMany('a', 'b', 'c');
    relay.start();
    await timers.advance(0);
    expect(added).toEqual(['a', 'b', 'c']);
    expect(left()).toEqual([]);
  });

  it('does so at once when woken, without waiting for the sweep', async () => {
    relay.start();
    await timers.advance(100);
    await commit('a');
    relay.wake();
    await timers.advance(0);
    expect(left()).toEqual([]);
  });

  it('finds by itself what nobody woke it for', async () => {
    relay.start();
    await timers.advance(100);
    await commit('a');
    await timers.advance(4899);
    expect(added).toEqual([]);
    await timers.advance(1);
    expect(added).toEqual(['a']);
  });

  it('makes one more claim of many wakes during a claim, and loses none of them', async () => {
    relay.start();
    for (let time = 0; time < 100; time += 1) relay.wake();
    await commit('a');
    await timers.advance(0);
    expect(added).toEqual(['a']);
    expect(statements.filter((statement) => statement.startsWith('claim'))).toEqual(['claim 10', 'claim 10']);
  });

  it('does nothing when woken before it started', async () => {
    await commit('a');
    relay.wake();
    await timers.advance(10_000);
    expect(statements).toEqual([]);
  });

  it('forgets an event that nothing follows from', async () => {
    await commit('a', { type: 'order.shipped', orderId: 'order', at });
    relay.start();
    await timers.advance(0);
    expect([added, left()]).toEqual([[], []]);
  });

  it('writes off many acked events in few statements', async () => {
    answer = () => undefined;
    await commitMany('a', 'b', 'c', 'd');
    relay.start();
    await timers.advance(0);
    for (const id of ['a', 'b', 'c', 'd']) finish(id);
    await timers.advance(0);
    expect(statements.filter((statement) => statement.startsWith('ack'))).toEqual(['ack a,b,c,d']);
  });
});

describe('jobs that take long', () => {
  beforeEach(() => {
    answer = ({ id }) => (id.startsWith('slow') ? undefined : ok('done'));
  });

  it('hold back no others', async () => {
    await commitMany('slow', 'a');
    relay.start();
    await timers.advance(0);
    expect(left()).toEqual(['slow']);
    await commit('b');
    relay.wake();
    await timers.advance(0);
    expect(left()).toEqual(['slow']);
  });

  it('keep their lease for as long as they run, and are handed on once', async () => {
    await commit('slow');
    relay.start();
    await timers.advance(300_000);
    expect(added).toEqual(['slow']);
    finish('slow');
    await timers.advance(0);
    expect(left()).toEqual([]);
  });

  it('are never more than may be in flight; the next is claimed when one is done', async () => {
    relay = relayWith({ maxInFlight: 2 });
    await commitMany('slow1', 'slow2', 'slow3');
    relay.start();
    await timers.advance(20_000);
    expect(added).toEqual(['slow1', 'slow2']);
    finish('slow2');
    await timers.advance(0);
    expect(added).toEqual(['slow1', 'slow2', 'slow3']);
  });
});

describe('a queue that is away', () => {
  beforeEach(() => {
    answer = () => away;
  });

  it('gets its events back later, probed with one event after growing delays, however often the relay is woken', async () => {
    await commitMany('a', 'b', 'c');
    relay.start();
    await timers.advance(0);
    expect(added).toEqual(['a', 'b', 'c']);
    expect(statements).toContain('nack a,b,c for 500');
    for (let second = 0; second < 60; second += 1) {
      relay.wake();
      await timers.advance(1000);
    }
    // Three at first, then one after about 1, 2, 4, 8, 16 and 30 seconds.
    expect(added.length).toBeGreaterThanOrEqual(3 + 5);
    expect(added.length).toBeLessThanOrEqual(3 + 7);
    expect(left()).toEqual(['a', 'b', 'c']);
  });

  it('gets all of them once it is back', async () => {
    await commitMany('a', 'b', 'c');
    relay.start();
    await timers.advance(20_000);
    answer = () => ok('done');
    await timers.advance(60_000);
    expect(left()).toEqual([]);
    expect(log.lines.at(-1)?.message).toBe('the job queue is back');
  });

  it('is taken for away when adding throws, which is logged', async () => {
    const bug = new TypeError('x is undefined');
    answer = () => {
      throw bug;
    };
    await commit('a');
    relay.start();
    await timers.advance(0);
    expect(log.lines).toContainEqual(expect.objectContaining({ level: 'error', facts: { eventId: 'a', err: bug } }));
    answer = () => ok('done');
    await timers.advance(10_000);
    expect(left()).toEqual([]);
  });
});

it('holds back no event for one whose jobs cannot be decided, and tries that one again later', async () => {
  let isBroken = true;
  relay = relayWith({
    jobsFor: (event) => {
      if (isBroken && event.id === 'poison') throw new TypeError('x is undefined');
      return jobsFor(event);
    },
  });
  await commitMany('poison', 'a');
  relay.start();
  await timers.advance(0);
  await commit('b');
  relay.wake();
  await timers.advance(0);
  expect(added).toEqual(['a', 'b']);
  isBroken = false;
  await timers.advance(120_000);
  expect(left()).toEqual([]);
});

it('dead-letters an event with the reason when its job failed for good, and continues with the others', async () => {
  answer = ({ id }) => (id.startsWith('bad') ? failed : ok('done'));
  await commitMany('bad', 'a');
  relay.start();
  await timers.advance(60_000);
  expect(added).toEqual(['bad', 'a']);
  expect(store.committed().outbox.get('bad')).toMatchObject({ failedFor: 'tried ten times' });
  expect(left()).toEqual(['bad']);
});

describe('storage that is away', () => {
  it('is asked again by the next sweep', async () => {
    await commit('a');
    store.goAway();
    relay.start();
    await timers.advance(12_000);
    expect(statements).toEqual(['claim 10', 'claim 10', 'claim 10']);
    store.comeBack();
    await timers.advance(5000);
    expect(left()).toEqual([]);
  });

  it('learns later which events are done, and hands none of them on twice meanwhile', async () => {
    answer = () => undefined;
    await commit('a');
    relay.start();
    await timers.advance(0);
    store.goAway();
    finish('a');
    await timers.advance(20_000);
    store.comeBack();
    await timers.advance(20_000);
    expect(added).toEqual(['a']);
    expect(left()).toEqual([]);
  });

  it('does not end the relay by throwing either', async () => {
    const feed = makeInMemoryOutboxFeed({ store, clock });
    let defects = 2;
    const thrower = (): never => {
      defects -= 1;
      throw new TypeError('x is undefined');
    };
    relay = relayWith({ feed: { ...feed, claim: (...claim) => (defects > 0 ? thrower() : feed.claim(...claim)) } });
    await commit('a');
    relay.start();
    await timers.advance(10_000);
    expect(left()).toEqual([]);
  });
});

describe('stopping', () => {
  it('waits for jobs that are being added and claims nothing more', async () => {
    answer = () => undefined;
    await commit('a');
    relay.start();
    await timers.advance(0);
    const stopped = relay.stop(5000);
    await commit('b');
    relay.wake();
    await timers.advance(4000);
    finish('a');
    await stopped;
    expect([added, left()]).toEqual([['a'], ['b']]);
  });

  it('gives back what is not done in time, for another process to claim at once', async () => {
    answer = () => undefined;
    await commitMany('a', 'b');
    relay.start();
    await timers.advance(0);
    const stopped = relay.stop(5000);
    finish('a');
    await timers.advance(5000);
    await stopped;
    expect(statements).toContain('nack b for 0');
    const claimed = await makeInMemoryOutboxFeed({ store, clock }).claim(10, 1000);
    expect(claimed._unsafeUnwrap().map(({ id }) => id)).toEqual(['b']);
  });

  it('gives back what a claim under way brings in', async () => {
    await commit('a');
    relay.start();
    await relay.stop(5000);
    expect(added).toEqual([]);
    expect(statements).toContain('nack a for 0');
  });

  it('ends although storage is away', async () => {
    answer = () => undefined;
    await commit('a');
    relay.start();
    await timers.advance(0);
    store.goAway();
    const stopped = relay.stop(5000);
    await timers.advance(5000);
    await expect(stopped).resolves.toBeUndefined();
  });
});

describe('a relay that gathers acks', () => {
  const acks = (): readonly string[] => statements.filter((statement) => statement.startsWith('ack'));
  const commitAndWake = async (...eventIds: string[]): Promise<void> => {
    await commitMany(...eventIds);
    relay.wake();
    await timers.advance(0);
  };
  beforeEach(async () => {
    relay = relayWith({ ackGatherMs: 500, batch: 200, maxInFlight: 500 });
    relay.start();
    await timers.advance(0);
  });

  it('queues events without delay and acks those of half a second in one statement', async () => {
    await commitAndWake('a');
    await timers.advance(499);
    await commitAndWake('b');
    expect([added, acks()]).toEqual([['a', 'b'], []]);
    await timers.advance(1);
    expect([acks(), left()]).toEqual([['ack a,b'], []]);
    await commitAndWake('c');
    await timers.advance(500);
    expect(acks()).toEqual(['ack a,b', 'ack c']);
  });

  it('acks a hundred without waiting', async () => {
    await commitAndWake(...Array.from({ length: 100 }, (_, index) => `event-${index}`));
    expect([acks().length, left()]).toEqual([1, []]);
  });

  it('writes gathered acks together with an outcome that cannot wait', async () => {
    await commitAndWake('a');
    answer = () => failed;
    await commitAndWake('b');
    expect(statements.slice(-2)).toEqual(['dead-letter b: tried ten times', 'ack a']);
  });

  it('writes them when it is stopped', async () => {
    await commitAndWake('a');
    await Promise.all([relay.stop(0), timers.advance(1)]);
    expect([acks(), left()]).toEqual([['ack a'], []]);
  });

  it('retries them after an outage of storage', async () => {
    let isAway = true;
    const inMemory = makeInMemoryOutboxFeed({ store, clock });
    await relay.stop(0);
    relay = relayWith({
      ackGatherMs: 500,
      feed: {
        ...inMemory,
        ack: (ids) => (isAway ? errAsync({ type: 'storage.unavailable', retryAfterSeconds: 1 }) : inMemory.ack(ids)),
      },
    });
    relay.start();
    await commitAndWake('a');
    await timers.advance(500);
    isAway = false;
    await timers.advance(10_000);
    expect(left()).toEqual([]);
  });
});
