import type { ScheduledJobName } from '../jobs/jobs.js';

/**
 * When the clock starts a job: at each instant whose local time in `timeZone` (an IANA name) fits `pattern`, a cron pattern
 * of five fields, or six with seconds first. A time of day that a change of clocks skips comes at the change; one that it
 * repeats comes once, unless the pattern fits every hour anyway.
 */
export type Schedule = { readonly name: ScheduledJobName; readonly pattern: string; readonly timeZone: string };

/**
 * Adds jobs to the queue by the clock. Each tick is one job, however many processes keep the same schedules; a tick that
 * falls due while the run before it is still under way waits for its end, and of several that were missed meanwhile, or
 * while no process ran, one is made up for.
 */
export type JobScheduler = {
  /** Keeps to these schedules, one a job name, and to none of an earlier version any more. Once a scheduler. */
  readonly start: (schedules: readonly Schedule[]) => void;
  /** Adds no further jobs from this process. What a broker keeps goes on as long as any process consumes. */
  readonly stop: () => Promise<void>;
};
