import type { Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { CursorMalformed, Page, PageRequest } from '../../read-models/paging.js';

/** What is stored of a job, by its name. A job without a state has never run and is not paused. */
export type JobState = {
  readonly name: string;
  readonly lastRunAt?: Instant;
  readonly pausedAt?: Instant;
  /** Refusals since the last success. */
  readonly refusals: number;
};

/** Runs of one job since the last report. */
export type JobRuns = {
  readonly name: string;
  readonly lastRunAt: Instant;
  /** Refusals after the last success. */
  readonly refusals: number;
  readonly hasSucceeded: boolean;
};

/** A job that failed for good: it was refused or malformed, or its last retry met an outage. */
export type FailedJob = {
  readonly id: string;
  readonly job: string;
  /** Of the queue. A retry has the same effect as the job itself: its effects carry this id. */
  readonly jobId: string;
  readonly payload: unknown;
  readonly reason: string;
  readonly attempts: number;
  readonly failedAt: Instant;
};

/** The states of jobs, and those that failed. */
export type JobRecords = {
  readonly states: () => ResultAsync<readonly JobState[], never>;
  /** Adds runs to the states, and returns the states of these jobs. */
  readonly noteRuns: (runs: readonly JobRuns[]) => ResultAsync<readonly JobState[], never>;
  /** Returns false when the job was paused already. */
  readonly pause: (name: string, at: Instant) => ResultAsync<boolean, never>;
  /** Also forgets its refusals. */
  readonly resume: (name: string) => ResultAsync<void, never>;
  /** A second failure of the same job replaces the first. */
  readonly fail: (failed: FailedJob) => ResultAsync<void, never>;
  /** The latest first. */
  readonly failed: (page: PageRequest) => ResultAsync<Page<FailedJob>, CursorMalformed>;
  readonly failures: () => ResultAsync<ReadonlyMap<string, number>, never>;
  /** Removes a failed job and returns it; `undefined` when there is none. */
  readonly takeFailed: (id: string) => ResultAsync<FailedJob | undefined, never>;
  /** Removes the failed jobs of a name, at most `limit` and the oldest first, and returns them. */
  readonly takeAllFailed: (job: string, limit: number) => ResultAsync<readonly FailedJob[], never>;
};
