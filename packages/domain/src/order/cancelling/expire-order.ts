import type { Decision } from '../../decision.js';
import type { Instant } from '../../flavoured.js';
import { compareInstants } from '../../instant.js';
import { fields, instant, type Shape } from '../../shape.js';
import { refuseMalformed, refuseOrder, type MalformedCommand } from '../change-order.js';
import { isPaymentUnderWay } from '../derive-order.js';
import type { Order, OrderChange, OrderRefusal } from '../order.js';
import { endOrder } from './end-order.js';

/**
 * Why an order is not expired, with the status that it has.
 *
 * @example const error: ExpireOrderError = { type: 'order.not-pending', status: 'paid' };
 */
export type ExpireOrderError =
  | MalformedCommand
  | OrderRefusal<
      | { readonly type: 'order.not-pending' | 'order.payment-in-progress' }
      | { readonly type: 'order.deadline-ahead'; readonly deadline: Instant; readonly at: Instant }
    >;

type Expiry = { readonly deadline: Instant; readonly at: Instant };

const expiryShape: Shape<Expiry> = fields<Expiry>({ deadline: instant, at: instant });

/**
 * Cancels a pending order whose time to pay is over (`at` is `deadline` or later), with all that cancelling does: what
 * was captured of it becomes due back. While a delayed payment is under way an order does not expire.
 * Errors: `order.not-pending`, `order.payment-in-progress`, `order.deadline-ahead`, `input.malformed`,
 * `order.malformed`.
 *
 * @example
 * const expired = expireOrder(pending, { deadline: '2026-11-21T10:00:00Z', at: '2026-11-21T10:00:30Z' });
 * expired.ok && expired.value.stock; // => [{ type: 'release', variantId: 'mug', quantity: 2 }]
 */
export function expireOrder(
  order: Order,
  request: { readonly deadline: Instant; readonly at: Instant },
): Decision<OrderChange, ExpireOrderError> {
  const malformed = refuseMalformed(order, expiryShape, request);
  if (malformed !== undefined) return malformed;
  const { deadline, at } = request;
  if (order.status !== 'pending') return refuseOrder(order, { type: 'order.not-pending' });
  if (isPaymentUnderWay(order)) return refuseOrder(order, { type: 'order.payment-in-progress' });
  if (compareInstants(at, deadline) < 0) return refuseOrder(order, { type: 'order.deadline-ahead', deadline, at });
  return endOrder(order, { at, deadline });
}
