import type { Order } from '@cartwright/domain';
import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import type { OrderNotFound } from '../ordering/authorize-order.js';
import type { Clock } from '../ports/clock.js';
import type { PaymentsUnavailable, StorageUnavailable } from '../ports/failures.js';
import type { PaymentGateway, PaymentRefused } from '../ports/payment-gateway.js';
import type { PaymentAttempt } from '../ports/repositories/payment-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { startAtProvider } from './start-at-provider.js';

export type EndPaymentsError = OrderNotFound | PaymentRefused | PaymentsUnavailable | StorageUnavailable;
/**
 * Cancels the open payments of a paid or cancelled order at the provider, so that nobody pays twice or for nothing.
 * Payments that have ended are skipped.
 */
export type EndPayments = (command: { readonly orderId: string }) => ResultAsync<void, EndPaymentsError>;

type EndPaymentsDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly paymentGateway: PaymentGateway;
  readonly clock: Clock;
};

export const makeEndPayments =
  (deps: EndPaymentsDeps): EndPayments =>
  ({ orderId }) =>
    deps.unitOfWork
      .read(({ orders, payments }) =>
        orders.find(orderId).andThen((stored) => {
          if (stored === undefined) return errAsync({ type: 'order.not-found', orderId } as const);
          return payments.ofOrder(orderId).map((attempts) => ({ order: stored.order, attempts }));
        }),
      )
      .andThen(({ order, attempts }) => {
        const unwanted =
          order.status === 'pending' ? [] : attempts.filter((attempt) => isOpenAt(deps.paymentGateway, attempt));
        return ResultAsync.combineWithAllErrors(unwanted.map((attempt) => end(deps, order, attempt))).mapErr(
          worthARetry,
        );
      })
      .map(() => undefined);

/** Whether an attempt can still be paid. */
export const isOpenAt = (
  gateway: Pick<PaymentGateway, 'provider'>,
  { provider, captureReference, endedAt }: PaymentAttempt,
): boolean => provider === gateway.provider && captureReference === undefined && endedAt === undefined;

function end(
  deps: EndPaymentsDeps,
  order: Order,
  attempt: PaymentAttempt,
): ResultAsync<void, PaymentRefused | PaymentsUnavailable | StorageUnavailable> {
  const { unitOfWork, paymentGateway, clock } = deps;
  const { id, method } = attempt;
  return referenceOf(deps, order, attempt)
    .andThen((reference) =>
      reference === undefined ? okAsync(undefined) : paymentGateway.endPayment({ paymentId: id, method, reference }),
    )
    .andThen(() => unitOfWork.run(({ payments }) => payments.setEnded(id, clock.now())));
}

/**
 * The provider's id of an attempt. When the provider's response was lost, the payment may or may not exist: repeating
 * the request with the attempt's own id finds it, or makes one that is then ended. `undefined` when the provider
 * refuses.
 */
function referenceOf(
  { unitOfWork, paymentGateway }: EndPaymentsDeps,
  order: Order,
  attempt: PaymentAttempt,
): ResultAsync<string | undefined, PaymentsUnavailable | StorageUnavailable> {
  if (attempt.reference !== undefined) return okAsync(attempt.reference);
  return startAtProvider(paymentGateway, order, attempt)
    .andThen(({ reference }) =>
      unitOfWork.run(({ payments }) => payments.setReference(attempt.id, reference)).map(() => reference),
    )
    .orElse((error) => (error.type === 'payment.refused' ? okAsync(undefined) : errAsync(error)));
}

/**
 * An outage takes precedence over refusals: the job is then retried, and the payment that met the outage does not stay
 * open.
 */
function worthARetry<E extends { readonly type: string }>(errors: readonly E[]): E {
  const [first] = errors;
  if (first === undefined) throw new Error('no errors to choose from');
  return errors.find(({ type }) => type !== 'payment.refused') ?? first;
}
