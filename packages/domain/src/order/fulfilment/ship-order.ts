import type { Decision } from '../../decision.js';
import type { Instant, ShipmentId } from '../../flavoured.js';
import { changeOrder, refuseOrder } from '../change-order.js';
import { capturedAmount, goneAmount } from '../derive-order.js';
import { allOpenUnits, openUnits, readUnits, stockOf, type UnitsError } from './order-units.js';
import type { Order, OrderChange, OrderRefusal, OrderUnits } from '../order.js';

/**
 * Why no parcel is shipped, with the status that the order has.
 *
 * @example const error: ShipOrderError = { type: 'order.not-shippable', status: 'pending' };
 */
export type ShipOrderError = OrderRefusal<
  | { readonly type: 'order.not-shippable' }
  | { readonly type: 'order.money-gone-back' }
  | { readonly type: 'shipment.already-recorded'; readonly shipmentId: ShipmentId }
  | UnitsError
>;

/**
 * Ships a parcel of an order that is paid or partially shipped: the units named, or every open one when `lines` is
 * absent. Nothing is shipped for which all the money is back or on its way back.
 * Errors: `order.not-shippable`, `order.money-gone-back`, `shipment.already-recorded`, `units.none`, `units.not-ordered`,
 * `units.not-available`.
 *
 * @example
 * const parcel = shipOrder(order, { id: 'parcel-1', lines: [{ variantId: 'mug', quantity: 1 }], carrier: 'dhl', at });
 * parcel.ok && parcel.value.order.status; // => 'partially_shipped'
 */
export function shipOrder(
  order: Order,
  parcel: {
    readonly id: ShipmentId;
    readonly lines?: readonly OrderUnits[];
    readonly carrier?: string;
    readonly trackingNumber?: string;
    readonly at: Instant;
  },
): Decision<OrderChange, ShipOrderError> {
  const { at, lines = allOpenUnits(order), ...label } = parcel;
  if (order.status !== 'paid' && order.status !== 'partially_shipped') {
    return refuseOrder(order, { type: 'order.not-shippable' });
  }
  if (order.shipments.some(({ id }) => id === parcel.id)) {
    return refuseOrder(order, { type: 'shipment.already-recorded', shipmentId: parcel.id });
  }
  const captured = capturedAmount(order);
  if (captured > 0 && goneAmount(order) >= captured) return refuseOrder(order, { type: 'order.money-gone-back' });
  const units = readUnits(order, lines, (line) => openUnits(order, line));
  if (!units.ok) return refuseOrder(order, units.error);
  const shipments = [...order.shipments, { ...label, lines: units.value, shippedAt: at }];
  return changeOrder(order, { shipments }, at, [{ type: 'order.parcel-shipped', shipmentId: parcel.id }], {
    stock: stockOf('ship', units.value),
  });
}
