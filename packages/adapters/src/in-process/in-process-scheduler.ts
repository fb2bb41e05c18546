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
  /** In this process too: its `add` resolves when the job is done. */
  readonly queue: Pick<JobQueue, 'add'>;
  readonly records: ScheduleRecords;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
};

/**
 * Milliseconds, at most, between looks at the clock: a timer counts neither the time that a machine sleeps nor what is
 * done to its clock, and none lasts longer than 24 days.
 */
const longestWait = 60_000;

/**
 * Schedules of the only process on its data. It notes each tick once its job is done, so that a tick that fell
 * due while the process was off, or whose job died with it, is made up for at the next start.
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
      stops = schedules.map((schedule) => keep(options, schedule));
    },
    stop: stopAll,
  };
}

/** Runs one schedule. Returns how to stop it, which waits for what is being stored, not for a job. */
function keep(
  { queue, records, clock, timers, log }: InProcessSchedulerOptions,
  schedule: Schedule,
): () => Promise<void> {
  const { name } = schedule;
  const ticks = ticksOf(schedule);
  /** The latest tick that was seen to; unknown until it was read. */
  let last: Instant | undefined;
  let isStopped = false;
  let callOff = (): void => undefined;
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

  /** The latest tick that was not seen to. */
  const nextDue = (): Instant | undefined => {
    const due = ticks.upTo(clock.now());
    return last !== undefined && due > last && !isStopped ? due : undefined;
  };

  const runWhatIsDue = async (): Promise<void> => {
    last ??= await readLast();
    for (let due = nextDue(); due !== undefined; due = nextDue()) {
      const added = await queue.add(tickJob(name, due));
      // Nobody takes jobs just now: the tick stays due.
      if (added.isErr() && added.error.type === 'queue.unavailable') return;
      last = due;
      // After the last retry, which the queue has logged, the tick is tried once more after the next start.
      if (added.isOk()) await note(due);
    }
  };

  const look = (): void => {
    runWhatIsDue()
      .catch((error: unknown) => log.error({ err: error, job: name }, 'a schedule met a defect'))
      .finally(() => {
        if (isStopped) return;
        const now = clock.now();
        const untilNext = Date.parse(ticks.after(now)) - Date.parse(now);
        callOff = timers.after(Math.min(untilNext, longestWait), look);
      })
      .catch(() => undefined);
  };
  look();

  return async () => {
    isStopped = true;
    callOff();
    await noting;
  };
}
