import { jobs, type Job, type JobHandlers, type JobOutage, type JobRefusal } from '@cartwright/application';
import type { ResultAsync } from 'neverthrow';

/** One handler for all jobs. */
export const handlersOf = (handle: (job: Job) => ResultAsync<void, JobOutage | JobRefusal>): JobHandlers =>
  Object.fromEntries(Object.keys(jobs).map((name) => [name, handle])) as JobHandlers;
