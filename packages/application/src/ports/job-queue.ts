import type { ResultAsync } from 'neverthrow';
import type { Job, JobHandlers } from '../jobs/jobs.js';
import type { QueueUnavailable } from './failures.js';

/** The job was tried as often as it may be; it is kept with its last error. */
export type JobFailed = { readonly type: 'job.failed'; readonly reason: string };

/** Jobs being taken from the queue, until stopped. */
export type JobConsumer = {
  /** Takes no further job, waits for those in flight, and gives back what does not finish within `withinMs`. */
  readonly stop: (withinMs: number) => Promise<void>;
};

/**
 * Hands jobs to handlers, each at least once. A handler that answers an outage is tried again with exponential backoff
 * and jitter; one that answers a refusal is done.
 */
export type JobQueue = {
  /**
   * Resolves once the job can no longer be lost by a crash: a broker keeps it, or it is done. The same id twice is one job.
   * Resolves with `job.failed` when it was tried as often as it may be (in process only: a broker keeps such jobs itself).
   */
  readonly add: (job: Job) => ResultAsync<void, QueueUnavailable | JobFailed>;
  readonly consume: (handlers: JobHandlers) => JobConsumer;
  readonly ping: () => ResultAsync<void, QueueUnavailable>;
  readonly close: () => Promise<void>;
};
