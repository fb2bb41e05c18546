import { err, errAsync, ok, okAsync, ResultAsync, type Result } from 'neverthrow';
import { msAfter } from '../ms-after.js';
import type { Clock } from '../ports/clock.js';
import type { PaymentsUnavailable, StorageUnavailable } from '../ports/failures.js';
import type { OrderWithRefund } from '../ports/repositories/order-records.js';
import type { ApplicationEvent } from '../ports/repositories/outbox.js';
import type { Reconciliation } from '../ports/repositories/reconciliation-records.js';
import { reconcileEvent } from './reconcile-event.js';
import { comparePayments, type ComparePaymentsDeps } from './compare-payments.js';
import { noFindings, withFindings, type Findings } from './findings.js';
import { firstDay, type Period } from './reconciliation-period.js';
import type { ReconciliationNotFound } from './view-reconciliation.js';

export type ReconcilePaymentsError = ReconciliationNotFound | PaymentsUnavailable | StorageUnavailable;
/**
 * Compares our payments with the provider's. Events that the shop missed are applied by the code that handles webhooks;
 * differences that remain are stored with the reconciliation, for staff. It works day by day and stores its progress:
 * an outage or a crash loses the work of one day at most, and repeating that day changes nothing.
 */
export type ReconcilePayments = (command: {
  readonly reconciliationId: string;
}) => ResultAsync<void, ReconcilePaymentsError>;

export type ReconcilePaymentsDeps = ComparePaymentsDeps & { readonly clock: Clock };

/** A refund that is pending for longer may never have reached the provider: its job may have failed for good. */
const refundOverdueMs = 3_600_000;
/** Orders read in one query. */
const batch = 100;

export const makeReconcilePayments =
  (deps: ReconcilePaymentsDeps): ReconcilePayments =>
  ({ reconciliationId }) =>
    new ResultAsync(reconcile(deps, reconciliationId));

async function reconcile(deps: ReconcilePaymentsDeps, id: string): Promise<Result<void, ReconcilePaymentsError>> {
  for (;;) {
    const found = await deps.unitOfWork.read(({ reconciliations }) => reconciliations.find(id));
    if (found.isErr()) return err(found.error);
    const reconciliation = found.value;
    if (reconciliation === undefined) return err({ type: 'reconciliation.not-found', reconciliationId: id });
    if (reconciliation.finishedAt !== undefined) return ok(undefined);
    const { doneTo, to } = reconciliation;
    const done = await (doneTo < to ? reconcileDay(deps, reconciliation) : finish(deps, reconciliation));
    if (done.isErr()) return err(done.error);
  }
}

async function reconcileDay(
  deps: ReconcilePaymentsDeps,
  { id, doneTo, to }: Reconciliation,
): Promise<Result<void, ReconcilePaymentsError>> {
  const day = firstDay({ from: doneTo, to });
  const findings = noFindings();
  const applied = await applyReportedEvents(deps, findings, day);
  if (applied.isErr()) return err(applied.error);
  const compared = await comparePayments(deps, findings, day);
  if (compared.isErr()) return err(compared.error);
  return deps.unitOfWork.run(({ reconciliations }) =>
    reconciliations.lock(id).andThen((now) =>
      // Another process did the same work and has stored this day.
      now === undefined || now.doneTo !== day.from
        ? okAsync(undefined)
        : reconciliations.save({ ...now, ...withFindings(now, findings), doneTo: day.to }),
    ),
  );
}

async function applyReportedEvents(
  deps: ReconcilePaymentsDeps,
  findings: Findings,
  period: Period,
): Promise<Result<void, PaymentsUnavailable | StorageUnavailable>> {
  let cursor: string | undefined;
  do {
    const page = await deps.paymentGateway.eventsBetween(period, cursor);
    if (page.isErr()) return err(page.error);
    for (const event of page.value.events) {
      const applied = await reconcileEvent(deps, findings, event);
      if (applied.isErr()) return err(applied.error);
    }
    cursor = page.value.nextCursor;
  } while (cursor !== undefined);
  return ok(undefined);
}

async function finish(
  deps: ReconcilePaymentsDeps,
  { id }: Reconciliation,
): Promise<Result<void, ReconcilePaymentsError>> {
  const repeated = await repeatRefundRequests(deps);
  if (repeated.isErr()) return err(repeated.error);
  const finishedAt = deps.clock.now();
  const finished = await deps.unitOfWork.run(({ reconciliations, outbox }) =>
    reconciliations.lock(id).andThen((now) => {
      if (now === undefined) return errAsync({ type: 'reconciliation.not-found', reconciliationId: id } as const);
      if (now.finishedAt !== undefined) return okAsync(undefined);
      const reconciliation = { ...now, finishedAt, counts: { ...now.counts, refundsRequestedAgain: repeated.value } };
      const events =
        now.counts.differences === 0
          ? []
          : [{ type: 'payments.differences-found', reconciliationId: id, at: finishedAt } as const];
      return reconciliations
        .save(reconciliation)
        .andThen(() => outbox.add(events))
        .map(() => reconciliation);
    }),
  );
  return finished.map((reconciliation) => {
    if (reconciliation === undefined) return;
    const { from, to, counts, differences } = reconciliation;
    const facts = { reconciliationId: id, from, to, ...counts };
    if (differences.length === 0) deps.log.info(facts, 'payments were reconciled');
    else deps.log.warn({ ...facts, first: differences.slice(0, 10) }, 'payments were reconciled, with differences');
  });
}

/**
 * Requests each refund again that has been pending for over an hour; the provider makes one refund per id. Money that
 * is due back without a refund gets one.
 */
async function repeatRefundRequests({
  unitOfWork,
  clock,
}: ReconcilePaymentsDeps): Promise<Result<number, StorageUnavailable>> {
  const at = clock.now();
  let repeated = 0;
  let last: OrderWithRefund | undefined;
  do {
    const found = await unitOfWork.run(({ orders, outbox }) =>
      orders.withRefundWaitingSince(msAfter(at, -refundOverdueMs), batch, last).andThen((waiting) => {
        const events = waiting.flatMap(({ id: orderId, refundIds, isDue }): readonly ApplicationEvent[] => [
          ...(isDue ? [{ type: 'payments.refund-forgotten' as const, orderId, at }] : []),
          ...refundIds.map((refundId) => ({ type: 'payments.refund-overdue' as const, orderId, refundId, at })),
        ]);
        return outbox.add(events).map(() => ({ waiting, refunds: events.length }));
      }),
    );
    if (found.isErr()) return err(found.error);
    repeated += found.value.refunds;
    last = found.value.waiting.length < batch ? undefined : found.value.waiting.at(-1);
  } while (last !== undefined);
  return ok(repeated);
}
