import type { ScheduledJobName } from '../jobs/jobs.js';

/**
 * When a job is due: at each instant whose local time in `timeZone` (an IANA name) matches `pattern`, a cron pattern of
 * five fields, or six with seconds first. A local time that a clock change skips is due at the change; a local time
 * that it repeats is due once, unless the pattern matches every hour.
 */
export type Schedule = { readonly name: ScheduledJobName; readonly pattern: string; readonly timeZone: string };

/**
 * Adds jobs to the queue by the clock. Each tick is one job, however many processes run the same schedules. A tick that
 * is due while the previous run is still in progress waits for its end; of several missed ticks one is run.
 */
export type JobScheduler = {
  /**
   * Starts these schedules, one for each job name, and removes those of earlier versions. Called again, it replaces
   * them: the shop's time zone may change.
   */
  readonly start: (schedules: readonly Schedule[]) => void;
  /** Adds no further jobs from this process. Schedules stored in a broker continue as long as any process consumes. */
  readonly stop: () => Promise<void>;
};
