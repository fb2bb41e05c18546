import type { Order } from '@cartwright/domain';
import type { ListedOrder } from '../ports/read-models/order-reader.js';
import type { FoundOrder, OrderSearchKey } from '../ports/read-models/order-search.js';
import { orderRowOf } from './order-row.js';

/** How an order reads in a list for staff. */
export const foundOrderOf = (order: ListedOrder & Pick<Order, 'email' | 'customerId'>): FoundOrder => ({
  ...orderRowOf(order),
  email: order.email,
  ...(order.customerId === undefined ? {} : { customerId: order.customerId }),
});

/** What a row is sorted by; cursors carry it. */
export const foundOrderSortValueOf = (row: FoundOrder, key: OrderSearchKey): string | number =>
  key === 'total' ? row.total.amount : row[key];
