import type { ResultAsync } from 'neverthrow';
import type { Job, JobHandlers } from '../jobs/jobs.js';
import type { JobSupervision } from '../jobs/job-supervision.js';
import type { QueueUnavailable } from './failures.js';

/** The job has used up its attempts; it is stored with its last error. */
export type JobFailed = { readonly type: 'job.failed'; readonly reason: string };

/** A running consumer of jobs. */
export type JobConsumer = {
  /**
   * Takes no further job, waits for those in flight, and returns to the queue what does not finish within `withinMs`.
   */
  readonly stop: (withinMs: number) => Promise<void>;
};

/**
 * Delivers jobs to handlers, each at least once. A job whose handler reports an outage is retried with exponential
 * backoff and jitter; one whose handler reports a refusal is complete.
 */
export type JobQueue = {
  /**
   * Resolves with `done` once the job is complete (in process), or with `queued` once a broker has stored it. A broker
   * acks the event of a job when the job is complete, or has used up its attempts and is in the list of failed ones; in
   * process, `add` then resolves with `job.failed`. The same id twice is one job.
   */
  readonly add: (job: Job) => ResultAsync<'done' | 'queued', QueueUnavailable | JobFailed>;
  /**
   * Without `supervision` no job is ever paused, and those that failed for good are only logged. A paused job waits,
   * and takes none of its attempts.
   */
  readonly consume: (handlers: JobHandlers, supervision?: JobSupervision) => JobConsumer;
  /**
   * Jobs of each of these names that have not begun, those that wait for a retry included. The next tick of a schedule
   * does not count.
   */
  readonly depths: (names: readonly string[]) => ResultAsync<ReadonlyMap<string, number>, QueueUnavailable>;
  /**
   * Events with a job that is paused or waits for a retry: no work is done on them. Absent where `add` does not wait
   * for jobs.
   */
  readonly waitingEvents?: () => number;
  readonly ping: () => ResultAsync<void, QueueUnavailable>;
  readonly close: () => Promise<void>;
};
