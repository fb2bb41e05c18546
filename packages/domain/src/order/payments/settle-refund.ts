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

const failureShape: Shape<Failure> = fields<Failure>({ id: text, failure: optional(text), at: instant });

/**
 * Settles a pending refund that its provider confirms; a repeat does nothing.
 * Errors: `refund.not-found`, `refund.not-pending` (it has failed), `input.malformed`, `order.malformed`.
 *
 * @example
 * const settled = confirmRefund(refunding, { id: 'refund-1', at });
 * settled.ok && settled.value.order.paymentStatus; // => 'partially_refunded'
 */
export const confirmRefund = (order: Order, settlement: Settlement): Decision<OrderChange, ConfirmRefundError> =>
  endRefund(order, settlement, 'confirmed', findNotPending);

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
  endRefund(order, settlement, 'failed', findNotPending);

/**
 * Records that the bank sent a confirmed refund back: all of it is owed again, for staff to look into. A repeat does
 * nothing. Errors: `refund.not-found`, `refund.not-confirmed` (it is pending), `input.malformed`, `order.malformed`.
 *
 * @example
 * const bounced = bounceRefund(refunded, { id: 'refund-1', failure: 'expired_or_canceled_card', at });
 * bounced.ok && bounced.value.order.dueBack; // => { amount: 500, currency: 'USD' }
 */
export const bounceRefund = (order: Order, failure: Failure): Decision<OrderChange, BounceRefundError> =>
  endRefund(order, failure, 'failed', findNotConfirmed);

const findNotPending = ({ id: refundId, status: refundStatus }: Refund) =>
  refundStatus === 'pending' ? undefined : ({ type: 'refund.not-pending', refundId, refundStatus } as const);

const findNotConfirmed = ({ id: refundId, status }: Refund) =>
  status === 'pending' ? ({ type: 'refund.not-confirmed', refundId } as const) : undefined;

/** Ends a refund with a status, unless it has that already, or `findBad` returns why not. */
function endRefund<const Bad extends { readonly type: string }>(
  order: Order,
  settlement: Failure,
  status: 'confirmed' | 'failed',
  findBad: (refund: Refund) => Bad | undefined,
): Decision<
  OrderChange,
  MalformedCommand | OrderRefusal<Bad | { readonly type: 'refund.not-found'; readonly refundId: RefundId }>
> {
  const malformed = refuseMalformed(order, failureShape, settlement);
  if (malformed !== undefined) return malformed;
  const { id: refundId, at, failure } = settlement;
  const refund = order.refunds.find(({ id }) => id === refundId);
  if (refund === undefined) return refuseOrder(order, { type: 'refund.not-found', refundId });
  if (refund.status === status) return repeat(order);
  const bad = findBad(refund);
  if (bad !== undefined) return refuseOrder(order, bad);
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
    ...repeat(order).value,
    order: status === 'failed' ? withdrawLater(ended, refund.amount.amount) : ended,
    events: [
      {
        type: status === 'confirmed' ? 'order.refunded' : 'order.refund-failed',
        orderId: order.id,
        at,
        refundId,
        amount: refund.amount,
      },
    ],
  });
}
