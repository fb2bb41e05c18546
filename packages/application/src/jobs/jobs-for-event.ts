import type { OutboxEvent } from '../ports/repositories/outbox.js';
import { jobNamed, jobs, type Job } from './jobs.js';

/**
 * The jobs that an event causes. A job's id is the event's and the job's name (or its key), so relaying an event twice
 * makes one job.
 *
 * @example jobsFor({ id: 'event-1', event: { type: 'order.refund-due', orderId: 'order-1', … } }) // [{ id:
 * 'event-1.request-due-refunds', … }]
 */
export const jobsFor = ({ id, event }: OutboxEvent): readonly Job[] =>
  Object.keys(jobs).flatMap((name) =>
    (jobNamed(name)?.on?.jobsOf(event) ?? []).map(
      // The compiler does not see that a job's payload fits its name.
      ({ key = name, payload }) => ({ id: `${id}.${key}`, name, payload }) as Job,
    ),
  );
