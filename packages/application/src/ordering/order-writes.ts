import type { Instant, OrderChange } from '@cartwright/domain';
import type { Change } from '../ports/change.js';
import type { StoredOrder } from '../ports/repositories/order-records.js';

/**
 * What a command on an order writes: the order, the uses of promotions and the stock that it releases, its events. A
 * command that changed nothing writes nothing.
 */
export function orderWrites(
  { order: read, version }: StoredOrder,
  { order, events, stock, usage }: OrderChange,
  at: Instant,
): Pick<Change, 'order' | 'stock' | 'promotions' | 'events'> {
  if (order === read) return {};
  // Shipped units were taken from what is for sale when they were reserved.
  const lines = stock.filter(({ type }) => type === 'release' || type === 'restock');
  const reason = lines.some(({ type }) => type === 'restock') ? 'units returned' : 'order released';
  return {
    order: { type: 'change', order, version },
    ...(lines.length === 0 ? {} : { stock: { type: 'release', lines, reason, orderId: order.id, at } }),
    ...(usage.some(({ type }) => type === 'release') ? { promotions: { type: 'release', orderId: order.id } } : {}),
    events,
  };
}
