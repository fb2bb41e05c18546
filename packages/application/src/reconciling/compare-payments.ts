import type { Money, Order, Refund } from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';
import type { PaymentsUnavailable, StorageUnavailable } from '../ports/failures.js';
import type { PaymentAttempt } from '../ports/repositories/payment-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { reconcileEvent, type ReconcileEventDeps } from './reconcile-event.js';
import type { Findings } from './findings.js';
import type { Period } from './reconciliation-period.js';

export type ComparePaymentsDeps = ReconcileEventDeps & { readonly unitOfWork: UnitOfWork };
type Outage = PaymentsUnavailable | StorageUnavailable;

/** Payments read in one query. */
const batch = 100;

/**
 * Compares our own payments of a period with `findings`, which the provider reported for the same period. Payments and
 * refunds that the provider did not report are looked up there one by one.
 */
export async function comparePayments(
  deps: ComparePaymentsDeps,
  findings: Findings,
  period: Period,
): Promise<Result<void, Outage>> {
  const { provider } = deps.paymentGateway;
  let after: string | undefined;
  do {
    const page = { limit: batch, ...(after === undefined ? {} : { after }) };
    const attempts = await deps.unitOfWork.read(({ payments }) =>
      payments.createdBetween({ provider, ...period }, page),
    );
    if (attempts.isErr()) return err(attempts.error);
    for (const attempt of attempts.value) {
      const compared = await compare(deps, findings, attempt);
      if (compared.isErr()) return err(compared.error);
    }
    after = attempts.value.length < batch ? undefined : attempts.value.at(-1)?.id;
  } while (after !== undefined);
  return ok(undefined);
}

/** A defect in one payment does not stop the comparison of the others. */
async function compare(
  deps: ComparePaymentsDeps,
  findings: Findings,
  attempt: PaymentAttempt,
): Promise<Result<void, Outage>> {
  findings.payments += 1;
  const reference = attempt.captureReference ?? attempt.reference;
  // The provider's response was lost. A payment that succeeded would have been reported.
  if (reference === undefined) return ok(undefined);
  try {
    return await compareBy(deps, findings, attempt, reference);
  } catch (error) {
    const { orderId, id: paymentId } = attempt;
    deps.log.error({ err: error, orderId, paymentId, reference }, 'comparing a payment failed');
    findings.differences.push({ type: 'payment.not-compared', orderId, paymentId, reference });
    return ok(undefined);
  }
}

async function compareBy(
  deps: ComparePaymentsDeps,
  findings: Findings,
  attempt: PaymentAttempt,
  reference: string,
): Promise<Result<void, Outage>> {
  const { id: paymentId, orderId, amount: requested } = attempt;
  const stored = await deps.unitOfWork.read(({ orders }) => orders.find(orderId));
  if (stored.isErr()) return err(stored.error);
  const recorded = recordedIn(stored.value?.order, attempt, reference);
  const facts = { orderId, paymentId, reference };

  if (
    capturedOf(findings, attempt, reference) === undefined ||
    recorded.refunds.some(({ id }) => !findings.refunds.has(id))
  ) {
    const reported = await deps.paymentGateway.eventsOf(reference);
    if (reported.isErr()) return err(reported.error);
    if (reported.value === undefined) {
      const money = recorded.payment === undefined ? {} : { recorded: recorded.payment };
      findings.differences.push({ type: 'payment.unknown-to-provider', ...facts, ...money });
      return ok(undefined);
    }
    for (const event of reported.value) {
      const applied = await reconcileEvent(deps, findings, event);
      if (applied.isErr()) return err(applied.error);
    }
  }

  const captured = capturedOf(findings, attempt, reference);
  if (captured === undefined && recorded.payment !== undefined) {
    findings.differences.push({ type: 'payment.not-captured', ...facts, recorded: recorded.payment });
  }
  if (captured !== undefined && !isSame(captured, requested)) {
    findings.differences.push({ type: 'payment.amount-differs', ...facts, requested, captured });
  }
  for (const { id: refundId, amount } of recorded.refunds.filter(({ id }) => !findings.refunds.has(id))) {
    findings.differences.push({ type: 'refund.unknown-to-provider', orderId, refundId, reference, recorded: amount });
  }
  return ok(undefined);
}

const capturedOf = ({ captured }: Findings, { id }: PaymentAttempt, reference: string): Money | undefined =>
  captured.get(id) ?? captured.get(reference);

/** What the order records about a payment: the money that it captured, and its confirmed refunds. */
function recordedIn(
  order: Order | undefined,
  { provider }: PaymentAttempt,
  reference: string,
): { readonly payment?: Money; readonly refunds: readonly Refund[] } {
  const payment = order?.payments.find((known) => known.provider === provider && known.reference === reference);
  if (order === undefined || payment === undefined) return { refunds: [] };
  const refunds = order.refunds.filter(
    ({ status, paymentReference }) => status === 'confirmed' && paymentReference === reference,
  );
  return { payment: payment.amount, refunds };
}

const isSame = (left: Money, right: Money): boolean => left.amount === right.amount && left.currency === right.currency;
