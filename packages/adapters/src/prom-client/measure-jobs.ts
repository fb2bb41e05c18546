import { wrapHandlers, type Job, type JobHandlers } from '@cartwright/application';
import { ResultAsync } from 'neverthrow';
import type { Counter, Histogram } from 'prom-client';

type JobMetrics = { readonly jobDuration: Histogram<'job'>; readonly jobFailures: Counter<'job'> };

/** The same handlers, with the duration of each run and its failures measured. */
export const measureJobs = (handlers: JobHandlers, { jobDuration, jobFailures }: JobMetrics): JobHandlers =>
  wrapHandlers(handlers, (name, handle) => {
    const duration = jobDuration.labels(name);
    const failures = jobFailures.labels(name);
    const run = async (job: Job): Promise<Awaited<ReturnType<typeof handle>>> => {
      const startedAt = performance.now();
      let hasFailed = true;
      try {
        const result = await handle(job);
        hasFailed = result.isErr();
        return result;
      } finally {
        duration.observe((performance.now() - startedAt) / 1000);
        if (hasFailed) failures.inc();
      }
    };
    return (job) => new ResultAsync(run(job));
  });
