import type { Decision } from '../../decision.js';
import { compareInstants } from '../../instant.js';
import { outOfRange, type Money } from '../../money/money.js';
import { changeOrder, refuseOrder, repeat } from '../change-order.js';
import { findBadAmount, type AmountError } from './check-amount.js';
import { capturedAmount } from '../derive-order.js';
import type { FailedPayment, Order, OrderChange, OrderRefusal, Payment } from '../order.js';

/**
 * Why a payment is not recorded, with the status that the order has.
 *
 * @example
 * const error: RecordPaymentError = {
 *   type: 'payment.amount-changed',
 *   reference: 'pi_1',
 *   recorded: { amount: 3998, currency: 'USD' },
 *   actual: { amount: 39, currency: 'USD' },
 *   status: 'paid',
 * };
 */
export type RecordPaymentError = OrderRefusal<
  | AmountError<'payment'>
  | {
      readonly type: 'payment.amount-changed';
      readonly reference: string;
      readonly recorded: Money;
      readonly actual: Money;
    }
>;

/**
 * Records money that a provider took, whatever the order's status: once per provider reference, a repeat does nothing.
 * Once the total is captured the order is paid and its digital lines are delivered. Money on a cancelled order, or past
 * the total, becomes due back.
 * Errors: `payment.amount-not-positive`, `payment.amount-changed`, `money.currency-mismatch`, `money.not-an-integer`,
 * `money.out-of-range` (also for the sum of all payments).
 *
 * @example
 * const paid = recordPayment(pending, { provider: 'stripe', reference: 'pi_1', amount: pending.pricing.total, at });
 * paid.ok && paid.value.order.status; // => 'paid'
 */
export function recordPayment(order: Order, payment: Payment): Decision<OrderChange, RecordPaymentError> {
  const { amount, reference, provider, at } = payment;
  const bad = findBadAmount(order, 'payment', amount);
  if (bad !== undefined) return refuseOrder(order, bad);
  const earlier = order.payments.find((known) => known.reference === reference && known.provider === provider);
  if (earlier !== undefined) {
    if (earlier.amount.amount === amount.amount) return repeat(order);
    return refuseOrder(order, { type: 'payment.amount-changed', reference, recorded: earlier.amount, actual: amount });
  }
  if (!Number.isSafeInteger(capturedAmount(order) + amount.amount)) return refuseOrder(order, outOfRange);
  return changeOrder(order, { payments: [...order.payments, payment] }, at, []);
}

/**
 * Records a refused attempt, whatever the order's status, and changes nothing else. A repeat does nothing.
 *
 * @example
 * const tried = recordPaymentFailure(pending, { provider: 'stripe', reference: 'pi_1', reason: 'card_declined', at });
 * tried.ok && tried.value.order.status; // => 'pending'
 */
export function recordPaymentFailure(order: Order, failure: FailedPayment): Decision<OrderChange, never> {
  const { reference, provider, at } = failure;
  // One payment may fail several times before it succeeds, so the instant tells the attempts apart.
  const known = order.failedPayments.some(
    (attempt) =>
      attempt.reference === reference && attempt.provider === provider && compareInstants(attempt.at, at) === 0,
  );
  if (known) return repeat(order);
  const failedPayments = [...order.failedPayments, failure];
  return changeOrder(order, { failedPayments }, at, [{ type: 'order.payment-failed', reference }]);
}
