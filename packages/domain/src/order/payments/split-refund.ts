import { accept, type Decision } from '../../decision.js';
import type { Money } from '../../money/money.js';
import { refuseOrder } from '../change-order.js';
import type { Order, OrderRefusal, Payment } from '../order.js';
import { findBadRefund, type RefundAmountError } from './refund-order.js';

/**
 * Why so much cannot be taken from the payments of an order, with the status that the order has.
 *
 * @example const error: SplitRefundError = { type: 'order.not-refundable', status: 'pending' };
 */
export type SplitRefundError = OrderRefusal<RefundAmountError>;

/**
 * What of a refund is taken from one payment.
 *
 * @example const part: RefundPart = { paymentReference: 'pi_1', amount: { amount: 500, currency: 'USD' } };
 */
export type RefundPart = { readonly paymentReference: string; readonly amount: Money };

/**
 * Which payments so much is given back from: the oldest first, each at most what is left of it when what is back, on its
 * way back or withdrawn by a lost dispute is taken off. Changes nothing: `refundOrder` asks for each part.
 * Errors: `order.not-refundable`, `refund.amount-not-positive`, `refund.exceeds-captured`, `money.currency-mismatch`,
 * `money.not-an-integer`, `money.out-of-range`.
 *
 * @example
 * const parts = splitRefund(order, { amount: 500, currency: 'USD' });
 * parts; // => { ok: true, value: [{ paymentReference: 'pi_1', amount: { amount: 500, currency: 'USD' } }] }
 */
export function splitRefund(order: Order, amount: Money): Decision<readonly RefundPart[], SplitRefundError> {
  const bad = findBadRefund(order, amount);
  if (bad !== undefined) return refuseOrder(order, bad);
  const { currency } = amount;
  let open = amount.amount;
  const parts: RefundPart[] = [];
  for (const payment of order.payments) {
    const part = Math.min(open, leftOf(order, payment));
    if (part <= 0) continue;
    parts.push({ paymentReference: payment.reference, amount: { amount: part, currency } });
    open -= part;
  }
  // Commands never record two payments of one reference, whose refunds would be taken off both.
  if (open === 0) return accept(parts);
  const refundable = { amount: amount.amount - open, currency };
  return refuseOrder(order, { type: 'refund.exceeds-captured', refundable, requested: amount });
}

function leftOf({ refunds, disputes }: Order, { reference, amount }: Payment): number {
  let left = amount.amount;
  for (const refund of refunds) {
    if (refund.paymentReference === reference && refund.status !== 'failed') left -= refund.amount.amount;
  }
  for (const dispute of disputes) {
    if (dispute.paymentReference === reference && dispute.status === 'lost') left -= dispute.amount.amount;
  }
  return left;
}
