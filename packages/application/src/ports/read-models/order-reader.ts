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
import type { Arrival, ExpectedOrder } from '../../fulfilment/estimate-arrival.js';
import type { StorageUnavailable } from '../failures.js';
import type { CursorMalformed, Page, PageRequest, Sorting } from './paging.js';

/** An order in a list. `estimatedArrival` is null when nothing is under way or its duration is unknown. */
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

/** The part of an order that its row is made of: a store need not read more for a list. */
export type ListedOrder = Pick<Order, 'id' | 'number' | 'status' | 'paymentStatus'> &
  Omit<ExpectedOrder, 'pricing'> & {
    readonly pricing: {
      readonly total: Money;
      readonly lines: readonly Pick<PricedLine, 'variantId' | 'unitPrice' | 'quantity' | 'total' | 'digital'>[];
    };
    readonly descriptions: Readonly<Record<VariantId, { readonly name: string }>>;
  };

/** Placed from `from` (inclusive) to `to` (exclusive). */
export type OrderFilter = { readonly from: Instant; readonly to: Instant; readonly status?: OrderStatus };
/**
 * Every column of a row. Amounts sort by minor units; `name`, `price` and `quantity` are those of the first line;
 * `estimatedArrival` sorts by its latest instant, an unknown one after all others.
 */
export type OrderSortKey =
  'createdAt' | 'number' | 'status' | 'paymentStatus' | 'total' | 'name' | 'price' | 'quantity' | 'estimatedArrival';

/** Customers' orders as plain rows. */
export type OrderReader = {
  readonly ordersOf: (
    customerId: CustomerId,
    filter: OrderFilter,
    sorting: Sorting<OrderSortKey>,
    page: PageRequest,
  ) => ResultAsync<Page<OrderRow>, CursorMalformed | StorageUnavailable>;
};
