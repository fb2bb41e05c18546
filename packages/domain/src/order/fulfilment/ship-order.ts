import type { Decision } from '../../decision.js';
import type { Instant, ShipmentId } from '../../flavoured.js';
import { compareInstants } from '../../instant.js';
import { defined, fields, instant, list, optional, text, type Shape } from '../../shape.js';
import { changeOrder, refuseMalformed, refuseOrder, repeat, type MalformedCommand } from '../change-order.js';
import { capturedOf, heldOf } from '../derive-order.js';
import { unitsShape } from '../order-shape.js';
import type { Order, OrderChange, OrderRefusal, OrderUnits, Shipment } from '../order.js';
import { allOpenUnits, isSameUnits, openUnitsOf, readUnits, stockOf, type UnitsError } from './order-units.js';

/**
 * Why no parcel is shipped, with the status that the order has.
 *
 * @example const error: ShipOrderError = { type: 'order.not-shippable', status: 'pending' };
 */
export type ShipOrderError =
  | MalformedCommand
  | OrderRefusal<
      | { readonly type: 'order.not-shippable' }
      | { readonly type: 'order.money-gone-back' }
      | { readonly type: 'shipment.already-recorded'; readonly shipmentId: ShipmentId }
      | UnitsError
    >;

type Parcel = {
  readonly id: ShipmentId;
  readonly lines?: readonly OrderUnits[] | undefined;
  readonly carrier?: string | undefined;
  readonly trackingNumber?: string | undefined;
  readonly at: Instant;
};

const parcelShape: Shape<Parcel> = fields<Parcel>({
  id: text,
  lines: optional(list(unitsShape)),
  carrier: optional(text),
  trackingNumber: optional(text),
  at: instant,
});

/**
 * Ships a parcel of an order that is paid or partially shipped: the units named, or every open one when `lines` is
 * absent. Nothing is shipped for which all the money is back or on its way back. A repeat does nothing.
 * Errors: `order.not-shippable`, `order.money-gone-back`, `shipment.already-recorded` (the id is known with other units
 * or another label), `units.none`, `units.not-ordered`, `units.not-available`, `input.malformed`, `order.malformed`.
 *
 * @example
 * const parcel = shipOrder(order, { id: 'parcel-1', lines: [{ variantId: 'mug', quantity: 1 }], carrier: 'dhl', at });
 * parcel.ok && parcel.value.order.status; // => 'partially_shipped'
 */
export function shipOrder(
  order: Order,
  parcel: {
    readonly id: ShipmentId;
    readonly lines?: readonly OrderUnits[] | undefined;
    readonly carrier?: string | undefined;
    readonly trackingNumber?: string | undefined;
    readonly at: Instant;
  },
): Decision<OrderChange, ShipOrderError> {
  const malformed = refuseMalformed(order, parcelShape, parcel);
  if (malformed !== undefined) return malformed;
  const { id, at, lines, carrier, trackingNumber } = parcel;
  const known = order.shipments.find((each) => each.id === id);
  if (known !== undefined) {
    const isSame =
      known.carrier === carrier &&
      known.trackingNumber === trackingNumber &&
      (lines === undefined ? tookAll(order, known) : isSameUnits(known.lines, lines));
    return isSame ? repeat(order) : refuseOrder(order, { type: 'shipment.already-recorded', shipmentId: id });
  }
  if (!isShippable(order)) return refuseOrder(order, { type: 'order.not-shippable' });
  if (isAllGoneBack(order)) return refuseOrder(order, { type: 'order.money-gone-back' });
  const units = readUnits(order, lines ?? allOpenUnits(order), (line) => openUnitsOf(order, line));
  if (!units.ok) return refuseOrder(order, units.error);
  const shipment = defined({ id, lines: units.value, carrier, trackingNumber, shippedAt: at });
  const shipments = [...order.shipments, shipment];
  return changeOrder(order, { shipments }, at, [{ type: 'order.parcel-shipped', shipmentId: id }], {
    stock: stockOf('ship', units.value),
  });
}

/** Whether a parcel took every unit that was open. One that was cancelled after it was open. */
function tookAll(order: Order, parcel: Shipment): boolean {
  const unitCancellations = order.unitCancellations.filter(({ at }) => compareInstants(at, parcel.shippedAt) <= 0);
  return parcel === order.shipments.at(-1) && allOpenUnits({ ...order, unitCancellations }).length === 0;
}

/** Whether the status allows a parcel. */
export const isShippable = ({ status }: Order): boolean => status === 'paid' || status === 'partially_shipped';

/** Whether money was captured and none of it is held any more. */
export const isAllGoneBack = (order: Order): boolean => capturedOf(order) > 0 && heldOf(order) === 0;
