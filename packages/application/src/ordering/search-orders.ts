import type { CustomerId, Instant, OrderStatus, PaymentStatus } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import { normaliseEmail } from '../identity/email-address.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { FoundOrder, OrderSearch, OrderSearchFilter, OrderSearchKey } from '../ports/read-models/order-search.js';
import type { CursorMalformed, Page, PageRequest, Sorting } from '../ports/read-models/paging.js';
import { requirePeriod, type PeriodReversed } from './require-period.js';

export type SearchOrdersQuery = {
  /** What the number or the e-mail begins with, in capitals or not. */
  readonly text?: string;
  readonly status?: OrderStatus;
  readonly paymentStatus?: PaymentStatus;
  readonly customerId?: CustomerId;
  readonly from?: Instant;
  readonly to?: Instant;
  readonly sorting: Sorting<OrderSearchKey>;
  readonly page: PageRequest;
};
export type SearchOrdersError = PeriodReversed | CursorMalformed | StorageUnavailable;
/** All orders, for staff; without a period, those of all times. */
export type SearchOrders = (query: SearchOrdersQuery) => ResultAsync<Page<FoundOrder>, SearchOrdersError>;

export const makeSearchOrders =
  ({ orderSearch }: { readonly orderSearch: OrderSearch }): SearchOrders =>
  ({ text = '', from, to, sorting, page, ...facts }) => {
    const beginning = text.trim();
    const filter: OrderSearchFilter = {
      ...facts,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      // Order numbers have only capitals, and no letter that has more than one of them.
      ...(beginning === '' ? {} : { beginning: { number: beginning.toUpperCase(), email: normaliseEmail(beginning) } }),
    };
    return requirePeriod(filter).asyncAndThen((valid) => orderSearch.find(valid, inTime(sorting), page));
  };

/**
 * Orders that are alike in what they are sorted by come in the order of time, the same way as the last key: so says an
 * index, which therefore finds a page among a million.
 */
function inTime(sorting: Sorting<OrderSearchKey>): Sorting<OrderSearchKey> {
  if (sorting.some(({ key }) => key === 'createdAt' || key === 'number')) return sorting;
  return [...sorting, { key: 'createdAt', direction: sorting.at(-1)?.direction ?? 'desc' }];
}
