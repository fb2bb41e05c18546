import { orderRowOf, orderSortValueOf, type OrderReader } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import { pageOf } from './page-of.js';
import type { InMemoryStore } from '../store.js';

/** Customers' orders as an in-memory store has them. */
export const makeInMemoryOrderReader = ({ store }: { readonly store: InMemoryStore }): OrderReader => ({
  ordersOf: (customerId, { from, to, status }, sorting, request) =>
    store.read(({ orders }) => {
      const rows = [...orders.values()]
        .filter(({ order }) => order.customerId === customerId)
        .filter(({ order }) => order.placedAt >= from && order.placedAt < to)
        .filter(({ order }) => status === undefined || order.status === status)
        .map(({ order }) => orderRowOf(order));
      return pageOf(rows, sorting, orderSortValueOf, request).asyncAndThen((page) => okAsync(page));
    }),
});
