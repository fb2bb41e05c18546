import type { Decision } from '../../decision.js';
import type { Instant, ShipmentId } from '../../flavoured.js';
import { changeOrder, refuseOrder } from '../change-order.js';
import type { Order, OrderChange, OrderRefusal } from '../order.js';

/**
 * Why a parcel is not recorded as arrived, with the status that the order has.
 *
 * @example const error: DeliverParcelError = { type: 'shipment.not-found', shipmentId: 'parcel-1', status: 'paid' };
 */
export type DeliverParcelError = OrderRefusal<{
  readonly type: 'shipment.not-found' | 'shipment.already-delivered';
  readonly shipmentId: ShipmentId;
}>;

/**
 * Records that a parcel has arrived. The order is delivered once every unit is shipped or cancelled and every parcel has.
 * Errors: `shipment.not-found`, `shipment.already-delivered`.
 *
 * @example
 * const delivered = deliverParcel(shipped, { id: 'parcel-1', at });
 * delivered.ok && delivered.value.order.status; // => 'delivered'
 */
export function deliverParcel(
  order: Order,
  { id: shipmentId, at }: { readonly id: ShipmentId; readonly at: Instant },
): Decision<OrderChange, DeliverParcelError> {
  const parcel = order.shipments.find(({ id }) => id === shipmentId);
  if (parcel === undefined) return refuseOrder(order, { type: 'shipment.not-found', shipmentId });
  if (parcel.deliveredAt !== undefined) return refuseOrder(order, { type: 'shipment.already-delivered', shipmentId });
  const shipments = order.shipments.map((known) => (known === parcel ? { ...known, deliveredAt: at } : known));
  return changeOrder(order, { shipments }, at, [{ type: 'order.parcel-delivered', shipmentId }]);
}
