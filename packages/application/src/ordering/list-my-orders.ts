import type { Instant, OrderStatus } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { SignedInCaller } from '../caller.js';
import { msAfter } from '../ms-after.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { OrderReader, OrderRow, OrderSortKey } from '../ports/read-models/order-reader.js';
import type { CursorMalformed, Page, PageRequest, Sorting } from '../ports/read-models/paging.js';
import { requirePeriod, type PeriodReversed } from './require-period.js';

export type ListMyOrdersQuery = {
  readonly caller: SignedInCaller;
  /** The last twelve months, up to now, when absent. */
  readonly from?: Instant;
  readonly to?: Instant;
  readonly status?: OrderStatus;
  readonly sorting: Sorting<OrderSortKey>;
  readonly page: PageRequest;
};
export type ListMyOrdersError = PeriodReversed | CursorMalformed | StorageUnavailable;
/** A customer's orders of a period, which must not end before it begins. */
export type ListMyOrders = (query: ListMyOrdersQuery) => ResultAsync<Page<OrderRow>, ListMyOrdersError>;

export const makeListMyOrders =
  ({ orderReader, clock }: { readonly orderReader: OrderReader; readonly clock: Clock }): ListMyOrders =>
  ({ caller, status, sorting, page, ...period }) => {
    // Rows placed within this very millisecond count, so the end, which is exclusive, lies one past it.
    const to = inUtc(period.to ?? msAfter(clock.now(), 1));
    const from = period.from === undefined ? twelveMonthsBefore(to) : inUtc(period.from);
    return requirePeriod({ from, to }).asyncAndThen((valid) =>
      orderReader.ordersOf(caller.userId, { ...valid, ...(status === undefined ? {} : { status }) }, sorting, page),
    );
  };

/** The form in which instants are stored, so that however one is written it is the time that is compared. */
const inUtc = (instant: Instant): Instant => new Date(instant).toISOString();

function twelveMonthsBefore(instant: Instant): Instant {
  const date = new Date(instant);
  date.setUTCFullYear(date.getUTCFullYear() - 1);
  return date.toISOString();
}
