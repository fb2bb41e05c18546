import type { Decision } from '../../decision.js';
import { fields, list, type Shape } from '../../shape.js';
import { refuseMalformed, refuseOrder, type MalformedCommand } from '../change-order.js';
import { unitsShape } from '../order-shape.js';
import type { Order, OrderRefusal, OrderUnits } from '../order.js';
import { countUnits, readUnits, returnableUnitsOf, type UnitsError } from './order-units.js';

/**
 * Why units cannot be announced to come back, with the status that the order has.
 *
 * @example const error: CheckReturnError = { type: 'units.none', status: 'delivered' };
 */
export type CheckReturnError = MalformedCommand | OrderRefusal<UnitsError>;

type Announced = { readonly lines: readonly OrderUnits[] };
type Announcement = Announced & { readonly announced: readonly Announced[] };

const announcementShape: Shape<Announcement> = /* @__PURE__ */ (() => {
  const lines = list(unitsShape);
  return fields<Announcement>({ lines, announced: list(fields<Announced>({ lines })) });
})();

/**
 * The units that a customer may announce to send back, summed by variant in the order of the order's lines: shipped
 * ones that have not come back and are not among those of the returns announced before. Announcing changes nothing of
 * the order; `returnUnits` does, once they are back.
 * Errors: `units.none`, `units.not-ordered`, `units.not-available`, `input.malformed`, `order.malformed`.
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
  const malformed = refuseMalformed(order, announcementShape, request);
  if (malformed !== undefined) return malformed;
  const units = readUnits(order, request.lines, (line) => {
    const returnable = returnableUnitsOf(order, line);
    // No more than was shipped, even where an announcement has a negative quantity.
    return Math.min(returnable, Math.max(0, returnable - countUnits(request.announced, line)));
  });
  return units.ok ? units : refuseOrder(order, units.error);
}
