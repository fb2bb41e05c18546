import type { Order } from '@cartwright/domain';
import type { TimelineEntry } from './schemas/order-schemas.js';

/** What has happened to an order, oldest first, read off its facts. */
export function presentTimeline(order: Order): TimelineEntry[] {
  const { pricing, placedAt, payments, failedPayments, refunds, cancellation, digitalDeliveredAt } = order;
  const entries: TimelineEntry[] = [
    { type: 'placed', at: placedAt, amount: pricing.total },
    // Nothing to pay: it was paid as it was placed.
    ...(pricing.total.amount === 0 ? [{ type: 'paid', at: placedAt, amount: pricing.total } as const] : []),
    ...failedPayments.map(({ at, reason }) => ({ type: 'payment_failed', at, reason }) as const),
    ...payments.map(({ at, amount }) => ({ type: 'paid', at, amount }) as const),
    ...(digitalDeliveredAt === undefined ? [] : [{ type: 'delivered', at: digitalDeliveredAt } as const]),
    ...order.shipments.map(({ shippedAt: at }) => ({ type: 'shipped', at }) as const),
    ...order.shipments.flatMap(({ deliveredAt: at }) => (at === undefined ? [] : [{ type: 'delivered', at } as const])),
    ...order.unitCancellations.map(({ at, amount, reason }) => ({ type: 'units_cancelled', at, amount, ...given(reason) }) as const),
    ...(cancellation === undefined ? [] : [{ type: 'cancelled', at: cancellation.at, ...given(cancellation.reason) } as const]),
    ...order.returns.map(({ at, amount, reason }) => ({ type: 'returned', at, amount, ...given(reason) }) as const),
    ...order.disputes.map(({ openedAt: at, amount }) => ({ type: 'disputed', at, amount }) as const),
    ...order.disputes.flatMap(({ status, settledAt: at, amount }) => {
      if (at === undefined || status === 'open') return [];
      return [{ type: status === 'won' ? 'dispute_won' : 'dispute_lost', at, amount } as const];
    }),
    ...refunds.map(({ requestedAt: at, amount, reason }) => ({ type: 'refund_requested', at, amount, reason }) as const),
    ...refunds.flatMap(({ status, settledAt: at, amount }) => {
      if (at === undefined || status === 'pending') return [];
      return [{ type: status === 'confirmed' ? 'refund_confirmed' : 'refund_failed', at, amount } as const];
    }),
  ];
  // Stable, so what happened in one millisecond keeps the order above.
  return entries.sort((left, right) => Date.parse(left.at) - Date.parse(right.at));
}

const given = (reason: string | undefined) => (reason === undefined ? {} : { reason });
