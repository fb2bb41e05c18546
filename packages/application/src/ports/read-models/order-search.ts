import type { CustomerId, Instant, OrderStatus, PaymentStatus } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../failures.js';
import type { OrderRow } from './order-reader.js';
import type { CursorMalformed, Page, PageRequest, Sorting } from './paging.js';

/** An order as staff see it in a list: also whose it is. */
export type FoundOrder = OrderRow & { readonly email: string; readonly customerId?: CustomerId };

/** Which orders are looked for: those that meet all that is given. */
export type OrderSearchFilter = {
  readonly status?: OrderStatus;
  readonly paymentStatus?: PaymentStatus;
  readonly customerId?: CustomerId;
  /** Placed at `from` or later. */
  readonly from?: Instant;
  /** Placed before `to`. */
  readonly to?: Instant;
  /** What their number begins with, or their e-mail in the form in which it is stored. Absent, never empty. */
  readonly beginning?: { readonly number: string; readonly email: string };
};

/** Text sorts by code point, `total` by minor units. */
export type OrderSearchKey = 'createdAt' | 'number' | 'email' | 'status' | 'paymentStatus' | 'total';

/** Everybody's orders as plain rows, for staff. */
export type OrderSearch = {
  readonly find: (
    filter: OrderSearchFilter,
    sorting: Sorting<OrderSearchKey>,
    page: PageRequest,
  ) => ResultAsync<Page<FoundOrder>, CursorMalformed | StorageUnavailable>;
};
