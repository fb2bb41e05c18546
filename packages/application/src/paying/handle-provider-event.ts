import {
  confirmRefund,
  recordPayment,
  recordPaymentFailure,
  type ConfirmRefundError,
  type Decision,
  type Order,
  type OrderChange,
  type RecordPaymentError,
} from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import { fromDomain } from '../from-domain.js';
import type { OrderNotFound } from '../ordering/reach-order.js';
import { saveOrderChange } from '../ordering/save-order-change.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import type { ProviderEvent } from './provider-event.js';

export type HandleProviderEventError = OrderNotFound | RecordPaymentError | ConfirmRefundError | StorageUnavailable;
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
          return repositories.orders.lock(event.orderId).andThen((stored) => {
            if (stored === undefined) return errAsync({ type: 'order.not-found', orderId: event.orderId } as const);
            return fromDomain(apply(stored.order, event))
              .asyncAndThen((change) => saveOrderChange(repositories, stored, change, clock.now()))
              .map(() => ({ duplicate: false }));
          });
        }),
    );

function apply(order: Order, event: ProviderEvent): Decision<OrderChange, RecordPaymentError | ConfirmRefundError> {
  const { provider, at } = event;
  switch (event.type) {
    case 'payment.captured':
      return recordPayment(order, { provider, reference: event.reference, amount: event.amount, at });
    case 'payment.failed':
      return recordPaymentFailure(order, { provider, reference: event.reference, reason: event.reason, at });
    case 'refund.confirmed':
      return confirmRefund(order, { id: event.refundId, at });
  }
}
