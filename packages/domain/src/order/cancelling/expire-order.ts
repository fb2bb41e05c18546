import type { Decision } from '../../decision.js';
import type { Instant } from '../../flavoured.js';
import { compareInstants, readInstant } from '../../instant.js';
import { endOrder } from './cancel-order.js';
import { refuseOrder } from '../change-order.js';
import type { Order, OrderChange, OrderRefusal } from '../order.js';

/**
 * Why an order is not expired, with the status that it has.
 *
 * @example const error: ExpireOrderError = { type: 'order.not-pending', status: 'paid' };
 */
export type ExpireOrderError = OrderRefusal<
  | { readonly type: 'order.not-pending' }
  | { readonly type: 'order.deadline-ahead'; readonly deadline: Instant; readonly at: Instant }
  | { readonly type: 'order.instant-malformed'; readonly text: string }
>;

/**
 * Cancels a pending order whose time to pay is over (`at` is `deadline` or later), with all that cancelling does: what
 * was captured of it becomes due back.
 * Errors: `order.not-pending`, `order.deadline-ahead`, `order.instant-malformed`.
 *
 * @example
 * const expired = expireOrder(pending, { deadline: '2026-11-21T10:00:00Z', at: '2026-11-21T10:00:30Z' });
 * expired.ok && expired.value.stock; // => [{ type: 'release', variantId: 'mug', quantity: 2 }]
 */
export function expireOrder(
  order: Order,
  { deadline, at }: { readonly deadline: Instant; readonly at: Instant },
): Decision<OrderChange, ExpireOrderError> {
  if (order.status !== 'pending') return refuseOrder(order, { type: 'order.not-pending' });
  const text = [deadline, at].find((instant) => readInstant(instant) === undefined);
  if (text !== undefined) return refuseOrder(order, { type: 'order.instant-malformed', text });
  if (compareInstants(at, deadline) < 0) return refuseOrder(order, { type: 'order.deadline-ahead', deadline, at });
  return endOrder(order, { at, deadline });
}
