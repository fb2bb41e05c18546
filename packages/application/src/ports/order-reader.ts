import type { CustomerId, Instant, Money, Order, OrderId, OrderStatus, PaymentStatus, VariantId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from './failures.js';
import type { CursorMalformed, Page, PageRequest, Sorting } from './paging.js';

/** An order as a list tells it. */
export type OrderRow = {
  readonly id: OrderId;
  readonly number: string;
  readonly status: OrderStatus;
  readonly paymentStatus: PaymentStatus;
  readonly total: Money;
  readonly createdAt: Instant;
  readonly lines: readonly {
    readonly variantId: VariantId;
    readonly name: string;
    readonly unitPrice: Money;
    readonly quantity: number;
    readonly total: Money;
  }[];
};

/** How an order reads in a list; `createdAt` is when it was placed. */
export const orderRowOf = (order: Order): OrderRow => ({
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

/** Placed from `from` (inclusive) to `to` (exclusive). */
export type OrderFilter = { readonly from: Instant; readonly to: Instant; readonly status?: OrderStatus };
/** `total` sorts by minor units. */
export type OrderSortKey = 'createdAt' | 'total' | 'status';

/** What a row is sorted by; cursors carry it. */
export function orderSortValueOf(row: OrderRow, key: OrderSortKey): string | number {
  switch (key) {
    case 'createdAt':
      return row.createdAt;
    case 'total':
      return row.total.amount;
    case 'status':
      return row.status;
  }
}

/** Customers' orders as plain rows. */
export type OrderReader = {
  readonly ordersOf: (
    customerId: CustomerId,
    filter: OrderFilter,
    sorting: Sorting<OrderSortKey>,
    page: PageRequest,
  ) => ResultAsync<Page<OrderRow>, CursorMalformed | StorageUnavailable>;
};
