import type { ResultAsync } from 'neverthrow';
import type { Job } from './jobs.js';
import type { StorageUnavailable } from '../ports/failures.js';

/** What a queue asks and reports while it consumes jobs. */
export type JobSupervision = {
  /** Whether the jobs of a name have to wait. */
  readonly isPaused: (name: string) => boolean;
  /** Calls `listener` whenever jobs were paused or resumed. */
  readonly onChange: (listener: () => void) => void;
  /** Reports a run of a job. An outage neither counts as a refusal nor ends a series of them. */
  readonly ran: (name: string, outcome: 'done' | 'refused' | 'outage') => void;
  /** Stores a job that failed for good. */
  readonly failed: (job: Job, reason: string, attempts: number) => ResultAsync<void, StorageUnavailable>;
};
