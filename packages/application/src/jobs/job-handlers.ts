import { errAsync } from 'neverthrow';
import { originalId } from './jobs-for-event.js';
import type { Outage } from '../ports/failures.js';
import {
  jobNamed,
  jobs,
  type Job,
  type JobHandlers,
  type JobOutage,
  type JobRefusal,
  type JobUseCases,
} from './jobs.js';

/**
 * The handlers of all jobs: each checks the payload and calls the use case of its definition. Outages are retried as
 * often as the definition says, other errors are refusals.
 *
 * @example queue.consume(makeJobHandlers(useCases))
 */
export const makeJobHandlers = (useCases: JobUseCases): JobHandlers =>
  Object.fromEntries(Object.keys(jobs).map((name) => [name, handlerOf(useCases)])) as JobHandlers;

const handlerOf =
  (useCases: JobUseCases) =>
  ({ id, name, payload }: Job) => {
    const definition = jobNamed(name);
    if (definition === undefined) return errAsync<void, JobRefusal>({ type: 'job.refused', reason: 'unknown job' });
    const checked = definition.payload(payload);
    if (checked === undefined) return errAsync<void, JobRefusal>({ type: 'job.refused', reason: 'malformed payload' });
    return definition
      .handle(useCases, checked, originalId(id))
      .map(() => undefined)
      .mapErr((error): JobOutage | JobRefusal => {
        if (!isOutage(error)) return { type: 'job.refused', reason: JSON.stringify(error) };
        return { type: 'job.outage', reason: error.type };
      });
  };

/** A new outage does not compile until it is listed. */
const outages: Readonly<Record<Outage['type'], true>> = {
  'storage.unavailable': true,
  'payments.unavailable': true,
  'mail.unavailable': true,
  'queue.unavailable': true,
  'files.unavailable': true,
  'site.unavailable': true,
};
const isOutage = ({ type }: { readonly type: string }): boolean => type in outages;
