import {
  tickJob,
  type Clock,
  type JobQueue,
  type JobScheduler,
  type Log,
  type Schedule,
  type ScheduleRecords,
  type Timers,
} from '@cartwright/application';
import type { Instant } from '@cartwright/domain';
import { ticksOf } from '../croner/schedule-ticks.js';

export type InProcessSchedulerOptions = {
  /** A queue in this process, whose `add` resolves when the job is done. */
  readonly queue: Pick<JobQueue, 'add'>;
  readonly records: ScheduleRecords;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
};

/**
 * Maximum milliseconds between checks of the clock. A timer does not notice that the machine slept or that its clock
 * was set, and lasts 24 days at most.
 */
const checkEveryMs = 60_000;

/**
 * Schedules of the only process on its data. Each tick is stored once its job is done. The latest tick that a stopped
 * or killed process has missed runs at the next start.
 *
 * @example
 * const scheduler = makeInProcessScheduler({ queue, records, clock, timers, log });
 * scheduler.start(schedulesIn('Europe/Berlin'));
 */
export function makeInProcessScheduler(options: InProcessSchedulerOptions): JobScheduler {
  let stops: readonly (() => Promise<void>)[] = [];
  const stopAll = async (): Promise<void> => {
    await Promise.all(stops.map((stop) => stop()));
  };
  return {
    start: (schedules) => {
      void stopAll();
      stops = schedules.map((schedule) => runSchedule(options, schedule));
    },
    stop: stopAll,
  };
}

/** Runs one schedule. Returns a function that stops it and waits for writes, but not for jobs. */
function runSchedule(
  { queue, records, clock, timers, log }: InProcessSchedulerOptions,
  schedule: Schedule,
): () => Promise<void> {
  const { name } = schedule;
  const ticks = ticksOf(schedule);
  /** The latest tick that has run; absent until it is read. */
  let last: Instant | undefined;
  let isStopped = false;
  let cancelTimer = (): void => undefined;
  let noting: Promise<void> = Promise.resolve();

  const note = (at: Instant): Promise<void> => {
    noting = records.noteTick(name, at).match(
      () => undefined,
      (error) => log.warn({ err: error, job: name, at }, 'a run of a schedule was not noted'),
    );
    return noting;
  };

  const readLast = async (): Promise<Instant | undefined> => {
    const noted = await records.lastTick(name);
    if (noted.isErr()) {
      log.warn({ err: noted.error, job: name }, 'the last run of a schedule cannot be read');
      return undefined;
    }
    if (noted.value !== undefined) return noted.value;
    // A shop that opens for the first time has missed nothing.
    const now = ticks.upTo(clock.now());
    await note(now);
    return now;
  };

  /** The latest tick that is due and has not run. */
  const nextDue = (): Instant | undefined => {
    const due = ticks.upTo(clock.now());
    return last !== undefined && due > last && !isStopped ? due : undefined;
  };

  const runWhatIsDue = async (): Promise<void> => {
    last ??= await readLast();
    for (let due = nextDue(); due !== undefined; due = nextDue()) {
      const added = await queue.add(tickJob(name, due));
      // No consumer runs: the tick stays due.
      if (added.isErr() && added.error.type === 'queue.unavailable') return;
      last = due;
      // After the last retry, which the queue has logged, the tick is tried once more after the next start.
      if (added.isOk()) await note(due);
    }
  };

  const check = (): void => {
    runWhatIsDue()
      .catch((error: unknown) => log.error({ err: error, job: name }, 'a schedule met a defect'))
      .finally(() => {
        if (isStopped) return;
        const now = clock.now();
        const untilNext = Date.parse(ticks.after(now)) - Date.parse(now);
        cancelTimer = timers.after(Math.min(untilNext, checkEveryMs), check);
      })
      .catch(() => undefined);
  };
  check();

  return async () => {
    isStopped = true;
    cancelTimer();
    await noting;
  };
}
