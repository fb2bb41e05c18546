import type { Instant, OrderChange } from '@cartwright/domain';
import { okAsync, type ResultAsync } from 'neverthrow';
import type { StoredOrder } from '../ports/repositories/order-records.js';
import type { Repositories } from '../ports/repositories/unit-of-work.js';

const isGivenBack = ({ type }: OrderChange['stock'][number]): boolean => type === 'release' || type === 'restock';

/** Whether a command gives back stock or uses of promotions. */
export const givesBack = ({ stock, usage }: Pick<OrderChange, 'stock' | 'usage'>): boolean =>
  stock.some(isGivenBack) || usage.some(({ type }) => type === 'release');

/**
 * Keeps what a command did to an order that this transaction has locked: the order, the uses of promotions and the stock
 * that it gives back, its events. A command that changed nothing writes nothing.
 */
export function saveOrderChange(
  { orders, promotionUsage, stock, outbox }: Pick<Repositories, 'orders' | 'promotionUsage' | 'stock' | 'outbox'>,
  stored: StoredOrder,
  { order, events, stock: changes, usage }: OrderChange,
  at: Instant,
): ResultAsync<StoredOrder, never> {
  if (order === stored.order) return okAsync(stored);
  // Shipped units left what is for sale when they were reserved.
  const released = changes.filter(isGivenBack);
  const reason = released.some(({ type }) => type === 'restock') ? 'units returned' : 'order released';
  return orders
    .save(order)
    .andThen(() =>
      usage.some(({ type }) => type === 'release') ? promotionUsage.release(order.id) : okAsync(undefined),
    )
    .andThen(() =>
      released.length === 0 ? okAsync(undefined) : stock.release(released, { reason, orderId: order.id, at }),
    )
    .andThen(() => outbox.add(events))
    .map(() => ({ order, version: stored.version + 1 }));
}
