import type { Decision } from '../../decision.js';
import type { Instant, UnitCancellationId } from '../../flavoured.js';
import { fields, instant, list, optional, text, type Shape } from '../../shape.js';
import { refuseMalformed, refuseOrder, repeat, type MalformedCommand } from '../change-order.js';
import { isSameUnits, openUnitsOf, readUnits, type UnitsError } from '../fulfilment/order-units.js';
import { unitsShape } from '../order-shape.js';
import type { Order, OrderChange, OrderRefusal, OrderUnits, UnitCancellation } from '../order.js';
import { refuseCancelling, releaseUnits, type NotCancellable } from './end-order.js';

/**
 * Why no units are cancelled, with the status that the order has.
 *
 * @example const error: CancelUnitsError = { type: 'units.none', status: 'paid' };
 */
export type CancelUnitsError =
  | MalformedCommand
  | NotCancellable
  | OrderRefusal<UnitsError | { readonly type: 'cancellation.already-recorded'; readonly id: UnitCancellationId }>;

type UnitsRequest = {
  readonly id: UnitCancellationId;
  readonly lines: readonly OrderUnits[];
  readonly reason?: string | undefined;
  readonly at: Instant;
};

export const unitsRequestShape: Shape<UnitsRequest> = fields<UnitsRequest>({
  id: text,
  lines: list(unitsShape),
  reason: optional(text),
  at: instant,
});

/** Whether a record is of the same request: all of it but the instant. */
export const isSameRequest = (known: UnitCancellation, { lines, reason }: UnitsRequest): boolean =>
  known.reason === reason && isSameUnits(known.lines, lines);

/**
 * Cancels units that are not shipped, of an order that is paid or partially shipped: they are released, and exactly
 * what was paid for them becomes due back. When nothing else is left of the order, it is cancelled with them, so that
 * its shipping is due back too; where only digital lines were delivered, it stays, and its shipping is due back. A
 * repeat does nothing.
 * Errors: `order.already-cancelled`, `order.not-cancellable`, `cancellation.already-recorded` (the id is known with
 * other units or another reason), `units.none`, `units.not-ordered`, `units.not-available`, `input.malformed`,
 * `order.malformed`.
 *
 * @example
 * const lines = [{ variantId: 'mug', quantity: 1 }];
 * const change = cancelUnits(order, { id: 'cancellation-1', lines, reason: 'out of stock', at });
 * change.ok && change.value.order.dueBack; // => { amount: 1999, currency: 'USD' }
 */
export function cancelUnits(
  order: Order,
  request: {
    readonly id: UnitCancellationId;
    readonly lines: readonly OrderUnits[];
    readonly reason?: string | undefined;
    readonly at: Instant;
  },
): Decision<OrderChange, CancelUnitsError> {
  const malformed = refuseMalformed(order, unitsRequestShape, request);
  if (malformed !== undefined) return malformed;
  const { id } = request;
  const known = order.unitCancellations.find((each) => each.id === id);
  if (known !== undefined) {
    return isSameRequest(known, request)
      ? repeat(order)
      : refuseOrder(order, { type: 'cancellation.already-recorded', id });
  }
  if (order.status !== 'paid' && order.status !== 'partially_shipped') return refuseCancelling(order);
  const units = readUnits(order, request.lines, (line) => openUnitsOf(order, line));
  return units.ok ? releaseUnits(order, units.value, request) : refuseOrder(order, units.error);
}
