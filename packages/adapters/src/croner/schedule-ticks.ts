import type { Schedule } from '@cartwright/application';
import type { Instant } from '@cartwright/domain';
import { Cron } from 'croner';

/** The instants at which a schedule is due. */
export type ScheduleTicks = {
  /** The first one after `at`. */
  readonly after: (at: Instant) => Instant;
  /** The latest one at `at` or before. */
  readonly upTo: (at: Instant) => Instant;
};

/**
 * When a schedule is due, by the clocks of its time zone. Where the clocks skip a time of day, it is due at the change.
 * Where they repeat it, it is due the first time only. Patterns for each hour or minute are not affected.
 *
 * @throws TypeError for a malformed pattern; `after` and `upTo` throw one for an unknown time zone
 * @example ticksOf({ pattern: '5 0 * * *', timeZone: 'Europe/Berlin' }).after('2026-11-21T12:00:00.000Z') //
 * '2026-11-21T23:05:00.000Z'
 */
export function ticksOf({ pattern, timeZone }: Pick<Schedule, 'pattern' | 'timeZone'>): ScheduleTicks {
  const cron = new Cron(pattern, { timezone: timeZone });
  const found = (tick: Date | null | undefined): Instant => {
    if (tick === null || tick === undefined) throw new RangeError(`${pattern} is never due`);
    return tick.toISOString();
  };
  return {
    after: (at) => found(cron.nextRun(new Date(at))),
    // Its own search leaves out the instant that it starts from.
    upTo: (at) => found(cron.previousRuns(1, new Date(Date.parse(at) + 1))[0]),
  };
}
