import type { Decision } from '../../decision.js';
import type { Instant, ReturnId } from '../../flavoured.js';
import { changeOrder, refuseOrder } from '../change-order.js';
import { readUnits, refundUnits, returnableUnits, stockOf, type UnitsError } from './order-units.js';
import type { Order, OrderChange, OrderRefusal, OrderUnits } from '../order.js';

/**
 * Why no units are taken back, with the status that the order has.
 *
 * @example const error: ReturnUnitsError = { type: 'return.already-recorded', returnId: 'return-1', status: 'delivered' };
 */
export type ReturnUnitsError = OrderRefusal<
  { readonly type: 'return.already-recorded'; readonly returnId: ReturnId } | UnitsError
>;

/**
 * Takes back units that were shipped: exactly what was paid for them, tax included, becomes due back, lowest unit numbers
 * first and at most the money still held; shipping is kept. Digital units are never shipped, so they do not come back:
 * `waiveUnits` gives their money back.
 * Errors: `return.already-recorded`, `units.none`, `units.not-ordered`, `units.not-available`.
 *
 * @example
 * const back = returnUnits(shipped, { id: 'return-1', lines: [{ variantId: 'mug', quantity: 1 }], restock: true, at });
 * back.ok && back.value.order.dueBack; // => { amount: 1999, currency: 'USD' }
 */
export function returnUnits(
  order: Order,
  request: {
    readonly id: ReturnId;
    readonly lines: readonly OrderUnits[];
    /** Whether the units can be sold again. */
    readonly restock: boolean;
    readonly reason?: string;
    readonly at: Instant;
  },
): Decision<OrderChange, ReturnUnitsError> {
  const { id: returnId, restock, at } = request;
  if (order.returns.some(({ id }) => id === returnId)) {
    return refuseOrder(order, { type: 'return.already-recorded', returnId });
  }
  const units = readUnits(order, request.lines, (line) => returnableUnits(order, line));
  if (!units.ok) return refuseOrder(order, units.error);
  const refunded = refundUnits(order, units.value, { kept: false });
  const returns = [...order.returns, { ...request, ...refunded }];
  return changeOrder(order, { returns }, at, [{ type: 'order.units-returned', returnId, amount: refunded.amount }], {
    stock: restock ? stockOf('restock', units.value) : [],
  });
}
