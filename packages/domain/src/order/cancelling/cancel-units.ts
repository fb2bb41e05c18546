import type { Decision } from '../../decision.js';
import type { Instant } from '../../flavoured.js';
import { refuseCancelling, type CancelOrderError } from './cancel-order.js';
import { changeOrder, refuseOrder } from '../change-order.js';
import {
  allOpenUnits,
  openUnits,
  readUnits,
  refundUnits,
  stockOf,
  type UnitsError,
} from '../fulfilment/order-units.js';
import type { Order, OrderChange, OrderRefusal, OrderUnits } from '../order.js';
import { usageOf } from '../placing/place-order.js';

/**
 * Why no units are cancelled, with the status that the order has.
 *
 * @example const error: CancelUnitsError = { type: 'units.none', status: 'paid' };
 */
export type CancelUnitsError = CancelOrderError | OrderRefusal<UnitsError>;

/**
 * Cancels units that are not shipped, of an order that is paid or partially shipped: they are released, and exactly what
 * was paid for them becomes due back. When nothing else is left of the order (nothing shipped, nothing digital), the
 * order is cancelled with them, so that its shipping is due back too.
 * Errors: `order.already-cancelled`, `order.not-cancellable`, `units.none`, `units.not-ordered`, `units.not-available`.
 *
 * @example
 * const change = cancelUnits(order, { lines: [{ variantId: 'mug', quantity: 1 }], reason: 'out of stock', at });
 * change.ok && change.value.order.dueBack; // => { amount: 1999, currency: 'USD' }
 */
export function cancelUnits(
  order: Order,
  request: { readonly lines: readonly OrderUnits[]; readonly reason?: string; readonly at: Instant },
): Decision<OrderChange, CancelUnitsError> {
  if (order.status !== 'paid' && order.status !== 'partially_shipped') return refuseCancelling(order);
  const units = readUnits(order, request.lines, (line) => openUnits(order, line));
  if (!units.ok) return refuseOrder(order, units.error);
  const { lines: _, ...why } = request;
  const refunded = refundUnits(order, units.value, { kept: false });
  const unitCancellations = [...order.unitCancellations, { ...why, ...refunded }];
  const isLast =
    order.shipments.length === 0 &&
    order.pricing.lines.every(({ digital }) => !digital) &&
    allOpenUnits({ ...order, unitCancellations }).length === 0;
  return changeOrder(
    order,
    { unitCancellations, ...(isLast ? { cancellation: why } : {}) },
    why.at,
    [{ type: 'order.units-cancelled', amount: refunded.amount }],
    { stock: stockOf('release', units.value), usage: isLast ? usageOf(order.pricing, 'release') : [] },
  );
}
