import { accept, type Decision } from '../../decision.js';
import type { Instant, RefundId } from '../../flavoured.js';
import { refuseOrder, repeat } from '../change-order.js';
import { deriveOrder } from '../derive-order.js';
import type { Order, OrderChange, OrderRefusal, Refund } from '../order.js';

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

/**
 * Why a refund is not taken back, with the status that the order has.
 *
 * @example const error: BounceRefundError = { type: 'refund.not-found', refundId: 'refund-1', status: 'paid' };
 */
export type BounceRefundError = OrderRefusal<{ readonly type: 'refund.not-found'; readonly refundId: RefundId }>;

/**
 * Takes a refund for failed that its provider says did not arrive after all, though it may have confirmed it: a bank can send
 * the money back days later. All of it is owed again, for somebody to look into. A repeat does nothing.
 * Errors: `refund.not-found`.
 *
 * @example
 * const bounced = bounceRefund(refunded, { id: 'refund-1', failure: 'expired_or_canceled_card', at });
 * bounced.ok && bounced.value.order.dueBack; // => { amount: 500, currency: 'USD' }
 */
export function bounceRefund(order: Order, failure: Failure): Decision<OrderChange, BounceRefundError> {
  const refund = order.refunds.find(({ id }) => id === failure.id);
  if (refund === undefined) return refuseOrder(order, { type: 'refund.not-found', refundId: failure.id });
  return refund.status === 'failed' ? repeat(order) : endRefund(order, refund, failure, 'failed');
}

function settleRefund(
  order: Order,
  settlement: Failure,
  status: 'confirmed' | 'failed',
): Decision<OrderChange, ConfirmRefundError> {
  const refund = order.refunds.find(({ id }) => id === settlement.id);
  if (refund === undefined) return refuseOrder(order, { type: 'refund.not-found', refundId: settlement.id });
  if (refund.status === status) return repeat(order);
  if (refund.status !== 'pending') {
    return refuseOrder(order, { type: 'refund.not-pending', refundId: refund.id, refundStatus: refund.status });
  }
  return endRefund(order, refund, settlement, status);
}

function endRefund(
  order: Order,
  refund: Refund,
  { at, failure }: Failure,
  status: 'confirmed' | 'failed',
): { readonly ok: true; readonly value: OrderChange } {
  const settled = { ...refund, status, settledAt: at, ...(failure === undefined ? {} : { failure }) };
  const refunds = order.refunds.map((known) => (known === refund ? settled : known));
  const type = status === 'confirmed' ? 'order.refunded' : 'order.refund-failed';
  // No order becomes anything else by it, and money that is owed again is told of by the failure alone.
  return accept({
    order: deriveOrder({ ...order, refunds }),
    events: [{ type, orderId: order.id, at, refundId: refund.id, amount: refund.amount }],
    stock: [],
    usage: [],
  });
}
