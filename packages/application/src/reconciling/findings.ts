import type { Money, RefundId } from '@cartwright/domain';
import type { ProviderEvent } from '../paying/provider-event.js';
import type { ReconciliationCounts, ReconciliationDifference } from '../ports/repositories/reconciliation-records.js';

/** What the reconciliation of a day has found so far. */
export type Findings = {
  events: number;
  applied: number;
  payments: number;
  readonly differences: ReconciliationDifference[];
  /** What the provider took, by its id of the payment and by ours. */
  readonly captured: Map<string, Money>;
  /** Refunds that the provider knows. */
  readonly refunds: Set<RefundId>;
};

/** Differences kept in particular, at most: past that something is wrong as a whole. */
const keptDifferences = 1000;

export const noFindings = (): Findings => ({
  events: 0,
  applied: 0,
  payments: 0,
  differences: [],
  captured: new Map(),
  refunds: new Set(),
});

/** Remembers what an event tells, so that our own payments can be held against it. */
export function noteTold(findings: Findings, event: ProviderEvent): void {
  findings.events += 1;
  if (event.type === 'payment.captured') {
    findings.captured.set(event.reference, event.amount);
    if (event.paymentId !== undefined) findings.captured.set(event.paymentId, event.amount);
  }
  if ('refundId' in event) findings.refunds.add(event.refundId);
}

/** What was found before, and now. */
export const withFindings = (
  sofar: { readonly counts: ReconciliationCounts; readonly differences: readonly ReconciliationDifference[] },
  { events, applied, payments, differences }: Findings,
): { readonly counts: ReconciliationCounts; readonly differences: readonly ReconciliationDifference[] } => ({
  counts: {
    ...sofar.counts,
    events: sofar.counts.events + events,
    applied: sofar.counts.applied + applied,
    payments: sofar.counts.payments + payments,
    differences: sofar.counts.differences + differences.length,
  },
  differences: [...sofar.differences, ...differences].slice(0, keptDifferences),
});
