import type { Order } from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { Clock } from '../ports/clock.js';
import type { PaymentsUnavailable, StorageUnavailable } from '../ports/failures.js';
import type { PaymentGateway, PaymentRefused, ReportedPayment } from '../ports/payment-gateway.js';
import type { PaymentAttempt } from '../ports/repositories/payment-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { handleReportedEvents } from './handle-reported-events.js';
import type { HandleProviderEvent, HandleProviderEventError } from './handle-provider-event.js';
import { startAtProvider, type StartAtProviderDeps } from './start-at-provider.js';

export type EndAttemptDeps = StartAtProviderDeps & {
  readonly unitOfWork: UnitOfWork;
  readonly handleProviderEvent: HandleProviderEvent;
  readonly clock: Clock;
};

export type EndAttemptError = HandleProviderEventError | PaymentRefused | PaymentsUnavailable | StorageUnavailable;

/** Whether an attempt can still be paid, as far as the shop knows. */
export const isOpenAt = (
  gateway: Pick<PaymentGateway, 'provider'>,
  { provider, captureReference, endedAt }: PaymentAttempt,
): boolean => provider === gateway.provider && captureReference === undefined && endedAt === undefined;

/**
 * Cancels an attempt at the provider, and applies what the provider reports of it: it may have been paid meanwhile, or
 * be in progress. Only an attempt that the provider reports as ended is recorded as such.
 */
export function endAttempt(
  deps: EndAttemptDeps,
  order: Order,
  attempt: PaymentAttempt,
): ResultAsync<ReportedPayment['status'], EndAttemptError> {
  const { unitOfWork, paymentGateway, handleProviderEvent, clock } = deps;
  const { id, method } = attempt;
  const setEnded = () => unitOfWork.run(({ payments }) => payments.setEnded(id, clock.now()));
  return referenceOf(deps, order, attempt).andThen(
    (reference): ResultAsync<ReportedPayment['status'], EndAttemptError> => {
      if (reference === undefined || method === 'transfer') return setEnded().map(() => 'ended' as const);
      return paymentGateway
        .endPayment({ paymentId: id, method, reference })
        .andThen(({ status, events }) =>
          (status === 'ended' ? setEnded() : okAsync(undefined))
            .andThen(() => handleReportedEvents(handleProviderEvent, events))
            .map(() => status),
        );
    },
  );
}

/**
 * The provider's id of an attempt. When the provider's response was lost, the payment may or may not exist: repeating
 * the request with the attempt's own id finds it, or makes one that is then ended. `undefined` when the provider
 * refuses.
 */
function referenceOf(
  deps: EndAttemptDeps,
  order: Order,
  attempt: PaymentAttempt,
): ResultAsync<string | undefined, PaymentsUnavailable | StorageUnavailable> {
  if (attempt.reference !== undefined) return okAsync(attempt.reference);
  return startAtProvider(deps, order, attempt)
    .andThen(({ reference }) =>
      deps.unitOfWork.run(({ payments }) => payments.setReference(attempt.id, reference)).map(() => reference),
    )
    .orElse((error) => (error.type === 'payment.refused' ? okAsync(undefined) : errAsync(error)));
}
