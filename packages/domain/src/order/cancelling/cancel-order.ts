import type { Decision } from '../../decision.js';
import type { Instant, OrderId } from '../../flavoured.js';
import { changeOrder, refuseOrder } from '../change-order.js';
import { allOpenUnits, stockOf } from '../fulfilment/order-units.js';
import type { Cancellation, Order, OrderChange, OrderRefusal } from '../order.js';
import { usageOf } from '../placing/place-order.js';

/**
 * Why an order is not cancelled, with the status that it has.
 *
 * @example const error: CancelOrderError = { type: 'order.not-cancellable', orderId: 'order-1', status: 'shipped' };
 */
export type CancelOrderError = OrderRefusal<{
  readonly type: 'order.already-cancelled' | 'order.not-cancellable';
  readonly orderId: OrderId;
}>;

/**
 * Cancels an order that is pending or paid and of which no parcel was shipped: its stock and the usage of its promotions
 * are released, and all captured money, shipping included, becomes due back.
 * Errors: `order.already-cancelled`, `order.not-cancellable`.
 *
 * @example cancelOrder(order, { at, reason: 'changed my mind' }).ok // => true
 */
export function cancelOrder(
  order: Order,
  { at, reason }: { readonly at: Instant; readonly reason?: string },
): Decision<OrderChange, CancelOrderError> {
  switch (order.status) {
    case 'pending':
    case 'paid':
      return endOrder(order, { at, ...(reason === undefined ? {} : { reason }) });
    case 'cancelled':
    case 'partially_shipped':
    case 'shipped':
    case 'delivered':
      return refuseCancelling(order);
  }
}

/** Cancels an order of which nothing was shipped, whoever asked for it. */
export const endOrder = (
  order: Order,
  cancellation: Cancellation,
): { readonly ok: true; readonly value: OrderChange } =>
  changeOrder(order, { cancellation }, cancellation.at, [], {
    stock: stockOf('release', allOpenUnits(order)),
    usage: usageOf(order.pricing, 'release'),
  });

export const refuseCancelling = (order: Order): { readonly ok: false; readonly error: CancelOrderError } =>
  refuseOrder(order, {
    type: order.status === 'cancelled' ? 'order.already-cancelled' : 'order.not-cancellable',
    orderId: order.id,
  });
