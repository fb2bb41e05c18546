import type { JobRecords } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import { pageOf } from '../../read-models/page-of.js';
import type { Tables } from '../../store.js';

/** The states of jobs and those that failed, in an in-memory store. */
export const jobRecords = ({ jobStates, failedJobs }: Tables): JobRecords => ({
  states: () => okAsync([...jobStates.values()]),
  noteRuns: (runs) => {
    for (const { name, lastRunAt, refusals, hasSucceeded } of runs) {
      const before = jobStates.get(name) ?? { name, refusals: 0 };
      jobStates.set(name, { ...before, lastRunAt, refusals: hasSucceeded ? refusals : before.refusals + refusals });
    }
    return okAsync(runs.flatMap(({ name }) => jobStates.get(name) ?? []));
  },
  pause: (name, at) => {
    const before = jobStates.get(name) ?? { name, refusals: 0 };
    if (before.pausedAt !== undefined) return okAsync(false);
    jobStates.set(name, { ...before, pausedAt: at });
    return okAsync(true);
  },
  resume: (name) => {
    const { pausedAt: _pausedAt, ...before } = jobStates.get(name) ?? { name };
    jobStates.set(name, { ...before, refusals: 0 });
    return okAsync(undefined);
  },
  fail: (failed) => {
    for (const { id, jobId } of failedJobs.values()) if (jobId === failed.jobId) failedJobs.delete(id);
    failedJobs.set(failed.id, failed);
    return okAsync(undefined);
  },
  failed: (request) =>
    pageOf(
      [...failedJobs.values()],
      [{ key: 'failedAt', direction: 'desc' }],
      ({ failedAt }) => failedAt,
      request,
    ).asyncAndThen((page) => okAsync(page)),
  failures: () => {
    const counts = new Map<string, number>();
    for (const { job } of failedJobs.values()) counts.set(job, (counts.get(job) ?? 0) + 1);
    return okAsync(counts);
  },
  takeFailed: (id) => {
    const failed = failedJobs.get(id);
    failedJobs.delete(id);
    return okAsync(failed);
  },
  takeAllFailed: (job, limit) => {
    const taken = [...failedJobs.values()]
      .filter((failed) => failed.job === job)
      .toSorted((one, other) => (one.failedAt < other.failedAt ? -1 : 1))
      .slice(0, limit);
    for (const { id } of taken) failedJobs.delete(id);
    return okAsync(taken);
  },
});
