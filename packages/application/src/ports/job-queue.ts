import type { ResultAsync } from 'neverthrow';
import type { Job, JobHandlers } from '../jobs/jobs.js';
import type { QueueUnavailable } from './failures.js';

/** The job has used up its attempts; it is stored with its last error. */
export type JobFailed = { readonly type: 'job.failed'; readonly reason: string };

/** A running consumer of jobs. */
export type JobConsumer = {
  /** Takes no further job, waits for those in flight, and returns to the queue what does not finish within `withinMs`. */
  readonly stop: (withinMs: number) => Promise<void>;
};

/**
 * Delivers jobs to handlers, each at least once. A job whose handler reports an outage is retried with exponential backoff and
 * jitter; one whose handler reports a refusal is complete.
 */
export type JobQueue = {
  /**
   * Resolves once the job can no longer be lost by a crash: a broker keeps it, or it is done. The same id twice is one job.
   * Resolves with `job.failed` when it was tried as often as it may be (in process only: a broker stores such jobs itself).
   */
  readonly add: (job: Job) => ResultAsync<void, QueueUnavailable | JobFailed>;
  readonly consume: (handlers: JobHandlers) => JobConsumer;
  readonly ping: () => ResultAsync<void, QueueUnavailable>;
  readonly close: () => Promise<void>;
};
