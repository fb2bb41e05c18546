import type { ReturnRequest } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import type { TimelineEntry } from './order-schemas.js';

/** The timeline of an order, oldest first, from its fields and its announced returns. */
export function presentTimeline(order: Order, returnRequests: readonly ReturnRequest[] = []): TimelineEntry[] {
  const { pricing, placedAt, payments, processingPayments, failedPayments, refunds, cancellation, digitalDeliveredAt } =
    order;
  const entries: TimelineEntry[] = [
    { type: 'placed', at: placedAt, amount: pricing.total },
    // An order of zero is paid when it is placed.
    ...(pricing.total.amount === 0 ? [{ type: 'paid', at: placedAt, amount: pricing.total } as const] : []),
    ...processingPayments.map(({ at }) => ({ type: 'payment_processing', at }) as const),
    ...failedPayments.map(({ at, reason }) => ({ type: 'payment_failed', at, reason }) as const),
    ...payments.map(({ at, amount }) => ({ type: 'paid', at, amount }) as const),
    ...(digitalDeliveredAt === undefined ? [] : [{ type: 'delivered', at: digitalDeliveredAt } as const]),
    ...order.shipments.map(({ id: shipmentId, shippedAt: at, carrier, trackingNumber }) => ({
      type: 'shipped' as const,
      at,
      shipmentId,
      ...(carrier === undefined ? {} : { carrier }),
      ...(trackingNumber === undefined ? {} : { trackingNumber }),
    })),
    ...order.shipments.flatMap(({ id: shipmentId, deliveredAt: at }) =>
      at === undefined ? [] : [{ type: 'delivered', at, shipmentId } as const],
    ),
    ...order.unitCancellations.map(
      ({ at, amount, reason }) => ({ type: 'units_cancelled', at, amount, ...given(reason) }) as const,
    ),
    ...(cancellation === undefined
      ? []
      : [{ type: 'cancelled', at: cancellation.at, ...given(cancellation.reason) } as const]),
    ...(order.withdrawals ?? []).map(({ at, refund: amount }) => ({ type: 'withdrawn', at, amount }) as const),
    ...returnRequests.map(
      ({ id: returnId, requestedAt: at, reason }) => ({ type: 'return_requested', at, reason, returnId }) as const,
    ),
    ...order.returns.map(
      ({ id: returnId, at, amount, reason }) => ({ type: 'returned', at, amount, ...given(reason), returnId }) as const,
    ),
    ...order.disputes.map(({ openedAt: at, amount }) => ({ type: 'disputed', at, amount }) as const),
    ...order.disputes.flatMap(({ status, settledAt: at, amount }) => {
      if (at === undefined || status === 'open') return [];
      return [{ type: status === 'won' ? 'dispute_won' : 'dispute_lost', at, amount } as const];
    }),
    ...(order.unitWaivers ?? []).map(
      ({ at, amount, reason }) => ({ type: 'units_waived', at, amount, ...given(reason) }) as const,
    ),
    ...refunds.map(({ requestedAt: at, amount, goodwill, reason }) => ({
      type: 'refund_requested' as const,
      at,
      amount,
      ...(goodwill === undefined ? {} : { goodwill }),
      reason,
    })),
    ...refunds.flatMap(({ status, settledAt: at, amount, failure }) => {
      if (at === undefined || status === 'pending') return [];
      return [
        { type: status === 'confirmed' ? 'refund_confirmed' : 'refund_failed', at, amount, ...given(failure) } as const,
      ];
    }),
  ];
  // A stable sort keeps the order above for events in the same millisecond.
  return entries.sort((left, right) => Date.parse(left.at) - Date.parse(right.at));
}

const given = (reason: string | undefined) => (reason === undefined ? {} : { reason });
