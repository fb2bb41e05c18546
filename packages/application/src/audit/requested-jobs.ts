import type { AuditFacts } from '../ports/audit/audit-log.js';
import type { ApplicationEvent } from '../ports/repositories/outbox.js';

/** What an act is about that only requests a job. */
export function requestTarget([event]: readonly ApplicationEvent[]): { readonly type: string; readonly id?: string } {
  switch (event?.type) {
    case 'ordering.mail-requested':
      return { type: 'order', id: event.orderId };
    case 'jobs.run-requested':
      return { type: 'job', id: event.job };
    case 'jobs.expiry-requested':
      return { type: 'job', id: 'expire-orders' };
    case 'jobs.stock-check-requested':
      return { type: 'job', id: 'check-stock-ledger' };
    default:
      return { type: 'job' };
  }
}

export const showRequest = ([event]: readonly ApplicationEvent[]): AuditFacts =>
  event?.type === 'ordering.mail-requested' ? { mail: event.mail } : {};
