import type { Decision } from '../../decision.js';
import type { Instant, UnitCancellationId } from '../../flavoured.js';
import { defined } from '../../shape.js';
import { changeOrder, refuseMalformed, refuseOrder, repeat, type MalformedCommand } from '../change-order.js';
import { readUnits, refundUnits, unpaidUnits, type UnitsError } from '../fulfilment/order-units.js';
import type { Order, OrderChange, OrderRefusal, OrderUnits } from '../order.js';
import { isSameRequest, unitsRequestShape } from './cancel-units.js';

/**
 * Why no units are waived, with the status that the order has.
 *
 * @example const error: WaiveUnitsError = { type: 'order.not-refundable', status: 'cancelled' };
 */
export type WaiveUnitsError =
  | MalformedCommand
  | OrderRefusal<
      | { readonly type: 'order.not-refundable' }
      | { readonly type: 'waiver.already-recorded'; readonly id: UnitCancellationId }
      | UnitsError
    >;

/**
 * Lets the customer have units for nothing, digital ones too. What was paid for them, tax included, becomes due back:
 * lowest unit numbers first, at most the money still held, and no shipping. The units stay where they are. When they
 * are cancelled or returned later, nothing more is due for them. A repeat does nothing.
 * Errors: `order.not-refundable` (it is still to be paid, or cancelled), `waiver.already-recorded` (the id is known
 * with other units or another reason), `units.none`, `units.not-ordered`, `units.not-available`, `input.malformed`,
 * `order.malformed`.
 *
 * @example
 * const lines = [{ variantId: 'mug', quantity: 1 }];
 * const change = waiveUnits(shipped, { id: 'waiver-1', lines, reason: 'chipped', at });
 * change.ok && change.value.order.dueBack; // => { amount: 1999, currency: 'USD' }
 */
export function waiveUnits(
  order: Order,
  request: {
    readonly id: UnitCancellationId;
    readonly lines: readonly OrderUnits[];
    readonly reason?: string | undefined;
    readonly at: Instant;
  },
): Decision<OrderChange, WaiveUnitsError> {
  const malformed = refuseMalformed(order, unitsRequestShape, request);
  if (malformed !== undefined) return malformed;
  const { id, reason, at } = request;
  const known = order.unitWaivers.find((each) => each.id === id);
  if (known !== undefined) {
    return isSameRequest(known, request) ? repeat(order) : refuseOrder(order, { type: 'waiver.already-recorded', id });
  }
  if (order.status === 'pending' || order.status === 'cancelled') {
    return refuseOrder(order, { type: 'order.not-refundable' });
  }
  const units = readUnits(order, request.lines, (line) => line.quantity - unpaidUnits(order, line));
  if (!units.ok) return refuseOrder(order, units.error);
  const refunded = refundUnits(order, units.value, { kept: true });
  const waived = defined({ id, ...refunded, reason, at });
  const unitWaivers = [...order.unitWaivers, waived];
  return changeOrder(order, { unitWaivers }, at, [{ type: 'order.units-waived', amount: refunded.amount }]);
}
