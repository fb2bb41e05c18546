import type { Job, JobHandler, JobHandlers, JobName } from '@cartwright/application';
import { ResultAsync } from 'neverthrow';
import type { Counter, Histogram } from 'prom-client';

type JobMetrics = { readonly jobDuration: Histogram<'job'>; readonly jobFailures: Counter<'job'> };

/** The same handlers, with the duration of each run and its failures measured. */
export const measureJobs = (handlers: JobHandlers, { jobDuration, jobFailures }: JobMetrics): JobHandlers =>
  Object.fromEntries(
    Object.entries(handlers).map(([name, given]) => {
      const duration = jobDuration.labels(name);
      const failures = jobFailures.labels(name);
      // The compiler cannot see that a handler found by a job's name takes that job.
      const handler = given as (job: Job) => ReturnType<JobHandler<JobName>>;
      const run = async (job: Job): Promise<Awaited<ReturnType<typeof handler>>> => {
        const startedAt = performance.now();
        let hasFailed = true;
        try {
          const result = await handler(job);
          hasFailed = result.isErr();
          return result;
        } finally {
          duration.observe((performance.now() - startedAt) / 1000);
          if (hasFailed) failures.inc();
        }
      };
      return [name, (job: Job) => new ResultAsync(run(job))];
    }),
  ) as JobHandlers;
