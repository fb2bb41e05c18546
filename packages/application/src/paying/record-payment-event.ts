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

/** Records what a provider reports of a payment. The result is the same in whatever order events arrive. */
export function recordPaymentEvent(
  order: Order,
  event: PaymentEvent,
  attempt: PaymentAttempt | undefined,
): Result<OrderChange, Refusal<RecordPaymentError>> {
  const { provider, reference, at } = event;
  const method = attempt === undefined ? {} : { method: attempt.method };
  switch (event.type) {
    case 'payment.captured':
      // What was really taken, whatever we had asked for: the order says what is missing, or due back.
      return fromDomain(recordPayment(order, { provider, reference, amount: event.amount, ...method, at }));
    case 'payment.processing':
      // Nothing waits for the payment of an order that is paid or cancelled. Its end is recorded in any case.
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
      // The shop cancels payments that nobody needs any more: that is no failure.
      return isUnderWay(order, event) || (order.status === 'pending' && attempt?.endedAt === undefined)
        ? fromDomain(recordPaymentFailure(order, { provider, reference, reason: event.reason, at }))
        : ok(unchanged(order));
  }
}

const unchanged = (order: Order): OrderChange => ({ order, events: [], stock: [], usage: [] });

/** What is reported late of a payment that has ended meanwhile. */
const hasEndedSince = (attempt: PaymentAttempt | undefined, { at }: PaymentEvent): boolean =>
  attempt?.endedAt !== undefined && Date.parse(attempt.endedAt) >= Date.parse(at);
