import type { Decision } from '../../decision.js';
import { refuseOrder } from '../change-order.js';
import { countUnits, readUnits, returnableUnits, type UnitsError } from './order-units.js';
import type { Order, OrderRefusal, OrderUnits } from '../order.js';

/**
 * Why units cannot be announced to come back, with the status that the order has.
 *
 * @example const error: CheckReturnError = { type: 'units.none', status: 'delivered' };
 */
export type CheckReturnError = OrderRefusal<UnitsError>;

/**
 * The units that a customer may announce to send back, summed by variant in the order of the order's lines: shipped ones
 * that have not come back and are not among those of the returns announced before. Announcing changes nothing of the
 * order; `returnUnits` does, once they are back.
 * Errors: `units.none`, `units.not-ordered`, `units.not-available`.
 *
 * @example
 * const announced = checkReturn(shipped, { lines: [{ variantId: 'mug', quantity: 1 }], announced: [] });
 * announced; // => { ok: true, value: [{ variantId: 'mug', quantity: 1 }] }
 */
export function checkReturn(
  order: Order,
  request: {
    readonly lines: readonly OrderUnits[];
    /** The returns that were announced and have not arrived. */
    readonly announced: readonly { readonly lines: readonly OrderUnits[] }[];
  },
): Decision<readonly OrderUnits[], CheckReturnError> {
  const units = readUnits(order, request.lines, (line) => {
    const returnable = returnableUnits(order, line);
    // Whatever the announcements say, no more than was shipped.
    return Math.min(returnable, Math.max(0, returnable - countUnits(request.announced, line)));
  });
  return units.ok ? units : refuseOrder(order, units.error);
}
