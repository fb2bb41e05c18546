import { errAsync, ResultAsync, type Result } from 'neverthrow';
import type { Job, JobHandler, JobHandlers, JobName, JobOutage, JobRefusal } from './jobs.js';

/** A handler whose job the compiler cannot see: one that was found by the name of a job takes that job. */
type AnyJobHandler = (job: Job) => ReturnType<JobHandler<JobName>>;

/**
 * The same handlers, each in another one.
 *
 * @example wrapHandlers(handlers, (name, handle) => (job) => handle(job).andTee(() => count(name)))
 */
export const wrapHandlers = (
  handlers: JobHandlers,
  wrap: (name: string, handle: AnyJobHandler) => AnyJobHandler,
): JobHandlers =>
  Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [name, wrap(name, handler as AnyJobHandler)]),
  ) as JobHandlers;

/**
 * Runs a job with the handler of its name. A handler that throws has a bug, which a later deployment may fix: it counts
 * as an outage, with the thrown value for the log.
 *
 * @example const outcome = await runJob(handlers, job);
 */
export function runJob(
  handlers: JobHandlers,
  job: Job,
): ResultAsync<void, (JobOutage & { readonly defect?: unknown }) | JobRefusal> {
  const handler = handlers[job.name] as AnyJobHandler | undefined;
  // A broker can have jobs of another version of the shop.
  if (handler === undefined) return errAsync({ type: 'job.refused', reason: `unknown job ${job.name}` });
  const attempt = async (): Promise<Awaited<ReturnType<AnyJobHandler>>> => handler(job);
  return ResultAsync.fromPromise(attempt(), (thrown) => ({
    type: 'job.outage' as const,
    reason: `the handler threw: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    defect: thrown,
  })).andThen((result) => result);
}

/** How a run is reported. */
export const outcomeOf = (result: Result<void, JobOutage | JobRefusal>): 'done' | 'refused' | 'outage' => {
  if (result.isOk()) return 'done';
  return result.error.type === 'job.refused' ? 'refused' : 'outage';
};
