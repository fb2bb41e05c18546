import type { Instant, OrderChange, StockChange } from '@cartwright/domain';
import type { Change, StockWrite } from '../ports/change.js';
import type { StoredOrder } from '../ports/repositories/order-records.js';

const reasons: Readonly<Record<StockChange['type'], string>> = {
  reserve: 'order placed',
  release: 'order released',
  ship: 'units shipped',
  restock: 'units returned',
};

/**
 * What a command on an order writes: the order, the uses of promotions that it releases, the stock that it moves, its
 * events. A command that changed nothing writes nothing. `actor` is the member of staff who gave the command.
 */
export function orderWrites(
  { order: read, version }: StoredOrder,
  { order, events, stock, usage }: OrderChange,
  at: Instant,
  actor?: string,
): Pick<Change, 'order' | 'stock' | 'promotions' | 'events'> {
  if (order === read) return {};
  const [first] = stock;
  // A statement updates a row of stock once, so the units of a command move one way.
  if (stock.some(({ type }) => type !== first?.type)) throw new Error(`order ${order.id} moves stock two ways`);
  return {
    order: { type: 'change', order, version },
    ...(first === undefined ? {} : { stock: stockWrite(first.type, { lines: stock, orderId: order.id, at, actor }) }),
    ...(usage.some(({ type }) => type === 'release') ? { promotions: { type: 'release', orderId: order.id } } : {}),
    events,
  };
}

/** Units of an order that move, with the reason that the ledger shows. */
export const stockWrite = (
  type: StockChange['type'],
  { actor, ...facts }: Pick<StockWrite, 'lines' | 'orderId' | 'at'> & { readonly actor?: string | undefined },
): StockWrite => ({ type, ...facts, reason: reasons[type], ...(actor === undefined ? {} : { actor }) });
