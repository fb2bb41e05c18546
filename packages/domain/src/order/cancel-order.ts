import { accept, refuse, type Decision } from '../decision.js';
import type { Instant, OrderId } from '../flavoured.js';
import { deriveOrder } from './derive-order.js';
import type { Order, OrderChange, OrderEvent } from './order.js';
import { stockOf } from './place-order.js';

export type CancelOrderError = {
  readonly type: 'order.already-cancelled';
  readonly orderId: OrderId;
  readonly status: 'cancelled';
};

/**
 * Cancels an order that is pending or paid: its stock is released and all captured money becomes due back.
 * Errors: `order.already-cancelled`.
 */
export function cancelOrder(
  order: Order,
  { at, reason }: { readonly at: Instant; readonly reason?: string },
): Decision<OrderChange, CancelOrderError> {
  switch (order.status) {
    case 'pending':
    case 'paid': {
      const next = deriveOrder({ ...order, cancellation: { at, ...(reason === undefined ? {} : { reason }) } });
      const events: OrderEvent[] = [{ type: 'order.cancelled', orderId: order.id, at }];
      if (next.dueBack.amount > 0) {
        events.push({ type: 'order.refund-due', orderId: order.id, at, dueBack: next.dueBack });
      }
      return accept({ order: next, events, stock: stockOf(order.pricing, 'release') });
    }
    case 'cancelled':
      return refuse({ type: 'order.already-cancelled', orderId: order.id, status: order.status });
  }
}
