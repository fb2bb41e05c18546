import type { Decision } from '../decision.js';
import { refuseOrder } from './change-order.js';
import { countUnits, readUnits, returnableUnits, type UnitsError } from './order-units.js';
import type { Order, OrderRefusal, OrderUnits } from './order.js';

export type CheckReturnError = OrderRefusal<UnitsError>;

/**
 * The units that a customer may announce to send back, summed by variant in the order of the order's lines: shipped ones
 * that have not come back and are not among those of the returns announced before. Announcing changes nothing of the
 * order; `returnUnits` does, once they are back.
 * Errors: `units.none`, `units.not-ordered`, `units.not-available`.
 *
 * @example checkReturn(order, { lines: [{ variantId: 'mug', quantity: 1 }], announced: [] }) // one mug may come back
 */
export function checkReturn(
  order: Order,
  request: {
    readonly lines: readonly OrderUnits[];
    /** The returns that were announced and have not arrived. */
    readonly announced: readonly { readonly lines: readonly OrderUnits[] }[];
  },
): Decision<readonly OrderUnits[], CheckReturnError> {
  const units = readUnits(order, request.lines, (line) =>
    Math.max(0, returnableUnits(order, line) - countUnits(request.announced, line)),
  );
  return units.ok ? units : refuseOrder(order, units.error);
}
