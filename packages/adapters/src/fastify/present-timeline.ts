import type { Order } from '@cartwright/domain';
import type { TimelineEntry } from './schemas/order-schemas.js';

/** What has happened to an order, oldest first, read off its facts. */
export function presentTimeline(order: Order): TimelineEntry[] {
  const { pricing, placedAt, payments, failedPayments, refunds, cancellation } = order;
  const entries: TimelineEntry[] = [
    { type: 'placed', at: placedAt, amount: pricing.total },
    // Nothing to pay: it was paid as it was placed.
    ...(pricing.total.amount === 0 ? [{ type: 'paid', at: placedAt, amount: pricing.total } as const] : []),
    ...failedPayments.map(({ at, reason }) => ({ type: 'payment_failed', at, reason }) as const),
    ...payments.map(({ at, amount }) => ({ type: 'paid', at, amount }) as const),
    ...(cancellation === undefined ? [] : [{ type: 'cancelled', ...cancellation } as const]),
    ...refunds.map(({ requestedAt: at, amount, reason }) => ({ type: 'refund_requested', at, amount, reason }) as const),
    ...refunds.flatMap(({ status, settledAt: at, amount }) => {
      if (at === undefined || status === 'pending') return [];
      return [{ type: status === 'confirmed' ? 'refund_confirmed' : 'refund_failed', at, amount } as const];
    }),
  ];
  // Stable, so what happened in one millisecond keeps the order above.
  return entries.sort((left, right) => Date.parse(left.at) - Date.parse(right.at));
}
