import type { AuditFacts } from '../ports/audit/audit-log.js';
import type { ApplicationEvent } from '../ports/repositories/outbox.js';

/** What an act is about that only requests a job. */
export function requestTarget([event]: readonly ApplicationEvent[]): { readonly type: string; readonly id?: string } {
  switch (event?.type) {
    case 'ordering.mail-requested':
      return { type: 'order', id: event.orderId };
    case 'jobs.run-requested':
    case 'jobs.retry-requested':
      return { type: 'job', id: event.job };
    default:
      return { type: 'job' };
  }
}

export function showRequest(events: readonly ApplicationEvent[]): AuditFacts {
  const [event] = events;
  switch (event?.type) {
    case 'ordering.mail-requested':
      return { mail: event.mail };
    case 'jobs.retry-requested':
      return events.length === 1 ? { retried: event.jobId } : { retries: events.length };
    default:
      return {};
  }
}
