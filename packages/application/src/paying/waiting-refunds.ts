import { compareIds, type Instant, type Order } from '@cartwright/domain';
import type { OrderWithRefund } from '../ports/repositories/order-records.js';
import { manualProvider } from './by-hand/manual-provider.js';

/**
 * The money of an order that has been due back since `until` or longer, or all that is due; `undefined` when none
 * is. Money of a failed refund, and a refund that is made by hand, are left to staff, who get a mail about it.
 *
 * @example waitingRefundsOf(order)?.since // '2026-11-21T09:30:00.000Z'
 */
export function waitingRefundsOf(
  { id, placedAt, refunds, dueBack }: Order,
  until?: Instant,
): OrderWithRefund | undefined {
  const waits = (since: Instant): boolean => until === undefined || since <= until;
  const pending = refunds
    .filter(
      ({ status, provider, requestedAt }) => status === 'pending' && provider !== manualProvider && waits(requestedAt),
    )
    .sort((left, right) => compareIds(left.requestedAt, right.requestedAt));
  const isDue = dueBack.amount > 0 && waits(placedAt) && !refunds.some(({ status }) => status === 'failed');
  const since = isDue ? placedAt : pending[0]?.requestedAt;
  return since === undefined ? undefined : { id, since, refundIds: pending.map((refund) => refund.id), isDue };
}
