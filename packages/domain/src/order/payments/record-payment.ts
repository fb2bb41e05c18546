import type { Decision } from '../../decision.js';
import { compareInstants } from '../../instant.js';
import { moneyShape, outOfRange, type Money } from '../../money/money.js';
import { defined, fields, instant, optional, text, type Shape } from '../../shape.js';
import { changeOrder, refuseMalformed, refuseOrder, repeat, type MalformedCommand } from '../change-order.js';
import { capturedOf, isSamePayment, keptOf } from '../derive-order.js';
import { failedPaymentShape, processingPaymentShape } from '../order-shape.js';
import type { FailedPayment, Order, OrderChange, OrderRefusal, Payment, ProcessingPayment } from '../order.js';
import { findBadAmount, ifPositive, type AmountError } from './check-amount.js';
import { goodwillSince, settleGoodwill } from './settle-goodwill.js';

/**
 * Why a payment is not recorded, with the status that the order has.
 *
 * @example
 * const error: RecordPaymentError = {
 *   type: 'payment.amount-changed',
 *   provider: 'stripe',
 *   reference: 'pi_1',
 *   recorded: { amount: 3998, currency: 'USD' },
 *   actual: { amount: 39, currency: 'USD' },
 *   status: 'paid',
 * };
 */
export type RecordPaymentError =
  | MalformedCommand
  | OrderRefusal<
      | AmountError<'payment'>
      | {
          readonly type: 'payment.amount-changed';
          readonly provider: string;
          readonly reference: string;
          readonly recorded: Money;
          readonly actual: Money;
        }
    >;

/**
 * Why a failed attempt is not recorded.
 *
 * @example const error: RecordPaymentFailureError = { type: 'order.malformed', path: 'order.status' };
 */
export type RecordPaymentFailureError = MalformedCommand;

/**
 * Why a delayed payment is not recorded as under way, with the status that the order has.
 *
 * @example const error: RecordPaymentProcessingError = { type: 'order.not-pending', status: 'paid' };
 */
export type RecordPaymentProcessingError =
  | MalformedCommand
  | OrderRefusal<
      | { readonly type: 'order.not-pending' }
      | { readonly type: 'payment.already-recorded'; readonly provider: string; readonly reference: string }
    >;

/** What a provider reports of a payment that it took; the excess is for the order to compute. */
type TakenPayment = Omit<Payment, 'excess'>;

const paymentShape: Shape<TakenPayment> = fields<TakenPayment>({
  provider: text,
  reference: text,
  amount: moneyShape,
  method: optional(text),
  at: instant,
});

/**
 * Records money that a provider took, whatever the order's status: once per provider and reference, a repeat does
 * nothing. Once what is captured, neither back nor due back, reaches the total, the order is paid and its digital lines
 * are delivered. Each other payment is reported as `order.payment-recorded`. Money on a cancelled order, of a payment
 * after the order was paid, or past the total, becomes due back; refunds and lost disputes at its instant or later,
 * though recorded before it, have settled it.
 * Errors: `payment.amount-not-positive`, `payment.amount-changed`, `money.currency-mismatch`, `money.not-an-integer`,
 * `money.out-of-range` (also for the sum of all payments), `input.malformed`, `order.malformed`.
 *
 * @example
 * const paid = recordPayment(pending, { provider: 'stripe', reference: 'pi_1', amount: pending.pricing.total, at });
 * paid.ok && paid.value.order.status; // => 'paid'
 */
