import type { Instant } from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { CursorMalformed, Page, PageRequest } from '../ports/read-models/paging.js';
import type { FailedJob } from '../ports/repositories/jobs/job-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { jobNamed, jobs as definitions } from './jobs.js';

/** A job as admins see it. */
export type ListedJob = {
  readonly name: string;
  /** A cron pattern of five fields, in `timeZone`; absent for a job that only events cause. */
  readonly schedule?: string;
  /** The shop's. */
  readonly timeZone: string;
  readonly lastRunAt?: Instant;
  /** Failed jobs that nobody has retried. */
  readonly failures: number;
  readonly paused: boolean;
};
export type JobNotFound = { readonly type: 'job.not-found'; readonly name: string };
export type FailedJobNotFound = { readonly type: 'job.failure-not-found'; readonly id: string };

type Deps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock };
type ByName = { readonly name: string };

/** Lists all jobs, in the order of their table. */
export type ListJobs = (query: object) => ResultAsync<readonly ListedJob[], StorageUnavailable>;

export const makeListJobs =
  ({ unitOfWork }: Pick<Deps, 'unitOfWork'>): ListJobs =>
  () =>
    unitOfWork.read(({ jobs, shop }) =>
      jobs.states().andThen((states) =>
        jobs.failures().andThen((failures) =>
          shop.find().map((details) =>
            Object.keys(definitions).map((name): ListedJob => {
              const state = states.find((each) => each.name === name);
              const schedule = jobNamed(name)?.schedule;
              return {
                name,
                timeZone: details?.timeZone ?? 'UTC',
                failures: failures.get(name) ?? 0,
                paused: state?.pausedAt !== undefined,
                ...(schedule === undefined ? {} : { schedule }),
                ...(state?.lastRunAt === undefined ? {} : { lastRunAt: state.lastRunAt }),
              };
            }),
          ),
        ),
      ),
    );

export type PauseJobError = JobNotFound | StorageUnavailable;
/** Stops a job on every worker within two seconds, until it is resumed. What is running finishes. */
export type PauseJob = (command: ByName) => ResultAsync<void, PauseJobError>;

export const makePauseJob =
  ({ unitOfWork, clock }: Deps): PauseJob =>
  ({ name }) =>
    known(name).andThen(() => unitOfWork.run(({ jobs }) => jobs.pause(name, clock.now()).map(() => undefined)));

/** Starts a paused job again, within two seconds. */
export type ResumeJob = (command: ByName) => ResultAsync<void, PauseJobError>;

export const makeResumeJob =
  ({ unitOfWork }: Pick<Deps, 'unitOfWork'>): ResumeJob =>
  ({ name }) =>
    known(name).andThen(() => unitOfWork.run(({ jobs }) => jobs.resume(name)));

export type RunJobNowError = JobNotFound | StorageUnavailable;
/**
 * Runs a job now that the clock would start later. A job that only events cause runs again for the events for which it
 * failed, at most 1,000 at a time. While the job is paused, the run waits.
 */
export type RunJobNow = (command: ByName) => ResultAsync<{ readonly requestedAt: Instant }, RunJobNowError>;

const maximumRetries = 1000;

export const makeRunJobNow =
  ({ unitOfWork, clock }: Deps): RunJobNow =>
  ({ name }) =>
    known(name).andThen(() => {
      const at = clock.now();
      return unitOfWork
        .run(({ jobs, outbox }) =>
          jobNamed(name)?.schedule === undefined
            ? jobs
                .takeAllFailed(name, maximumRetries)
                .andThen((failed) => outbox.add(failed.map((each) => retryRequest(each, at))))
            : outbox.add([{ type: 'jobs.run-requested', job: name, at }]),
        )
        .map(() => ({ requestedAt: at }));
    });

/** Lists the jobs that failed for good, the latest first. */
export type ListFailedJobs = (query: {
  readonly page: PageRequest;
}) => ResultAsync<Page<FailedJob>, CursorMalformed | StorageUnavailable>;

export const makeListFailedJobs =
  ({ unitOfWork }: Pick<Deps, 'unitOfWork'>): ListFailedJobs =>
  ({ page }) =>
    unitOfWork.read(({ jobs }) => jobs.failed(page));

export type RetryFailedJobError = FailedJobNotFound | JobNotFound | StorageUnavailable;
/** Takes a failed job off the list and runs it again. */
export type RetryFailedJob = (command: {
  readonly id: string;
}) => ResultAsync<{ readonly requestedAt: Instant }, RetryFailedJobError>;

export const makeRetryFailedJob =
  ({ unitOfWork, clock }: Deps): RetryFailedJob =>
  ({ id }) =>
    unitOfWork.run(({ jobs, outbox }) =>
      jobs.takeFailed(id).andThen((failed) => {
        if (failed === undefined) return errAsync({ type: 'job.failure-not-found', id } as const);
        const at = clock.now();
        return known(failed.job)
          .andThen(() => outbox.add([retryRequest(failed, at)]))
          .map(() => ({ requestedAt: at }));
      }),
    );

const retryRequest = ({ job, jobId, payload }: FailedJob, at: Instant) =>
  ({ type: 'jobs.retry-requested', job, jobId, payload, at }) as const;

const known = (name: string): ResultAsync<void, JobNotFound> =>
  Object.hasOwn(definitions, name) ? okAsync(undefined) : errAsync({ type: 'job.not-found', name });
