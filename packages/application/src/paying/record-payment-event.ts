import {
  recordPayment,
  recordPaymentFailure,
  recordPaymentProcessing,
  type Order,
  type OrderChange,
  type RecordPaymentError,
} from '@cartwright/domain';
import { ok, type Result } from 'neverthrow';
import { fromDomain, type Refusal } from '../from-domain.js';
import type { PaymentAttempt } from '../ports/repositories/payment-records.js';
import { isUnderWay } from './is-under-way.js';
import type { PaymentEvent } from './provider-event.js';

/** Records a provider's report of a payment. The order of events does not change the result. */
export function recordPaymentEvent(
  order: Order,
  event: PaymentEvent,
  attempt: PaymentAttempt | undefined,
): Result<OrderChange, Refusal<RecordPaymentError>> {
  const { provider, reference, at } = event;
  const method = attempt === undefined ? {} : { method: attempt.method };
  switch (event.type) {
    case 'payment.captured':
      // The captured amount may differ from the requested one: the order has what is missing or due back.
      return fromDomain(recordPayment(order, { provider, reference, amount: event.amount, ...method, at }));
    case 'payment.processing':
      // A paid or cancelled order needs no further payment. The end of the attempt is recorded in any case.
      if (order.status !== 'pending' || hasEndedSince(attempt, event)) return ok(unchanged(order));
      return fromDomain(recordPaymentProcessing(order, { provider, reference, ...method, at })).orElse(() =>
        ok(unchanged(order)),
      );
    case 'payment.failed':
      return fromDomain(recordPaymentFailure(order, { provider, reference, reason: event.reason, at }));
    case 'payment.reopened':
      return isUnderWay(order, event)
        ? fromDomain(recordPaymentFailure(order, { provider, reference, reason: event.reason, at }))
        : ok(unchanged(order));
    case 'payment.cancelled':
      // The shop cancels payments that are no longer needed: that is not a failure.
      return isUnderWay(order, event) || (order.status === 'pending' && attempt?.endedAt === undefined)
        ? fromDomain(recordPaymentFailure(order, { provider, reference, reason: event.reason, at }))
        : ok(unchanged(order));
  }
}

const unchanged = (order: Order): OrderChange => ({ order, events: [], stock: [], usage: [] });

/** A late report of a payment that has ended meanwhile. */
const hasEndedSince = (attempt: PaymentAttempt | undefined, { at }: PaymentEvent): boolean =>
  attempt?.endedAt !== undefined && Date.parse(attempt.endedAt) >= Date.parse(at);
