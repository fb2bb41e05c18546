import {
  confirmRefund,
  failRefund,
  recordDispute,
  recordPayment,
  recordPaymentFailure,
  type ConfirmRefundError,
  type Decision,
  type Order,
  type OrderChange,
  type RecordDisputeError,
  type RecordPaymentError,
} from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import { fromDomain } from '../from-domain.js';
import type { OrderNotFound } from '../ordering/reach-order.js';
import { saveOrderChange } from '../ordering/save-order-change.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { StoredOrder } from '../ports/order-records.js';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.js';
import type { ProviderEvent } from './provider-event.js';

/** It is about a payment that we did not ask for. */
export type PaymentNotOurs = { readonly type: 'payment.not-ours'; readonly reference: string };
export type HandleProviderEventError =
  | OrderNotFound
  | PaymentNotOurs
  | RecordPaymentError
  | ConfirmRefundError
  | RecordDisputeError
  | StorageUnavailable;
/**
 * Applies a fact that a payment provider reports. The same event again answers `duplicate` and changes nothing; a refusal
 * leaves it unnoted, so that the provider may send it again.
 */
export type HandleProviderEvent = (
  event: ProviderEvent,
) => ResultAsync<{ readonly duplicate: boolean }, HandleProviderEventError>;

export const makeHandleProviderEvent =
  ({ unitOfWork, clock }: { readonly unitOfWork: UnitOfWork; readonly clock: Clock }): HandleProviderEvent =>
  (event) =>
    unitOfWork.run((repositories) =>
      repositories.inbox
        .accept(`${event.provider}:${event.eventId}`, 'handle-provider-event', clock.now())
        .andThen((isNew): ResultAsync<{ readonly duplicate: boolean }, HandleProviderEventError> => {
          if (!isNew) return okAsync({ duplicate: true });
          return lockOrder(repositories, event).andThen((stored) =>
            fromDomain(apply(stored.order, event))
              .asyncAndThen((change) => saveOrderChange(repositories, stored, change, clock.now()))
              .map(() => ({ duplicate: false })),
          );
        }),
    );

/** The order that the provider names, or else the one that the payment is of. */
function lockOrder(
  { orders, payments }: Repositories,
  { provider, orderId, reference }: ProviderEvent,
): ResultAsync<StoredOrder, OrderNotFound | PaymentNotOurs> {
  const named =
    orderId === undefined
      ? payments.findByReference(provider, reference).map((attempt) => attempt?.orderId)
      : okAsync(orderId);
  return named.andThen((id): ResultAsync<StoredOrder, OrderNotFound | PaymentNotOurs> => {
    if (id === undefined) return errAsync({ type: 'payment.not-ours', reference });
    return orders
      .lock(id)
      .andThen((stored) => (stored === undefined ? errAsync({ type: 'order.not-found', orderId: id } as const) : okAsync(stored)));
  });
}

const disputeStatus = { 'dispute.opened': 'open', 'dispute.won': 'won', 'dispute.lost': 'lost' } as const;

function apply(
  order: Order,
  event: ProviderEvent,
): Decision<OrderChange, RecordPaymentError | ConfirmRefundError | RecordDisputeError> {
  const { provider, reference, at } = event;
  switch (event.type) {
    case 'payment.captured':
      return recordPayment(order, { provider, reference, amount: event.amount, at });
    case 'payment.failed':
      return recordPaymentFailure(order, { provider, reference, reason: event.reason, at });
    case 'refund.confirmed':
      return confirmRefund(order, { id: event.refundId, at });
    case 'refund.failed':
      return failRefund(order, { id: event.refundId, at });
    case 'dispute.opened':
    case 'dispute.won':
    case 'dispute.lost':
      return recordDispute(order, {
        id: event.disputeId,
        provider,
        paymentReference: reference,
        amount: event.amount,
        status: disputeStatus[event.type],
        at,
      });
  }
}
