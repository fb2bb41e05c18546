import { failRefund, type FailRefundError, type Order, type Refund, type RefundId } from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import { fromDomain, type Refusal } from '../from-domain.js';
import type { OrderNotFound } from '../ordering/authorize-order.js';
import { saveOrderChange } from '../ordering/save-order-change.js';
import type { Clock } from '../ports/clock.js';
import type { PaymentsUnavailable, StorageUnavailable } from '../ports/failures.js';
import type { StoredOrder } from '../ports/repositories/order-records.js';
import type { PaymentGateway } from '../ports/payment-gateway.js';
import type { Repositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { manualProvider } from './by-hand/manual-provider.js';
import { handleReportedEvents } from './handle-reported-events.js';
import type { HandleProviderEvent, HandleProviderEventError } from './handle-provider-event.js';
import type { ProviderEvent } from './provider-event.js';

export type SendRefundCommand = { readonly orderId: string; readonly refundId: RefundId };
export type SendRefundError =
  OrderNotFound | Refusal<FailRefundError> | HandleProviderEventError | PaymentsUnavailable | StorageUnavailable;
/**
 * Requests one pending refund from the provider, with the refund's id as idempotency key: no repeat sends money twice.
 * The events in the response are applied at once; a `ProviderEvent` reports how a pending one ends. A refund that the
 * provider refuses has failed and is left to staff. A refusal is outdated once a dispute of the payment was won during
 * the call: then the job retries.
 */
export type SendRefund = (command: SendRefundCommand) => ResultAsync<void, SendRefundError>;

type SendRefundDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly paymentGateway: PaymentGateway;
  readonly handleProviderEvent: HandleProviderEvent;
  readonly clock: Clock;
};

export const makeSendRefund =
  ({ unitOfWork, paymentGateway, handleProviderEvent, clock }: SendRefundDeps): SendRefund =>
  ({ orderId, refundId }) =>
    unitOfWork
      .read(({ orders }) => orders.find(orderId).andThen((stored) => findRefund(stored, { orderId, refundId })))
      .andThen(({ refund, stored: { order } }): ReturnType<SendRefund> => {
        const { status, amount, provider, paymentReference } = refund;
        // Money of a payment that was recorded by hand goes back by hand.
        if (status !== 'pending' || provider === manualProvider) return okAsync(undefined);
        const won = disputesWon(order, refund);
        return paymentGateway
          .refund({ refundId, orderId, reference: paymentReference, amount })
          .map(({ events }) => events)
          .orElse((error): ResultAsync<readonly ProviderEvent[], SendRefundError> => {
            if (error.type === 'payments.unavailable') return errAsync(error);
            return unitOfWork
              .run((repositories) => fail(repositories, clock, { orderId, refundId }, error.reason, won))
              .map(() => []);
          })
          .andThen((events) => handleReportedEvents(handleProviderEvent, events));
      });

function findRefund(
  stored: StoredOrder | undefined,
  { orderId, refundId }: SendRefundCommand,
): ResultAsync<{ readonly refund: Refund; readonly stored: StoredOrder }, OrderNotFound | Refusal<FailRefundError>> {
  if (stored === undefined) return errAsync({ type: 'order.not-found', orderId });
  const refund = stored.order.refunds.find(({ id }) => id === refundId);
  return refund === undefined
    ? errAsync({ type: 'refund.not-found', refundId, status: stored.order.status })
    : okAsync({ refund, stored });
}

/** How many disputes of a refund's payment were won. */
const disputesWon = ({ disputes }: Order, { provider, paymentReference }: Refund): number =>
  disputes.filter(
    (dispute) =>
      dispute.status === 'won' && dispute.provider === provider && dispute.paymentReference === paymentReference,
  ).length;

function fail(
  repositories: Repositories,
  clock: Clock,
  { orderId, refundId }: SendRefundCommand,
  failure: string,
  wonBefore: number,
): ResultAsync<void, OrderNotFound | Refusal<FailRefundError> | PaymentsUnavailable> {
  return repositories.orders
    .lock(orderId)
    .andThen((stored) => findRefund(stored, { orderId, refundId }))
    .andThen(({ stored, refund }) => {
      if (disputesWon(stored.order, refund) > wonBefore)
        return errAsync({ type: 'payments.unavailable', retryAfterSeconds: 1 } as const);
      const at = clock.now();
      return fromDomain(failRefund(stored.order, { id: refundId, failure, at }))
        .asyncAndThen((change) => saveOrderChange(repositories, stored, change, at))
        .map(() => undefined);
    });
}
