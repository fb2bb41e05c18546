import type { Job, JobQueue, JobScheduler, ScheduleRecords } from '@cartwright/application';
import { err, ok, ResultAsync } from 'neverthrow';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeCollectedLog, type CollectedLog } from '../in-memory/collected-log.js';
import { makeFakeClock, type FakeClock } from '../in-memory/fake-clock.js';
import { makeFakeTimers, type FakeTimers } from '../in-memory/fake-timers.js';
import { makeInMemoryScheduleRecords } from '../in-memory/repositories/schedule-records.js';
import { createInMemoryStore, type InMemoryStore } from '../in-memory/store.js';
import { makeInProcessScheduler, type InProcessSchedulerOptions } from './in-process-scheduler.js';

type Added = Awaited<ReturnType<InProcessSchedulerOptions['queue']['add']>>;
const away: Added = err({ type: 'queue.unavailable', reason: 'the consumer stopped' });
const failed: Added = err({ type: 'job.failed', reason: 'tried ten times' });
const minute = 60_000;
const hour = 60 * minute;

let store: InMemoryStore;
let records: ScheduleRecords;
let clock: FakeClock;
let timers: FakeTimers;
let log: CollectedLog;
/** Ticks as they came to the queue. */
let ticks: string[];
/** What the queue returns; a job without an entry here runs until `finish`. */
let answer: (at: string) => Added | undefined;
let finish: (result?: Added) => void;

const beginAt = (start: string): void => {
  clock = makeFakeClock(start);
  timers = makeFakeTimers(clock);
};
const open = (pattern: string, timeZone = 'UTC'): JobScheduler => {
  const add = (job: Job): ReturnType<JobQueue['add']> => {
    const at = 'at' in job.payload ? job.payload.at : 'none';
    ticks.push(at);
    const given = answer(at);
    const result: Promise<Added> =
      given === undefined
        ? new Promise((resolve) => (finish = (late = ok('done')) => resolve(late)))
        : Promise.resolve(given);
    return new ResultAsync(result);
  };
  const scheduler = makeInProcessScheduler({ queue: { add }, records, clock, timers, log });
  scheduler.start([{ name: 'expire-orders', pattern, timeZone }]);
  return scheduler;
};
const noted = () => store.committed().ticks.get('expire-orders');

beforeEach(() => {
  store = createInMemoryStore();
  records = makeInMemoryScheduleRecords({ store });
  log = makeCollectedLog();
  ticks = [];
  answer = () => ok('done');
  beginAt('2026-11-21T09:30:20.000Z');
});

it('is due at each minute, to the second, for hours', async () => {
  open('* * * * *');
  await timers.advance(3 * hour);
  const first = Date.parse('2026-11-21T09:31:00.000Z');
  expect(ticks).toEqual(Array.from({ length: 180 }, (_, index) => new Date(first + index * minute).toISOString()));
});

it('is due when the clock says so, not when a timer does that is early', async () => {
  const early = {
    ...timers,
    after: (delayMs: number, task: () => void) => timers.after(Math.max(0, delayMs - 3), task),
  };
  const scheduler = makeInProcessScheduler({
    queue: {
      add: () => {
        ticks.push(clock.now());
        return new ResultAsync(Promise.resolve(ok('done')));
      },
    },
    records,
    clock,
    log,
    timers: { after: (delayMs, task) => (delayMs > 3 ? early : timers).after(delayMs, task) },
  });
  scheduler.start([{ name: 'expire-orders', pattern: '* * * * *', timeZone: 'UTC' }]);
  await timers.advance(2 * minute);
  expect(ticks).toEqual(['2026-11-21T09:31:00.000Z', '2026-11-21T09:32:00.000Z']);
});

describe('at night', () => {
  it.each([
    ['an ordinary one', 'Europe/Berlin', '2026-11-21T12:00:00.000Z', '2026-11-21T23:05:00.000Z'],
    ['one that has no 00:05', 'Africa/Cairo', '2026-04-23T12:00:00.000Z', '2026-04-23T22:00:00.000Z'],
    ['one that has 00:05 twice', 'America/Havana', '2026-10-31T12:00:00.000Z', '2026-11-01T04:05:00.000Z'],
  ])('is due once, in %s', async (_what, timeZone, start, tick) => {
    beginAt(start);
    open('5 0 * * *', timeZone);
    await timers.advance(22 * hour);
    expect(ticks).toEqual([tick]);
    expect(noted()).toBe(tick);
  });

  it('is due as soon as a machine wakes that slept through it', async () => {
    beginAt('2026-11-21T22:00:00.000Z');
    open('5 0 * * *');
    await timers.advance(minute);
    // Asleep, it counts no timer down.
    clock.advance(9 * hour);
    await timers.advance(minute);
    expect(ticks).toEqual(['2026-11-22T00:05:00.000Z']);
  });
});

