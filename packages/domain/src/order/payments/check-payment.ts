import { accept, refuse, type Decision } from '../../decision.js';
import type { Money } from '../../money/money.js';
import { refuseOrder } from '../change-order.js';
import { isPaymentUnderWay, keptOf } from '../derive-order.js';
import { findMalformedOrder, type MalformedOrder } from '../order-shape.js';
import type { Order, OrderRefusal } from '../order.js';

/**
 * Why no payment may be started, with the status that the order has.
 *
 * @example const error: CheckPaymentError = { type: 'order.payment-in-progress', status: 'pending' };
 */
export type CheckPaymentError =
  MalformedOrder | OrderRefusal<{ readonly type: 'order.not-pending' | 'order.payment-in-progress' }>;

/**
 * What a payment that is started now has to take: the total, less what is held for the order. Changes nothing.
 * Errors: `order.not-pending`, `order.payment-in-progress` (a delayed payment is under way), `order.malformed`.
 *
 * @example checkPayment(pending) // => { ok: true, value: { amount: 3998, currency: 'USD' } }
 */
export function checkPayment(order: Order): Decision<Money, CheckPaymentError> {
  const malformed = findMalformedOrder(order);
  if (malformed !== undefined) return refuse(malformed);
  if (order.status !== 'pending') return refuseOrder(order, { type: 'order.not-pending' });
  if (isPaymentUnderWay(order)) return refuseOrder(order, { type: 'order.payment-in-progress' });
  const { amount, currency } = order.pricing.total;
  return accept({ amount: amount - keptOf(order), currency });
}
