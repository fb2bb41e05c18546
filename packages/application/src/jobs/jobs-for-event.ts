import type { OutboxEvent } from '../ports/repositories/outbox.js';
import { jobNamed, jobs, type Job } from './jobs.js';

/**
 * The jobs that an event causes. A job's id is the event's and the job's name (or its key), so relaying an event twice
 * makes one job.
 *
 * @example jobsFor({ id: 'event-1', event: { type: 'order.refund-due', orderId: 'order-1', … } }) // [{ id:
 * 'event-1.request-due-refunds', … }]
 */
export const jobsFor = ({ id, event }: OutboxEvent): readonly Job[] => {
  // The compiler does not see that a job's payload fits its name. Handlers check it.
  if (event.type === 'jobs.run-requested')
    return [{ id: `${id}.${event.job}`, name: event.job, payload: { at: event.at } } as Job];
  if (event.type === 'jobs.retry-requested')
    return [{ id: retryId(event.jobId, id), name: event.job, payload: event.payload } as Job];
  return Object.keys(jobs).flatMap((name) =>
    (jobNamed(name)?.on?.jobsOf(event) ?? []).map(
      ({ key = name, payload }) => ({ id: `${id}.${key}`, name, payload }) as Job,
    ),
  );
};

/** A broker remembers the id of a job that is done, so a retry has another one. Handlers get the first. */
const retryId = (jobId: string, eventId: string): string => `${originalId(jobId)}~${eventId}`;

/**
 * The id of a job without those of its retries.
 *
 * @example originalId('event-1.send-mail~event-2') // 'event-1.send-mail'
 */
export const originalId = (jobId: string): string => jobId.split('~', 1)[0] ?? jobId;
