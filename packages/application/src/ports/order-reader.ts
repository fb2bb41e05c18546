import type { CustomerId, Instant, Money, OrderId, OrderStatus, PaymentStatus, VariantId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from './failures.js';
import type { CursorMalformed, Page, PageRequest, Sorting } from './paging.js';

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

/** Placed from `from` (inclusive) to `to` (exclusive). */
export type OrderFilter = { readonly from: Instant; readonly to: Instant; readonly status?: OrderStatus };
export type OrderSortKey = 'createdAt' | 'total' | 'status';

export type OrderReader = {
  readonly ordersOf: (
    customerId: CustomerId,
    filter: OrderFilter,
    sorting: Sorting<OrderSortKey>,
    page: PageRequest,
  ) => ResultAsync<Page<OrderRow>, CursorMalformed | StorageUnavailable>;
};
