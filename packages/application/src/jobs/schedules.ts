import type { Instant } from '@cartwright/domain';
import type { Schedule } from '../ports/job-scheduler.js';
import type { Job, ScheduledJobName } from './jobs.js';

/**
 * The jobs that the clock starts, and when. `timeZone` is the shop's, by its IANA name.
 *
 * @example scheduler.start(schedulesIn('Europe/Berlin'))
 */
export const schedulesIn = (timeZone: string): readonly Schedule[] => [
  { name: 'expire-orders', pattern: '* * * * *', timeZone },
  { name: 'reconcile-payments', pattern: '5 0 * * *', timeZone },
];

/** The job of one tick. Its id derives from the tick, so that a tick that is seen twice is one job. */
export const tickJob = (name: ScheduledJobName, at: Instant): Job => ({ id: `${name}@${at}`, name, payload: { at } });
