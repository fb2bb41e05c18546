import type { Reconciliation } from '../ports/repositories/reconciliation-records.js';
import type { Period } from './reconciliation-period.js';

/** A reconciliation that has not started. */
export const emptyFindings = (id: string, { from, to }: Period): Omit<Reconciliation, 'requestedAt'> => ({
  id,
  from,
  to,
  doneTo: from,
  counts: { events: 0, applied: 0, payments: 0, refundsRequestedAgain: 0, differences: 0 },
  differences: [],
});
