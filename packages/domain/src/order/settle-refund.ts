import { accept, type Decision } from '../decision.js';
import type { Instant, RefundId } from '../flavoured.js';
import { refuseOrder, repeat } from './change-order.js';
import { deriveOrder } from './derive-order.js';
import type { Order, OrderChange, OrderRefusal, Refund } from './order.js';

/**
 * Why a refund is not settled, with the status that the order has.
 *
 * @example const error: ConfirmRefundError = { type: 'refund.not-found', refundId: 'refund-1', status: 'paid' };
 */
export type ConfirmRefundError = OrderRefusal<
  | { readonly type: 'refund.not-found'; readonly refundId: RefundId }
  | { readonly type: 'refund.not-pending'; readonly refundId: RefundId; readonly refundStatus: Refund['status'] }
>;

/**
 * Why a refund is not settled, with the status that the order has.
 *
 * @example const error: FailRefundError = { type: 'refund.not-found', refundId: 'refund-1', status: 'paid' };
 */
export type FailRefundError = ConfirmRefundError;

type Settlement = { readonly id: RefundId; readonly at: Instant };
/** `failure` is why, as its provider says. */
type Failure = Settlement & { readonly failure?: string };

/**
 * Settles a pending refund that its provider confirms; a repeat does nothing.
 * Errors: `refund.not-found`, `refund.not-pending` (it has failed).
 *
 * @example
 * const settled = confirmRefund(refunding, { id: 'refund-1', at });
 * settled.ok && settled.value.order.paymentStatus; // => 'partially_refunded'
 */
export const confirmRefund = (order: Order, settlement: Settlement): Decision<OrderChange, ConfirmRefundError> =>
  settleRefund(order, settlement, 'confirmed');

/**
 * Settles a pending refund that its provider could not carry out: all of it is owed again, for somebody to look into. A
 * repeat does nothing. Errors: `refund.not-found`, `refund.not-pending` (it was confirmed).
 *
 * @example
 * const failed = failRefund(refunding, { id: 'refund-1', failure: 'expired_or_canceled_card', at });
 * failed.ok && failed.value.order.dueBack; // => { amount: 500, currency: 'USD' }
 */
export const failRefund = (order: Order, settlement: Failure): Decision<OrderChange, FailRefundError> =>
  settleRefund(order, settlement, 'failed');

function settleRefund(
  order: Order,
  { id, at, failure }: Failure,
  status: 'confirmed' | 'failed',
): Decision<OrderChange, ConfirmRefundError> {
  const refund = order.refunds.find((known) => known.id === id);
  if (refund === undefined) return refuseOrder(order, { type: 'refund.not-found', refundId: id });
  if (refund.status === status) return repeat(order);
  if (refund.status !== 'pending') {
    return refuseOrder(order, { type: 'refund.not-pending', refundId: id, refundStatus: refund.status });
  }
  const settled = { ...refund, status, settledAt: at, ...(failure === undefined ? {} : { failure }) };
  const refunds = order.refunds.map((known) => (known === refund ? settled : known));
  const type = status === 'confirmed' ? 'order.refunded' : 'order.refund-failed';
  // No order becomes anything else by it, and money that is owed again is told of by the failure alone.
  return accept({
    order: deriveOrder({ ...order, refunds }),
    events: [{ type, orderId: order.id, at, refundId: id, amount: refund.amount }],
    stock: [],
    usage: [],
  });
}
