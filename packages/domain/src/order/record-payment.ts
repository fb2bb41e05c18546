import { accept, refuse, type Decision } from '../decision.js';
import { compareInstants } from '../instant.js';
import { outOfRange, safeInteger } from '../money/money.js';
import type { CurrencyMismatch, Money, MoneyNotInteger, MoneyOutOfRange } from '../money/money.js';
import { capturedAmount, deriveOrder } from './derive-order.js';
import { unchanged, type FailedPayment, type Order, type OrderChange, type OrderEvent, type Payment } from './order.js';

export type RecordPaymentError =
  | CurrencyMismatch
  | MoneyNotInteger
  | MoneyOutOfRange
  | { readonly type: 'payment.amount-not-positive'; readonly amount: Money }
  | {
      readonly type: 'payment.amount-changed';
      readonly reference: string;
      readonly recorded: Money;
      readonly actual: Money;
    };

/**
 * Records money that a provider took, whatever the order's status: once per provider reference, a repeat does nothing.
 * Money on a cancelled order, or past the total, becomes due back.
 * Errors: `payment.amount-not-positive`, `payment.amount-changed`, `money.currency-mismatch`, `money.not-an-integer`,
 * `money.out-of-range` (also for the sum of all payments).
 */
export function recordPayment(order: Order, payment: Payment): Decision<OrderChange, RecordPaymentError> {
  const { amount, reference, provider, at } = payment;
  const { currency } = order.pricing;
  if (amount.currency !== currency) {
    return refuse({ type: 'money.currency-mismatch', expected: currency, actual: amount.currency });
  }
  const whole = safeInteger(amount.amount);
  if (!whole.ok) return whole;
  if (amount.amount <= 0) return refuse({ type: 'payment.amount-not-positive', amount });
  const earlier = order.payments.find((known) => known.reference === reference && known.provider === provider);
  if (earlier !== undefined) {
    if (earlier.amount.amount === amount.amount) return accept(unchanged(order));
    return refuse({ type: 'payment.amount-changed', reference, recorded: earlier.amount, actual: amount });
  }
  if (!Number.isSafeInteger(capturedAmount(order) + amount.amount)) return refuse(outOfRange);

  const next = deriveOrder({ ...order, payments: [...order.payments, payment] });
  const events: OrderEvent[] = [];
  if (order.status === 'pending' && next.status === 'paid') {
    events.push({ type: 'order.paid', orderId: order.id, at, captured: { amount: capturedAmount(next), currency } });
  }
  if (next.dueBack.amount > 0) {
    events.push({ type: 'order.refund-due', orderId: order.id, at, dueBack: next.dueBack });
  }
  return accept({ order: next, events, stock: [] });
}

/** Records a refused attempt, whatever the order's status, and changes nothing else. A repeat does nothing. */
export function recordPaymentFailure(order: Order, failure: FailedPayment): Decision<OrderChange, never> {
  // One payment may fail several times before it succeeds, so the instant tells the attempts apart.
  const known = order.failedPayments.some(
    (attempt) =>
      attempt.reference === failure.reference &&
      attempt.provider === failure.provider &&
      compareInstants(attempt.at, failure.at) === 0,
  );
  if (known) return accept(unchanged(order));
  const { reference, at } = failure;
  return accept({
    order: deriveOrder({ ...order, failedPayments: [...order.failedPayments, failure] }),
    events: [{ type: 'order.payment-failed', orderId: order.id, at, reference }],
    stock: [],
  });
}
