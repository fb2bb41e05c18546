import type { Order } from '@cartwright/domain';
import { err, errAsync, ok, okAsync, type ResultAsync } from 'neverthrow';
import type { OrderNotFound } from '../ordering/authorize-order.js';
import type { StoredOrder } from '../ports/repositories/order-records.js';
import type { PaymentAttempt, PaymentRecords } from '../ports/repositories/payment-records.js';
import type { ProviderEvent } from './provider-event.js';

/** The event is about a payment that the shop did not start, or does not know yet. */
export type PaymentNotOurs = { readonly type: 'payment.not-ours'; readonly reference: string };

/** The order and the payment attempt that an event is about. */
export type PaidOrder = { readonly stored: StoredOrder; readonly attempt?: PaymentAttempt };

/** `take` finds an order, and locks it in a transaction. */
type Records = {
  readonly take: (orderId: string) => ResultAsync<StoredOrder | undefined, never>;
  readonly payments: Pick<PaymentRecords, 'find' | 'findByReference'>;
};

/**
 * Loads the order that an event is about, and checks that the payment is one of ours: a payment event must match an attempt
 * of that order, a refund or dispute event a payment that the order has recorded.
 */
export function loadPaidOrder(
  records: Records,
  event: ProviderEvent,
): ResultAsync<PaidOrder, OrderNotFound | PaymentNotOurs> {
  const notOurs: PaymentNotOurs = { type: 'payment.not-ours', reference: event.reference };
  return (
    event.orderId === undefined
      ? findAttempt(records, event).map((attempt) => attempt?.orderId)
      : okAsync(event.orderId)
  )
    .andThen((orderId): ResultAsync<StoredOrder, OrderNotFound | PaymentNotOurs> => {
      if (orderId === undefined) return errAsync(notOurs);
      return records
        .take(orderId)
        .andThen((stored) => (stored === undefined ? err({ type: 'order.not-found', orderId } as const) : ok(stored)));
    })
    .andThen((stored): ResultAsync<PaidOrder, PaymentNotOurs> => {
      if (event.type !== 'payment.captured' && event.type !== 'payment.failed') {
        return holds(stored.order, event) ? okAsync({ stored }) : errAsync(notOurs);
      }
      // Read after the order is locked: another event may have set the references while this one waited.
      return findAttempt(records, event).andThen((attempt) => {
        if (attempt === undefined || !fits(attempt, stored.order, event)) return err(notOurs);
        return isFree(records, attempt, event).andThen((free) => (free ? ok({ stored, attempt }) : err(notOurs)));
      });
    });
}

const findAttempt = ({ payments }: Records, event: ProviderEvent): ResultAsync<PaymentAttempt | undefined, never> =>
  'paymentId' in event && event.paymentId !== undefined
    ? payments.find(event.paymentId)
    : payments.findByReference(event.provider, event.reference);

const holds = ({ payments }: Order, { provider, reference }: ProviderEvent): boolean =>
  payments.some((payment) => payment.provider === provider && payment.reference === reference);

/** A card payment has one id at the provider. A checkout's session has another than the payment that comes of it. */
const fits = (attempt: PaymentAttempt, { id }: Order, { provider, reference }: ProviderEvent): boolean =>
  attempt.orderId === id &&
  attempt.provider === provider &&
  (attempt.method !== 'card' || attempt.reference === undefined || attempt.reference === reference);

/** Whether no other attempt has the provider's id of the payment. */
const isFree = (
  { payments }: Records,
  { id }: PaymentAttempt,
  { provider, reference }: ProviderEvent,
): ResultAsync<boolean, never> =>
  payments.findByReference(provider, reference).map((other) => other === undefined || other.id === id);
