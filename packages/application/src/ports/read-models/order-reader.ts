import type {
  CustomerId,
  Instant,
  Money,
  Order,
  OrderId,
  OrderStatus,
  PaymentStatus,
  PricedLine,
  VariantId,
} from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import { estimateArrival, type Arrival, type ExpectedOrder } from '../../fulfilment/estimate-arrival.js';
import type { StorageUnavailable } from '../failures.js';
import type { CursorMalformed, Page, PageRequest, Sorting } from './paging.js';

/** An order as a list tells it. `estimatedArrival` is null when nothing is under way, or nobody knows for how long. */
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
    readonly estimatedArrival: Arrival | null;
  }[];
  /** Of the last of it. */
  readonly estimatedArrival: Arrival | null;
};

/** What of an order its row is made of: a store need not read more for a list. */
export type ListedOrder = Pick<Order, 'id' | 'number' | 'status' | 'paymentStatus'> &
  Omit<ExpectedOrder, 'pricing'> & {
    readonly pricing: {
      readonly total: Money;
      readonly lines: readonly Pick<PricedLine, 'variantId' | 'unitPrice' | 'quantity' | 'total' | 'digital'>[];
    };
    readonly descriptions: Readonly<Record<VariantId, { readonly name: string }>>;
  };

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

/** Placed from `from` (inclusive) to `to` (exclusive). */
export type OrderFilter = { readonly from: Instant; readonly to: Instant; readonly status?: OrderStatus };
/**
 * Every column of a row. Amounts sort by minor units; `name`, `price` and `quantity` are those of the first line;
 * `estimatedArrival` sorts by its latest instant, an unknown one after all others.
 */
export type OrderSortKey =
  'createdAt' | 'number' | 'status' | 'paymentStatus' | 'total' | 'name' | 'price' | 'quantity' | 'estimatedArrival';

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

/** Customers' orders as plain rows. */
export type OrderReader = {
  readonly ordersOf: (
    customerId: CustomerId,
    filter: OrderFilter,
    sorting: Sorting<OrderSortKey>,
    page: PageRequest,
  ) => ResultAsync<Page<OrderRow>, CursorMalformed | StorageUnavailable>;
};
