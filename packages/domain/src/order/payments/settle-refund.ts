import { accept, type Decision } from '../../decision.js';
import type { Instant, RefundId } from '../../flavoured.js';
import { defined, fields, instant, optional, text, type Shape } from '../../shape.js';
import { refuseMalformed, refuseOrder, repeat, type MalformedCommand } from '../change-order.js';
import { deriveOrder } from '../derive-order.js';
import type { Order, OrderChange, OrderRefusal, Refund } from '../order.js';
import { withdrawLater } from './record-dispute.js';

/**
 * Why a refund is not settled, with the status that the order has.
 *
 * @example const error: ConfirmRefundError = { type: 'refund.not-found', refundId: 'refund-1', status: 'paid' };
 */
export type ConfirmRefundError =
  | MalformedCommand
  | OrderRefusal<
      | { readonly type: 'refund.not-found'; readonly refundId: RefundId }
      | { readonly type: 'refund.not-pending'; readonly refundId: RefundId; readonly refundStatus: Refund['status'] }
    >;

/**
 * Why a refund is not settled, with the status that the order has.
 *
 * @example const error: FailRefundError = { type: 'refund.not-found', refundId: 'refund-1', status: 'paid' };
 */
export type FailRefundError = ConfirmRefundError;

/**
 * Why a refund is not recorded as sent back, with the status that the order has.
 *
 * @example const error: BounceRefundError = { type: 'refund.not-confirmed', refundId: 'refund-1', status: 'paid' };
 */
export type BounceRefundError =
  | MalformedCommand
  | OrderRefusal<{ readonly type: 'refund.not-found' | 'refund.not-confirmed'; readonly refundId: RefundId }>;

type Settlement = { readonly id: RefundId; readonly at: Instant };
/** `failure` is why, as its provider reports. */
type Failure = Settlement & { readonly failure?: string | undefined };

const failureShape: Shape<Failure> = /* @__PURE__ */ (() =>
  fields<Failure>({ id: text, failure: optional(text), at: instant }))();

/**
 * Settles a pending refund that its provider confirms; a repeat does nothing.
 * Errors: `refund.not-found`, `refund.not-pending` (it has failed), `input.malformed`, `order.malformed`.
 *
 * @example
 * const settled = confirmRefund(refunding, { id: 'refund-1', at });
 * settled.ok && settled.value.order.paymentStatus; // => 'partially_refunded'
 */
export const confirmRefund = (order: Order, settlement: Settlement): Decision<OrderChange, ConfirmRefundError> =>
  settleRefund(order, settlement, 'confirmed');

/**
 * Settles a pending refund that its provider could not carry out: all of it is owed again, for staff to look into. A
 * repeat does nothing.
 * Errors: `refund.not-found`, `refund.not-pending` (it was confirmed), `input.malformed`, `order.malformed`.
 *
 * @example
 * const failed = failRefund(refunding, { id: 'refund-1', failure: 'expired_or_canceled_card', at });
 * failed.ok && failed.value.order.dueBack; // => { amount: 500, currency: 'USD' }
 */
export const failRefund = (order: Order, settlement: Failure): Decision<OrderChange, FailRefundError> =>
  settleRefund(order, settlement, 'failed');

/**
 * Records that the bank sent a confirmed refund back: all of it is owed again, for staff to look into. A repeat does
 * nothing. Errors: `refund.not-found`, `refund.not-confirmed` (it is pending), `input.malformed`, `order.malformed`.
 *
 * @example
 * const bounced = bounceRefund(refunded, { id: 'refund-1', failure: 'expired_or_canceled_card', at });
 * bounced.ok && bounced.value.order.dueBack; // => { amount: 500, currency: 'USD' }
 */
export function bounceRefund(order: Order, failure: Failure): Decision<OrderChange, BounceRefundError> {
  const malformed = refuseMalformed(order, failureShape, failure);
  if (malformed !== undefined) return malformed;
  const refund = order.refunds.find(({ id }) => id === failure.id);
  if (refund === undefined) return refuseOrder(order, { type: 'refund.not-found', refundId: failure.id });
  if (refund.status === 'failed') return repeat(order);
  if (refund.status === 'pending') return refuseOrder(order, { type: 'refund.not-confirmed', refundId: failure.id });
  return endRefund(order, refund, failure, 'failed');
}

function settleRefund(
  order: Order,
  settlement: Failure,
  status: 'confirmed' | 'failed',
): Decision<OrderChange, ConfirmRefundError> {
  const malformed = refuseMalformed(order, failureShape, settlement);
  if (malformed !== undefined) return malformed;
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
  const settled = defined<Refund>({
    ...refund,
    status,
    settledAt: at,
    failure: status === 'failed' ? failure : undefined,
  });
  const refunds = order.refunds.map((known) => (known === refund ? settled : known));
  const ended = deriveOrder({ ...order, refunds });
  // No order reaches another status by it, and the failure itself reports money that is owed again.
  return accept({
    order: status === 'failed' ? withdrawLater(ended, refund.amount.amount) : ended,
    events: [
      {
        type: status === 'confirmed' ? 'order.refunded' : 'order.refund-failed',
        orderId: order.id,
        at,
        refundId: refund.id,
        amount: refund.amount,
      },
    ],
    stock: [],
    usage: [],
  });
}
