import type { Instant, OrderId, UnitCancellationId } from '../../flavoured.js';
import { defined } from '../../shape.js';
import { changeOrder, refuseOrder } from '../change-order.js';
import { allOpenUnits, refundUnits, stockOf } from '../fulfilment/order-units.js';
import { shippingLeftOf } from '../fulfilment/shipping-paid.js';
import type { Cancellation, Order, OrderChange, OrderRefusal, OrderUnits } from '../order.js';
import { usageOf } from '../placing/place-order.js';

type Accepted = { readonly ok: true; readonly value: OrderChange };

/** The order's status does not allow cancelling it, or any units of it. */
export type NotCancellable = OrderRefusal<{
  readonly type: 'order.already-cancelled' | 'order.not-cancellable';
  readonly orderId: OrderId;
}>;

/** Cancels an order of which nothing was shipped, whatever the cause. */
export const endOrder = (order: Order, cancellation: Cancellation): Accepted =>
  changeOrder(order, { cancellation }, cancellation.at, [], {
    stock: stockOf('release', allOpenUnits(order)),
    usage: usageOf(order.pricing, 'release'),
  });

/**
 * Cancels open units: they are released, and what was paid for them is due back. When no unit is left of an order of
 * which nothing was shipped, the order is cancelled with them, unless digital lines were delivered: then it stays, and
 * its shipping is due back, because no parcel will ever leave.
 */
export function releaseUnits(
  order: Order,
  units: readonly OrderUnits[],
  request: { readonly id: UnitCancellationId; readonly reason?: string | undefined; readonly at: Instant },
): Accepted {
  const { id, reason, at } = request;
  const why = defined({ reason, at });
  const refunded = refundUnits(order, units, { kept: false });
  const cancelled = { id, ...refunded, ...why };
  const isLeft = allOpenUnits({ ...order, unitCancellations: [...order.unitCancellations, cancelled] }).length > 0;
  const isLast = order.shipments.length === 0 && !isLeft;
  const hasDigital = order.digitalDeliveredAt !== undefined;
  const shipping = isLast && hasDigital ? shippingLeftOf(order) : 0;
  const { currency } = order.pricing;
  const amount = { amount: refunded.amount.amount + shipping, currency };
  const shippingRefund = shipping === 0 ? undefined : { amount: shipping, currency };
  const recorded = defined({ ...cancelled, amount, shippingRefund });
  const isOver = isLast && !hasDigital;
  return changeOrder(
    order,
    { unitCancellations: [...order.unitCancellations, recorded], ...(isOver ? { cancellation: why } : {}) },
    at,
    [{ type: 'order.units-cancelled', amount }],
    { stock: stockOf('release', units), usage: isOver ? usageOf(order.pricing, 'release') : [] },
  );
}

export const refuseCancelling = (order: Order): { readonly ok: false; readonly error: NotCancellable } =>
  refuseOrder(order, {
    type: order.status === 'cancelled' ? 'order.already-cancelled' : 'order.not-cancellable',
    orderId: order.id,
  });
