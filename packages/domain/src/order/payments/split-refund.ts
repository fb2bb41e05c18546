import { accept, type Decision } from '../../decision.js';
import { moneyShape, type Money } from '../../money/money.js';
import { refuseMalformed, refuseOrder, type MalformedCommand } from '../change-order.js';
import { heldOf, leftOf } from '../derive-order.js';
import type { Order, OrderRefusal } from '../order.js';
import { findBadRefund, type RefundAmountError } from './refund-order.js';

/**
 * Why so much cannot be taken from the payments of an order, with the status that the order has.
 *
 * @example const error: SplitRefundError = { type: 'order.not-refundable', status: 'pending' };
 */
export type SplitRefundError = MalformedCommand | OrderRefusal<RefundAmountError>;

/**
 * What of a refund is taken from one payment.
 *
 * @example
 * const part: RefundPart = { provider: 'stripe', paymentReference: 'pi_1', amount: { amount: 500, currency: 'USD' } };
 */
export type RefundPart = { readonly provider: string; readonly paymentReference: string; readonly amount: Money };

/**
 * Which payments so much is given back from: the oldest first, each at most what is left of it when what is back, on
 * its way back or withdrawn by a lost dispute is taken off. Changes nothing: `refundOrder` requests each part.
 * Errors: `order.not-refundable`, `refund.amount-not-positive`, `refund.exceeds-captured`, `money.off-step` (unless it
 * is all that is held), `money.currency-mismatch`, `money.not-an-integer`, `money.out-of-range`, `input.malformed`,
 * `order.malformed`.
 *
 * @example
 * const amount = { amount: 500, currency: 'USD' };
 * const parts = splitRefund(order, amount);
 * parts.ok && parts.value; // => [{ provider: 'stripe', paymentReference: 'pi_1', amount }]
 */
export function splitRefund(order: Order, amount: Money): Decision<readonly RefundPart[], SplitRefundError> {
  const malformed = refuseMalformed(order, moneyShape, amount);
  if (malformed !== undefined) return malformed;
  const bad = findBadRefund(order, amount, heldOf(order));
  if (bad !== undefined) return refuseOrder(order, bad);
  let open = amount.amount;
  const parts: RefundPart[] = [];
  for (const payment of order.payments) {
    const { provider, reference: paymentReference } = payment;
    const part = Math.min(open, leftOf(order, payment));
    if (part <= 0) continue;
    parts.push({ provider, paymentReference, amount: { amount: part, currency: amount.currency } });
    open -= part;
  }
  return accept(parts);
}