describe('a start', () => {
  it('makes up for the latest tick that was missed, and for no other', async () => {
    const scheduler = open('5 0 * * *');
    await timers.advance(24 * hour);
    await scheduler.stop();
    clock.advance(100 * hour);
    open('5 0 * * *');
    await timers.advance(0);
    expect(ticks).toEqual(['2026-11-22T00:05:00.000Z', '2026-11-26T00:05:00.000Z']);
  });

  it('makes up for the first night already, when the shop was opened the day before', async () => {
    await open('5 0 * * *').stop();
    await timers.advance(0);
    clock.advance(24 * hour);
    open('5 0 * * *');
    await timers.advance(0);
    expect(ticks).toEqual(['2026-11-22T00:05:00.000Z']);
  });

  it('does again what the process before it died in the middle of', async () => {
    answer = () => undefined;
    open('* * * * *');
    await timers.advance(minute);
    expect(ticks).toEqual(['2026-11-21T09:31:00.000Z']);
    // Nothing is stopped, as when the process is killed; this is the next one.
    answer = () => ok('done');
    beginAt('2026-11-21T09:31:30.000Z');
    open('* * * * *');
    await timers.advance(0);
    expect(ticks).toEqual(['2026-11-21T09:31:00.000Z', '2026-11-21T09:31:00.000Z']);
  });

  it('waits for storage that is away, and forgets nothing', async () => {
    await records.noteTick('expire-orders', '2026-11-20T00:05:00.000Z');
    store.goAway();
    open('5 0 * * *');
    await timers.advance(3 * minute);
    expect(ticks).toEqual([]);
    expect(log.lines[0]).toMatchObject({ level: 'warn', message: 'the last run of a schedule cannot be read' });
    store.comeBack();
    await timers.advance(minute);
    expect(ticks).toEqual(['2026-11-21T00:05:00.000Z']);
  });
});

describe('a run', () => {
  it('is not started again while it is under way', async () => {
    answer = () => undefined;
    open('* * * * *');
    await timers.advance(minute);
    await timers.advance(5 * minute);
    expect(ticks).toEqual(['2026-11-21T09:31:00.000Z']);
    answer = () => ok('done');
    finish();
    await timers.advance(0);
    expect(ticks).toEqual(['2026-11-21T09:31:00.000Z', '2026-11-21T09:36:00.000Z']);
    await timers.advance(minute);
    expect(ticks.at(-1)).toBe('2026-11-21T09:37:00.000Z');
  });

  it('that failed for good is not noted as done, and the next tick comes all the same', async () => {
    answer = () => failed;
    open('* * * * *');
    await timers.advance(2 * minute);
    expect(ticks).toEqual(['2026-11-21T09:31:00.000Z', '2026-11-21T09:32:00.000Z']);
    expect(noted()).toBe('2026-11-21T09:30:00.000Z');
  });

  it('that nobody took stays due', async () => {
    answer = () => away;
    open('5 0 * * *');
    await timers.advance(15 * hour);
    const tries = ticks.length;
    expect(new Set(ticks)).toEqual(new Set(['2026-11-22T00:05:00.000Z']));
    answer = () => ok('done');
    await timers.advance(minute);
    expect(ticks).toHaveLength(tries + 1);
    await timers.advance(hour);
    expect(ticks).toHaveLength(tries + 1);
  });

  it('that could not be noted is not done again by this process', async () => {
    open('* * * * *');
    await timers.advance(0);
    store.goAway();
    await timers.advance(minute);
    expect(ticks).toEqual(['2026-11-21T09:31:00.000Z']);
    expect(log.lines).toEqual([
      expect.objectContaining({ level: 'warn', message: 'a run of a schedule was not noted' }),
    ]);
    store.comeBack();
    await timers.advance(minute);
    expect([ticks.length, noted()]).toEqual([2, '2026-11-21T09:32:00.000Z']);
  });

  it('whose queue has a defect is logged, and the next tick comes', async () => {
    answer = () => {
      throw new TypeError('a bug');
    };
    open('* * * * *');
    await timers.advance(minute);
    expect(log.lines).toEqual([
      {
        level: 'error',
        message: 'a schedule met a defect',
        facts: { err: new TypeError('a bug'), job: 'expire-orders' },
      },
    ]);
    answer = () => ok('done');
    await timers.advance(minute);
    expect(noted()).toBe('2026-11-21T09:32:00.000Z');
  });
});

it('adds nothing more once it is stopped, and leaves no timer behind', async () => {
  const scheduler = open('* * * * *');
  await timers.advance(minute);
  await scheduler.stop();
  await timers.advance(hour);
  expect([ticks.length, timers.waiting()]).toEqual([1, 0]);
});
