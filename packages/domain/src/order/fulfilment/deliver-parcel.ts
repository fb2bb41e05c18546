import type { Decision } from '../../decision.js';
import type { Instant, ShipmentId } from '../../flavoured.js';
import { fields, instant, text, type Shape } from '../../shape.js';
import { changeOrder, refuseMalformed, refuseOrder, repeat, type MalformedCommand } from '../change-order.js';
import type { Order, OrderChange, OrderRefusal } from '../order.js';

/**
 * Why a parcel is not recorded as delivered, with the status that the order has.
 *
 * @example const error: DeliverParcelError = { type: 'shipment.not-found', shipmentId: 'parcel-1', status: 'paid' };
 */
export type DeliverParcelError =
  MalformedCommand | OrderRefusal<{ readonly type: 'shipment.not-found'; readonly shipmentId: ShipmentId }>;

type Arrival = { readonly id: ShipmentId; readonly at: Instant };

const arrivalShape: Shape<Arrival> = fields<Arrival>({ id: text, at: instant });

/**
 * Records that a parcel has arrived; a repeat does nothing. The order is delivered once every unit is shipped or
 * cancelled and every parcel has arrived. Errors: `shipment.not-found`, `input.malformed`, `order.malformed`.
 *
 * @example
 * const delivered = deliverParcel(shipped, { id: 'parcel-1', at });
 * delivered.ok && delivered.value.order.status; // => 'delivered'
 */
export function deliverParcel(
  order: Order,
  request: { readonly id: ShipmentId; readonly at: Instant },
): Decision<OrderChange, DeliverParcelError> {
  const malformed = refuseMalformed(order, arrivalShape, request);
  if (malformed !== undefined) return malformed;
  const { id: shipmentId, at } = request;
  const parcel = order.shipments.find(({ id }) => id === shipmentId);
  if (parcel === undefined) return refuseOrder(order, { type: 'shipment.not-found', shipmentId });
  if (parcel.deliveredAt !== undefined) return repeat(order);
  const shipments = order.shipments.map((known) => (known === parcel ? { ...known, deliveredAt: at } : known));
  return changeOrder(order, { shipments }, at, [{ type: 'order.parcel-delivered', shipmentId }]);
}
