import { foundOrderOf, foundOrderSortValueOf, type OrderSearch, type OrderSearchFilter } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import { pageOf } from './page-of.js';
import type { InMemoryStore } from '../store.js';

/** Everybody's orders as an in-memory store has them. */
export const makeInMemoryOrderSearch = ({ store }: { readonly store: InMemoryStore }): OrderSearch => ({
  find: (filter, sorting, request) =>
    store.read(({ orders }) => {
      const rows = [...orders.values()]
        .filter(({ order }) => matches(order, filter))
        .map(({ order }) => foundOrderOf(order));
      return pageOf(rows, sorting, foundOrderSortValueOf, request).asyncAndThen((page) => okAsync(page));
    }),
});

const matches = (
  order: Order,
  { status, paymentStatus, customerId, from, to, beginning }: OrderSearchFilter,
): boolean =>
  (status === undefined || order.status === status) &&
  (paymentStatus === undefined || order.paymentStatus === paymentStatus) &&
  (customerId === undefined || order.customerId === customerId) &&
  (from === undefined || order.placedAt >= from) &&
  (to === undefined || order.placedAt < to) &&
  (beginning === undefined || order.number.startsWith(beginning.number) || order.email.startsWith(beginning.email));
