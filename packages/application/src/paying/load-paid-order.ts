import type { Order } from '@cartwright/domain';
import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import type { OrderNotFound } from '../ordering/authorize-order.js';
import type { StoredOrder } from '../ports/repositories/order-records.js';
import type { PaymentAttempt } from '../ports/repositories/payment-records.js';
import type { DecisionReads } from '../ports/repositories/unit-of-work.js';
import type { PaymentNotOurs } from './provider-event-refused.js';
import { isPaymentEvent, type ProviderEvent } from './provider-event.js';

/** The order and the payment attempt that an event is about. */
export type PaidOrder = { readonly stored: StoredOrder; readonly attempt?: PaymentAttempt };

/** The event carries no id of this shop, and the shop has no record of its payment. */
export type PaymentForeign = { readonly type: 'payment.foreign'; readonly reference: string };

/**
 * Loads the order that an event is about, and checks that the payment is one of ours: a payment event must match an
 * attempt of that order, a refund or dispute event a payment that the order has recorded.
 */
export function loadPaidOrder(
  { payments }: Pick<DecisionReads, 'payments'>,
  event: ProviderEvent,
): ResultAsync<PaidOrder, OrderNotFound | PaymentNotOurs | PaymentForeign> {
  const { reference, orderId, mayBeForeign = false } = event;
  return payments
    .lookUp(event)
    .andThen(({ stored, byId, byReference }): Result<PaidOrder, OrderNotFound | PaymentNotOurs | PaymentForeign> => {
      const isForeign = mayBeForeign && byId === undefined && byReference === undefined;
      const notOurs = { type: isForeign ? 'payment.foreign' : 'payment.not-ours', reference } as const;
      if (stored === undefined) {
        return err(isForeign || orderId === undefined ? notOurs : { type: 'order.not-found', orderId });
      }
      if (!isPaymentEvent(event)) {
        return holds(stored.order, event) ? ok({ stored }) : err(notOurs);
      }
      const attempt = event.paymentId === undefined ? byReference : byId;
      // The provider's id of a payment belongs to one attempt.
      const isOthers = byReference !== undefined && byReference.id !== attempt?.id;
      return attempt === undefined || isOthers || !fits(attempt, stored.order, event)
        ? err(notOurs)
        : ok({ stored, attempt });
    });
}

const holds = ({ payments }: Order, { provider, reference }: ProviderEvent): boolean =>
  payments.some((payment) => payment.provider === provider && payment.reference === reference);

/** A card payment has one id at the provider. A checkout session and its payment have different ids. */
const fits = (attempt: PaymentAttempt, { id }: Order, { provider, reference }: ProviderEvent): boolean =>
  attempt.orderId === id &&
  attempt.provider === provider &&
  (attempt.method !== 'card' || attempt.reference === undefined || attempt.reference === reference);