export function recordPayment(
  order: Order,
  payment: {
    readonly provider: string;
    readonly reference: string;
    readonly amount: Money;
    readonly method?: string | undefined;
    readonly at: Payment['at'];
  },
): Decision<OrderChange, RecordPaymentError> {
  const malformed = refuseMalformed(order, paymentShape, payment);
  if (malformed !== undefined) return malformed;
  const { amount, reference, provider, method, at } = payment;
  const bad = findBadAmount(order, 'payment', amount);
  if (bad !== undefined) return refuseOrder(order, bad);
  const earlier = order.payments.find((known) => isSamePayment(known, payment));
  if (earlier !== undefined) {
    if (earlier.amount.amount === amount.amount) return repeat(order);
    return refuseOrder(order, {
      type: 'payment.amount-changed',
      provider,
      reference,
      recorded: earlier.amount,
      actual: amount,
    });
  }
  if (!Number.isSafeInteger(capturedOf(order) + amount.amount)) return refuseOrder(order, outOfRange);
  const isOver = order.paidAt !== undefined || order.status === 'cancelled';
  const past = isOver ? amount.amount : keptOf(order) + amount.amount - order.pricing.total.amount;
  // Money that went later was still there when the payment was made, but it does not pay the order.
  const excess = ifPositive(past < 0 || isOver ? past : past + goodwillSince(order, at), amount.currency);
  const recorded = defined<Payment>({ provider, reference, amount, method, excess, at });
  const payments = [...order.payments, recorded];
  const facts = { payments, ...settleGoodwill(order, recorded) };
  if (!isOver && past >= 0) return changeOrder(order, { ...facts, paidAt: at }, at, []);
  return changeOrder(order, facts, at, [{ type: 'order.payment-recorded', provider, reference, amount }]);
}

/**
 * Records that a delayed payment is under way: until the total is captured the order's payment status is `processing`,
 * it does not expire and no other payment starts. Of one payment success is final; otherwise the fact with the latest
 * `at` counts, a failure first among equals. A repeat does nothing.
 * Errors: `order.not-pending`, `payment.already-recorded` (at that instant, by another method), `input.malformed`,
 * `order.malformed`.
 *
 * @example
 * const begun = recordPaymentProcessing(pending, { provider: 'stripe', reference: 'pi_1', method: 'sepa_debit', at });
 * begun.ok && begun.value.order.paymentStatus; // => 'processing'
 */
export function recordPaymentProcessing(
  order: Order,
  payment: ProcessingPayment,
): Decision<OrderChange, RecordPaymentProcessingError> {
  const malformed = refuseMalformed(order, processingPaymentShape, payment);
  if (malformed !== undefined) return malformed;
  const { provider, reference, method, at } = payment;
  const known = order.processingPayments.filter((each) => isSamePayment(each, payment));
  const same = known.find((each) => compareInstants(each.at, at) === 0);
  if (same !== undefined && same.method !== method) {
    return refuseOrder(order, { type: 'payment.already-recorded', provider, reference });
  }
  if (known.some((each) => compareInstants(each.at, at) >= 0)) return repeat(order);
  if (order.status !== 'pending') return refuseOrder(order, { type: 'order.not-pending' });
  const begun = defined({ provider, reference, method, at });
  const processingPayments = [...order.processingPayments, begun];
  return changeOrder(order, { processingPayments }, at, [{ type: 'order.payment-processing', provider, reference }]);
}

/**
 * Records an attempt that failed or was cancelled, whatever the order's status: if it was under way, it has ended;
 * nothing else changes. A repeat does nothing. Errors: `input.malformed`, `order.malformed`.
 *
 * @example
 * const tried = recordPaymentFailure(pending, { provider: 'stripe', reference: 'pi_1', reason: 'card_declined', at });
 * tried.ok && tried.value.order.status; // => 'pending'
 */
export function recordPaymentFailure(
  order: Order,
  failure: FailedPayment,
): Decision<OrderChange, RecordPaymentFailureError> {
  const malformed = refuseMalformed(order, failedPaymentShape, failure);
  if (malformed !== undefined) return malformed;
  const { provider, reference, reason, at } = failure;
  // One payment may fail several times before it succeeds: the instant and the reason tell the attempts apart.
  const isKnown = order.failedPayments.some(
    (attempt) => isSamePayment(attempt, failure) && attempt.reason === reason && compareInstants(attempt.at, at) === 0,
  );
  if (isKnown) return repeat(order);
  const failedPayments = [...order.failedPayments, { provider, reference, reason, at }];
  return changeOrder(order, { failedPayments }, at, [{ type: 'order.payment-failed', provider, reference }]);
}
