import type { Decision } from '../../decision.js';
import type { Instant } from '../../flavoured.js';
import { changeOrder, refuseOrder } from '../change-order.js';
import { readUnits, refundUnits, unpaidUnits, type UnitsError } from '../fulfilment/order-units.js';
import type { Order, OrderChange, OrderRefusal, OrderUnits } from '../order.js';

/**
 * Why no units are waived, with the status that the order has.
 *
 * @example const error: WaiveUnitsError = { type: 'order.not-refundable', status: 'cancelled' };
 */
export type WaiveUnitsError = OrderRefusal<{ readonly type: 'order.not-refundable' } | UnitsError>;

/**
 * Lets the customer have units for nothing, digital ones too: exactly what was paid for them, tax included, becomes due
 * back, lowest unit numbers first and at most the money still held; shipping is kept. Where they are, and whether they are
 * sent, is as it was. When such units are cancelled or come back later, nothing more is due for them: the lowest numbers
 * go first then too.
 * Errors: `order.not-refundable` (it is still to be paid, or cancelled), `units.none`, `units.not-ordered`,
 * `units.not-available`.
 *
 * @example
 * const change = waiveUnits(shipped, { lines: [{ variantId: 'mug', quantity: 1 }], reason: 'chipped', at });
 * change.ok && change.value.order.dueBack; // => { amount: 1999, currency: 'USD' }
 */
export function waiveUnits(
  order: Order,
  request: { readonly lines: readonly OrderUnits[]; readonly reason?: string; readonly at: Instant },
): Decision<OrderChange, WaiveUnitsError> {
  if (order.status === 'pending' || order.status === 'cancelled')
    return refuseOrder(order, { type: 'order.not-refundable' });
  const units = readUnits(order, request.lines, (line) => line.quantity - unpaidUnits(order, line));
  if (!units.ok) return refuseOrder(order, units.error);
  const { lines: _, ...why } = request;
  const refunded = refundUnits(order, units.value, { kept: true });
  const unitWaivers = [...(order.unitWaivers ?? []), { ...why, ...refunded }];
  return changeOrder(order, { unitWaivers }, why.at, [{ type: 'order.units-waived', amount: refunded.amount }]);
}
