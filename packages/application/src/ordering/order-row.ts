import type { Instant } from '@cartwright/domain';
import { estimateArrival } from '../fulfilment/estimate-arrival.js';
import type { ListedOrder, OrderRow, OrderSortKey } from '../ports/read-models/order-reader.js';

/** How an order reads in a list; `createdAt` is when it was placed. */
export const orderRowOf = (order: ListedOrder): OrderRow => ({
  id: order.id,
  number: order.number,
  status: order.status,
  paymentStatus: order.paymentStatus,
  total: order.pricing.total,
  createdAt: order.placedAt,
  lines: order.pricing.lines.map(({ variantId, unitPrice, quantity, total }) => ({
    variantId,
    name: order.descriptions[variantId]?.name ?? '',
    unitPrice,
    quantity,
    total,
    estimatedArrival: estimateArrival(order, variantId) ?? null,
  })),
  estimatedArrival: estimateArrival(order) ?? null,
});

/** What sorts after every estimated arrival. */
export const unknownArrival: Instant = '9999-12-31T23:59:59.999Z';

/** What a row is sorted by; cursors carry it. */
export function orderSortValueOf(row: OrderRow, key: OrderSortKey): string | number {
  switch (key) {
    case 'createdAt':
    case 'number':
    case 'status':
    case 'paymentStatus':
      return row[key];
    case 'total':
      return row.total.amount;
    case 'name':
      return row.lines[0]?.name ?? '';
    case 'price':
      return row.lines[0]?.unitPrice.amount ?? 0;
    case 'quantity':
      return row.lines[0]?.quantity ?? 0;
    case 'estimatedArrival':
      return row.estimatedArrival?.latest ?? unknownArrival;
  }
}
