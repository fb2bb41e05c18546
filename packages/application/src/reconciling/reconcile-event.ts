import { err, ok, type Result } from 'neverthrow';
import type { HandleProviderEvent, HandleProviderEventError } from '../paying/handle-provider-event.js';
import { isPaymentEvent, type ProviderEvent } from '../paying/provider-event.js';
import type { PaymentsUnavailable, StorageUnavailable } from '../ports/failures.js';
import type { Log } from '../ports/log.js';
import type { PaymentGateway } from '../ports/payment-gateway.js';
import type { ReconciliationDifference } from '../ports/repositories/reconciliation-records.js';
import { noteReported, type Findings } from './findings.js';

export type ReconcileEventDeps = {
  readonly handleProviderEvent: HandleProviderEvent;
  readonly paymentGateway: PaymentGateway;
  readonly log: Log;
};

type Refused =
  | Exclude<HandleProviderEventError, StorageUnavailable>
  | { readonly type: 'payment.foreign' }
  | { readonly type: 'defect' | 'refund.not-pending' };

/**
 * Applies a reported event as a webhook is applied, and records the outcome in `findings`. An event that is refused
 * because the shop missed an earlier one is retried after the earlier one; an event that is still refused is a
 * difference, unless it is another program's. A defect in one event does not stop the others.
 */
export async function reconcileEvent(
  deps: ReconcileEventDeps,
  findings: Findings,
  event: ProviderEvent,
): Promise<Result<void, PaymentsUnavailable | StorageUnavailable>> {
  noteReported(findings, event);
  const first = await attempt(deps, findings, event);
  if (first.isErr()) return err(first.error);
  if (first.value === undefined) return ok(undefined);
  const last = !isPaymentEvent(event) ? await applyWithItsPayment(deps, findings, event) : first;
  if (last.isErr()) return err(last.error);
  const refused = last.value;
  if (refused !== undefined && refused.type !== 'payment.foreign')
    findings.differences.push(differenceOf(event, refused));
  return ok(undefined);
}

/** Fetches all events of the payment from its beginning: they may be older than the period, and missed as well. */
async function applyWithItsPayment(
  deps: ReconcileEventDeps,
  findings: Findings,
  event: ProviderEvent,
): Promise<Result<Refused | undefined, PaymentsUnavailable | StorageUnavailable>> {
  const reported = await deps.paymentGateway.eventsOf(event.reference);
  if (reported.isErr()) return err(reported.error);
  for (const earlier of reported.value ?? []) {
    if (earlier.eventId === event.eventId) continue;
    const applied = await attempt(deps, findings, earlier);
    if (applied.isErr()) return err(applied.error);
  }
  return attempt(deps, findings, event);
}

/** Returns why the event has no effect; `undefined` when it is applied, now or before. */
async function attempt(
  { handleProviderEvent, log }: ReconcileEventDeps,
  findings: Findings,
  event: ProviderEvent,
): Promise<Result<Refused | undefined, StorageUnavailable>> {
  try {
    const handled = await handleProviderEvent(event);
    if (handled.isOk()) {
      const { changed, ignored } = handled.value;
      if (changed) findings.applied += 1;
      if (ignored === 'foreign') return ok({ type: 'payment.foreign' });
      // The provider reports the current state: the refund is confirmed there but failed in the shop.
      if (ignored === 'late') return ok({ type: 'refund.not-pending' });
      return ok(undefined);
    }
    return handled.error.type === 'storage.unavailable' ? err(handled.error) : ok(handled.error);
  } catch (error) {
    log.error({ err: error, eventId: event.eventId, reference: event.reference }, 'applying a reported event failed');
    return ok({ type: 'defect' });
  }
}

const differenceOf = (
  event: ProviderEvent,
  refused: Exclude<Refused, { readonly type: 'payment.foreign' }>,
): ReconciliationDifference => ({
  type: 'event.refused',
  eventId: event.eventId,
  event: event.type,
  reason: refused.type,
  reference: event.reference,
  ...(event.orderId === undefined ? {} : { orderId: event.orderId }),
  ...('refundId' in event ? { refundId: event.refundId } : {}),
  ...('disputeId' in event ? { disputeId: event.disputeId } : {}),
  ...('amount' in event ? { amount: event.amount } : {}),
  ...('recorded' in refused ? { recorded: refused.recorded } : {}),
});
