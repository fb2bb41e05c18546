import type { DisputeId, Instant, OrderId, RefundId, ReturnId, ShipmentId, WithdrawalId } from '../flavoured.js';
import type { Money } from '../money/money.js';

/**
 * What happened to an order, in ids and amounts only: a handler that needs more reads the order.
 *
 * @example const event: OrderEvent = { type: 'order.cancelled', orderId: 'order-1', at };
 */
export type OrderEvent = OrderHappening & { readonly orderId: OrderId; readonly at: Instant };

/**
 * An event without its order and instant. `order.paid` (its digital lines are delivered), `order.shipped` (the last
 * open unit has left), `order.delivered`, `order.returned` and `order.cancelled` report that the order has become so;
 * the others that something was recorded.
 *
 * @example const happening: OrderHappening = { type: 'order.parcel-shipped', shipmentId: 'parcel-1' };
 */
export type OrderHappening =
  | { readonly type: 'order.placed'; readonly total: Money }
  | { readonly type: 'order.paid'; readonly captured: Money }
  | {
      readonly type: 'order.payment-processing' | 'order.payment-failed';
      readonly provider: string;
      readonly reference: string;
    }
  /** A payment that did not make the order paid: a part of the total, or money that the order did not need. */
  | {
      readonly type: 'order.payment-recorded';
      readonly provider: string;
      readonly reference: string;
      readonly amount: Money;
    }
  | { readonly type: 'order.cancelled' }
  | { readonly type: 'order.units-cancelled' | 'order.units-waived'; readonly amount: Money }
  | { readonly type: 'order.parcel-shipped'; readonly shipmentId: ShipmentId }
  | { readonly type: 'order.shipped' }
  | { readonly type: 'order.parcel-delivered'; readonly shipmentId: ShipmentId }
  | { readonly type: 'order.delivered' }
  | { readonly type: 'order.units-returned'; readonly returnId: ReturnId; readonly amount: Money }
  | { readonly type: 'order.returned' }
  | { readonly type: 'order.amended' }
  | { readonly type: 'order.withdrawn'; readonly withdrawalId: WithdrawalId; readonly refund: Money }
  /**
   * More is due back than was before, or a dispute was won and all that is due can be refunded again. A failed refund
   * is reported as such only: requesting it again could fail without end.
   */
  | { readonly type: 'order.refund-due'; readonly dueBack: Money }
  | {
      readonly type: 'order.refund-requested' | 'order.refunded' | 'order.refund-failed';
      readonly refundId: RefundId;
      readonly amount: Money;
    }
  | {
      readonly type: 'order.disputed' | 'order.dispute-won' | 'order.dispute-lost';
      readonly disputeId: DisputeId;
      readonly amount: Money;
    };
