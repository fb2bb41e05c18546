import type { Decision } from '../../decision.js';
import type { Instant } from '../../flavoured.js';
import { defined, fields, instant, optional, text, type Shape } from '../../shape.js';
import { refuseMalformed, type MalformedCommand } from '../change-order.js';
import { allOpenUnits } from '../fulfilment/order-units.js';
import type { Order, OrderChange } from '../order.js';
import { endOrder, refuseCancelling, releaseUnits, type NotCancellable } from './end-order.js';

/**
 * Why an order is not cancelled, with the status that it has.
 *
 * @example const error: CancelOrderError = { type: 'order.not-cancellable', orderId: 'order-1', status: 'shipped' };
 */
export type CancelOrderError = MalformedCommand | NotCancellable;

type CancelRequest = { readonly at: Instant; readonly reason?: string | undefined };

const requestShape: Shape<CancelRequest> = fields<CancelRequest>({ at: instant, reason: optional(text) });

/**
 * Cancels an order that is pending or paid and of which no parcel was shipped: its stock and the usage of its
 * promotions are released, and all captured money, shipping included, becomes due back. Where digital lines were
 * delivered the order stays, and all other units are cancelled, as by `cancelUnits` under the order's id; `waiveUnits`
 * gives the money of digital lines back.
 * Errors: `order.already-cancelled`, `order.not-cancellable`, `input.malformed`, `order.malformed`.
 *
 * @example cancelOrder(order, { at, reason: 'changed my mind' }).ok // => true
 */
export function cancelOrder(
  order: Order,
  request: { readonly at: Instant; readonly reason?: string | undefined },
): Decision<OrderChange, CancelOrderError> {
  const malformed = refuseMalformed(order, requestShape, request);
  if (malformed !== undefined) return malformed;
  const { at, reason } = request;
  const id: string = order.id;
  switch (order.status) {
    case 'pending':
    case 'paid':
      return order.digitalDeliveredAt === undefined
        ? endOrder(order, defined({ at, reason }))
        : releaseUnits(order, allOpenUnits(order), { id, reason, at });
    case 'cancelled':
    case 'partially_shipped':
    case 'shipped':
    case 'delivered':
    case 'returned':
      return refuseCancelling(order);
  }
}
