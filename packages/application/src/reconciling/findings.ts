import type { Money, RefundId } from '@cartwright/domain';
import type { ProviderEvent } from '../paying/provider-event.js';
import type { ReconciliationCounts, ReconciliationDifference } from '../ports/repositories/reconciliation-records.js';

/** The findings of one day so far. */
export type Findings = {
  events: number;
  applied: number;
  payments: number;
  readonly differences: ReconciliationDifference[];
  /** Captured amounts, by the provider's id of the payment and by ours. */
  readonly captured: Map<string, Money>;
  /** Refunds that exist at the provider. */
  readonly refunds: Set<RefundId>;
};

/** Maximum differences stored; the counts include all of them. */
const maximumDifferences = 1000;

export const noFindings = (): Findings => ({
  events: 0,
  applied: 0,
  payments: 0,
  differences: [],
  captured: new Map(),
  refunds: new Set(),
});

/** Records a reported event, so that our own payments can be compared with it. */
export function noteReported(findings: Findings, event: ProviderEvent): void {
  findings.events += 1;
  if (event.type === 'payment.captured') {
    findings.captured.set(event.reference, event.amount);
    if (event.paymentId !== undefined) findings.captured.set(event.paymentId, event.amount);
  }
  if ('refundId' in event) findings.refunds.add(event.refundId);
}

/** Adds the findings of one day to those of the days before. */
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
  differences: [...sofar.differences, ...differences].slice(0, maximumDifferences),
});
