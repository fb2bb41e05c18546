import type { Schedule } from '../ports/job-scheduler.js';
import { jobNamed, jobs, type ScheduledJobName } from './jobs.js';

/**
 * The schedules of all jobs that have one. `timeZone` is the shop's, an IANA name.
 *
 * @example scheduler.start(schedulesIn('Europe/Berlin'))
 */
export const schedulesIn = (timeZone: string): readonly Schedule[] =>
  Object.keys(jobs).flatMap((name) => {
    const pattern = jobNamed(name)?.schedule;
    return pattern === undefined ? [] : [{ name: name as ScheduledJobName, pattern, timeZone }];
  });
