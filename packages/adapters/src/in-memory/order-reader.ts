import type { OrderReader, OrderRow, OrderSortKey, StoredOrder } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import { pageOf } from './page-of.js';
import type { InMemoryStore } from './store.js';

/** Customers' orders as an in-memory store has them. */
export const makeInMemoryOrderReader = ({ store }: { readonly store: InMemoryStore }): OrderReader => ({
  ordersOf: (customerId, { from, to, status }, sorting, request) =>
    store.read(({ orders }) => {
      const rows = [...orders.values()]
        .filter(({ order }) => order.customerId === customerId)
        .filter(({ order }) => order.placedAt >= from && order.placedAt < to)
        .filter(({ order }) => status === undefined || order.status === status)
        .map(rowOf);
      return pageOf(rows, sorting, valueOf, request).asyncAndThen((page) => okAsync(page));
    }),
});

const valueOf = (row: OrderRow, key: OrderSortKey): string | number => {
  switch (key) {
    case 'createdAt':
      return row.createdAt;
    case 'total':
      return row.total.amount;
    case 'status':
      return row.status;
  }
};

const rowOf = ({ order }: StoredOrder): OrderRow => ({
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
  })),
});
