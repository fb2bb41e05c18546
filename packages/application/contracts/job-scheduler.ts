import type {
  Job,
  JobConsumer,
  JobOutage,
  JobQueue,
  JobRefusal,
  JobScheduler,
  Schedule,
} from '@cartwright/application';
import { okAsync, ResultAsync } from 'neverthrow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { handlersOf } from './sample-jobs.js';

/** One process of a shop: it keeps schedules and takes jobs. */
export type SchedulingProcess = { readonly scheduler: JobScheduler; readonly queue: JobQueue };

export type JobSchedulerSubject = {
  /** Begins a process of the same shop as the ones before it. */
  readonly begin: () => SchedulingProcess;
  /** Milliseconds since 1970, by the clock that the schedules go by. */
  readonly now: () => number;
  /** Lets time pass until this is so. */
  readonly until: (isSo: () => boolean) => Promise<void>;
  readonly dispose: () => Promise<void>;
};

const eachSecond: Schedule = { name: 'expire-orders', pattern: '* * * * * *', timeZone: 'Europe/Berlin' };
const onceAYear: Schedule = { ...eachSecond, pattern: '0 0 1 1 *' };

/** What every `JobScheduler` promises. `makeSubject` is called before each test, for a shop that has never run. */
export const describeJobSchedulerContract = (name: string, makeSubject: () => Promise<JobSchedulerSubject>): void => {
  // A real clock is waited for, by real seconds.
  describe(`${name} as a job scheduler`, () => {
    let subject: JobSchedulerSubject;
    let begun: { readonly end: () => Promise<void> }[];
    beforeEach(async () => {
      subject = await makeSubject();
      begun = [];
    });
    afterEach(async () => {
      await Promise.all(begun.map(({ end }) => end()));
      await subject.dispose();
    });

    /** Begins a process whose handler is told each tick; it keeps schedules and takes jobs once told so. */
    const begin = (handle: (job: Job) => ResultAsync<void, JobOutage | JobRefusal> = () => okAsync(undefined)) => {
      const { scheduler, queue } = subject.begin();
      const seen: Job[] = [];
      let consumer: JobConsumer | undefined;
      let isOver = false;
      const handler = (job: Job): ResultAsync<void, JobOutage | JobRefusal> => {
        seen.push(job);
        return handle(job);
      };
      const process = {
        seen,
        /** Instants of the ticks so far, in milliseconds since 1970. */
        ticks: (): readonly number[] => seen.map(({ payload }) => Date.parse('at' in payload ? payload.at : '')),
        keep: (...schedules: readonly Schedule[]) => scheduler.start(schedules),
        consume: () => {
          consumer = queue.consume(handlersOf(handler));
        },
        end: async () => {
          if (isOver) return;
          isOver = true;
          await consumer?.stop(15_000);
          await scheduler.stop();
          await queue.close();
        },
      };
      begun.push(process);
      return process;
    };
    const pass = (seconds: number): Promise<void> => {
      const then = subject.now() + seconds * 1000;
      return subject.until(() => subject.now() >= then);
    };

    it('adds the job of each tick once, with the tick’s own instant', async () => {
      const before = subject.now();
      const { seen, ticks, keep, consume } = begin();
      keep(eachSecond);
      consume();
      await subject.until(() => seen.length >= 4);
      expect(ticks().every((tick) => tick % 1000 === 0 && tick > before && tick <= subject.now())).toBe(true);
      expect(ticks()).toEqual([...new Set(ticks())].sort((left, right) => left - right));
      expect(seen).toEqual(
        ticks().map((tick) => {
          const at = new Date(tick).toISOString();
          return { id: `expire-orders@${at}`, name: 'expire-orders', payload: { at } };
        }),
      );
    });

    it('starts no run while the previous one is running, and makes up for one of the missed runs', async () => {
      let finish = (): void => undefined;
      const finished = new Promise<void>((resolve) => {
        finish = resolve;
      });
      const { seen, ticks, keep, consume } = begin((job) =>
        job === seen[0] ? ResultAsync.fromSafePromise(finished) : okAsync(undefined),
      );
      keep(eachSecond);
      consume();
      await subject.until(() => seen.length >= 1);
      await pass(3);
      expect(seen).toHaveLength(1);
      const finishedAt = subject.now();
      finish();
      await subject.until(() => seen.length >= 4);
      expect(ticks().filter((tick) => tick <= finishedAt)).toHaveLength(2);
    });

    it('makes up, once, for the ticks that came while no process ran', async () => {
      const first = begin();
      first.keep(eachSecond);
      first.consume();
      await subject.until(() => first.seen.length >= 2);
      await first.end();
      await pass(3);
      const second = begin();
      const openedAt = subject.now();
      second.keep(eachSecond);
      second.consume();
      await subject.until(() => second.seen.length >= 3);
      expect(second.ticks().filter((tick) => tick <= openedAt)).toHaveLength(1);
      const all = [...first.seen, ...second.seen].map(({ id }) => id);
      expect(new Set(all).size).toBe(all.length);
    });

    it('makes up for no tick before the first start of the shop', async () => {
      const { seen, keep, consume } = begin();
      keep(onceAYear);
      consume();
      await pass(2);
      expect(seen).toEqual([]);
    });

    it('uses the new pattern of a schedule once a newer version has stored it', async () => {
      const older = begin();
      older.keep(onceAYear);
      older.consume();
      await pass(1);
      await older.end();
      const newer = begin();
      newer.keep(eachSecond);
      newer.consume();
      await subject.until(() => newer.seen.length >= 2);
      expect(older.seen).toEqual([]);
    });

    it('runs no schedule that a newer version has removed', async () => {
      const older = begin();
      older.keep(eachSecond);
      older.consume();
      await subject.until(() => older.seen.length >= 1);
      await older.end();
      const newer = begin();
      newer.keep();
      await pass(1);
      newer.consume();
      await pass(2);
      expect(newer.seen).toEqual([]);
    });
  });
};
