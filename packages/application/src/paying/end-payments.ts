import { errAsync, ResultAsync } from 'neverthrow';
import type { OrderNotFound } from '../ordering/authorize-order.js';
import { endAttempt, isOpenAt, type EndAttemptDeps, type EndAttemptError } from './end-attempt.js';

export type EndPaymentsError = OrderNotFound | EndAttemptError;
/**
 * Cancels the open payments of a paid or cancelled order at the provider, so that nobody pays twice or for nothing.
 * Payments that have ended are skipped. One that was paid meanwhile is recorded. One in progress is not cancelled: its
 * end will be reported.
 */
export type EndPayments = (command: { readonly orderId: string }) => ResultAsync<void, EndPaymentsError>;

export const makeEndPayments =
  (deps: EndAttemptDeps): EndPayments =>
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
        return ResultAsync.combineWithAllErrors(unwanted.map((attempt) => endAttempt(deps, order, attempt))).mapErr(
          worthARetry,
        );
      })
      .map(() => undefined);

/**
 * An outage takes precedence over refusals: the job is then retried, so that the payment does not stay
 * open.
 */
function worthARetry<E extends { readonly type: string }>(errors: readonly E[]): E {
  const [first] = errors;
  if (first === undefined) throw new Error('no errors to choose from');
  return errors.find(({ type }) => type === 'payments.unavailable' || type === 'storage.unavailable') ?? first;
}
