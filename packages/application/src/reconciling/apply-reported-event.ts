import { err, ok, type Result } from 'neverthrow';
import type { HandleProviderEvent, HandleProviderEventError } from '../paying/handle-provider-event.js';
import type { ProviderEvent } from '../paying/provider-event.js';
import type { PaymentsUnavailable, StorageUnavailable } from '../ports/failures.js';
import type { Log } from '../ports/log.js';
import type { PaymentGateway } from '../ports/payment-gateway.js';
import type { ReconciliationDifference } from '../ports/repositories/reconciliation-records.js';
import { noteTold, type Findings } from './findings.js';

export type ApplyToldEventDeps = {
  readonly handleProviderEvent: HandleProviderEvent;
  readonly paymentGateway: PaymentGateway;
  readonly log: Log;
};

type Refused = Exclude<HandleProviderEventError, StorageUnavailable> | { readonly type: 'defect' };

/**
 * Applies what the provider tells as a webhook is applied, and notes what came of it. What is refused because the shop has
 * missed something that came before it is tried again after that; what is refused all the same is a difference. One event
 * that meets a defect keeps no other from being applied.
 */
export async function applyToldEvent(
  deps: ApplyToldEventDeps,
  findings: Findings,
  event: ProviderEvent,
): Promise<Result<void, PaymentsUnavailable | StorageUnavailable>> {
  noteTold(findings, event);
  const first = await attempt(deps, findings, event);
  if (first.isErr()) return err(first.error);
  if (first.value === undefined) return ok(undefined);
  const last = needsItsPayment(event) ? await applyWithItsPayment(deps, findings, event) : first;
  if (last.isErr()) return err(last.error);
  if (last.value !== undefined) findings.differences.push(differenceOf(event, last.value));
  return ok(undefined);
}

const needsItsPayment = ({ type }: ProviderEvent): boolean => type !== 'payment.captured' && type !== 'payment.failed';

/** Has the provider tell the payment from its beginning: it may be from before the period, and missed as well. */
async function applyWithItsPayment(
  deps: ApplyToldEventDeps,
  findings: Findings,
  event: ProviderEvent,
): Promise<Result<Refused | undefined, PaymentsUnavailable | StorageUnavailable>> {
  const told = await deps.paymentGateway.eventsOf(event.reference);
  if (told.isErr()) return err(told.error);
  for (const earlier of told.value ?? []) {
    if (earlier.eventId === event.eventId) continue;
    const applied = await attempt(deps, findings, earlier);
    if (applied.isErr()) return err(applied.error);
  }
  return attempt(deps, findings, event);
}

/** Answers why it is refused; nothing when it is applied, or was before. */
async function attempt(
  { handleProviderEvent, log }: ApplyToldEventDeps,
  findings: Findings,
  event: ProviderEvent,
): Promise<Result<Refused | undefined, StorageUnavailable>> {
  try {
    const handled = await handleProviderEvent(event);
    if (handled.isOk()) {
      if (handled.value.changed) findings.applied += 1;
      return ok(undefined);
    }
    return handled.error.type === 'storage.unavailable' ? err(handled.error) : ok(handled.error);
  } catch (error) {
    log.error({ error, eventId: event.eventId, reference: event.reference }, 'an event of reconciliation met a defect');
    return ok({ type: 'defect' });
  }
}

const differenceOf = (event: ProviderEvent, refused: Refused): ReconciliationDifference => ({
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
