import { failRefund, type FailRefundError, type Refund, type RefundId } from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import { fromDomain, type Refusal } from '../from-domain.js';
import type { OrderNotFound } from '../ordering/authorize-order.js';
import { saveOrderChange } from '../ordering/save-order-change.js';
import type { Clock } from '../ports/clock.js';
import type { PaymentsUnavailable, StorageUnavailable } from '../ports/failures.js';
import type { StoredOrder } from '../ports/repositories/order-records.js';
import type { PaymentGateway } from '../ports/payment-gateway.js';
import type { Repositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';

export type SendRefundCommand = { readonly orderId: string; readonly refundId: RefundId };
export type SendRefundError = OrderNotFound | Refusal<FailRefundError> | PaymentsUnavailable | StorageUnavailable;
/**
 * Requests one pending refund from the provider, with the refund's id as idempotency key: no repeat sends money twice. A
 * `ProviderEvent` reports when it is confirmed; a refund that the provider refuses has failed and is left to staff.
 */
export type SendRefund = (command: SendRefundCommand) => ResultAsync<void, SendRefundError>;

type SendRefundDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly paymentGateway: PaymentGateway;
  readonly clock: Clock;
};

export const makeSendRefund =
  ({ unitOfWork, paymentGateway, clock }: SendRefundDeps): SendRefund =>
  ({ orderId, refundId }) =>
    unitOfWork
      .read(({ orders }) => orders.find(orderId).andThen((stored) => findRefund(stored, { orderId, refundId })))
      .andThen(({ status, amount, paymentReference }): ReturnType<SendRefund> => {
        if (status !== 'pending') return okAsync(undefined);
        return paymentGateway
          .refund({ refundId, orderId, reference: paymentReference, amount })
          .map(() => undefined)
          .orElse((error): ReturnType<SendRefund> => {
            if (error.type === 'payments.unavailable') return errAsync(error);
            return unitOfWork.run((repositories) => fail(repositories, clock, { orderId, refundId }, error.reason));
          });
      });

function findRefund(
  stored: StoredOrder | undefined,
  { orderId, refundId }: SendRefundCommand,
): ResultAsync<Refund, OrderNotFound | Refusal<FailRefundError>> {
  if (stored === undefined) return errAsync({ type: 'order.not-found', orderId });
  const refund = stored.order.refunds.find(({ id }) => id === refundId);
  return refund === undefined
    ? errAsync({ type: 'refund.not-found', refundId, status: stored.order.status })
    : okAsync(refund);
}

function fail(
  repositories: Repositories,
  clock: Clock,
  { orderId, refundId }: SendRefundCommand,
  failure: string,
): ResultAsync<void, OrderNotFound | Refusal<FailRefundError>> {
  return repositories.orders.lock(orderId).andThen((stored) => {
    if (stored === undefined) return errAsync({ type: 'order.not-found', orderId } as const);
    const at = clock.now();
    return fromDomain(failRefund(stored.order, { id: refundId, failure, at }))
      .asyncAndThen((change) => saveOrderChange(repositories, stored, change, at))
      .map(() => undefined);
  });
}
