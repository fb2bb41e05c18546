import type { CustomerId, Instant, Money } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../failures.js';
import type { CursorMalformed, Page, PageRequest } from './paging.js';

/** Somebody who has registered as a customer, or who has ordered as a guest: one row for each e-mail of guests. */
export type CustomerRow = {
  /** Absent for guests. */
  readonly id?: CustomerId;
  readonly email: string;
  /** A guest's is that of the address of the latest order; absent where that order has none. */
  readonly name?: string;
  readonly groups: readonly string[];
  /** Cancelled ones left out. */
  readonly orders: number;
  /** What was paid and did not go back, in each currency of an order, by currency. */
  readonly totalSpent: readonly Money[];
  /** When the latest order was placed, cancelled or not; null without orders. */
  readonly lastOrderAt: Instant | null;
};

/** Customers and guests as staff see them. */
export type CustomerReader = {
  /** By e-mail; those whose e-mail or name, of guests only the e-mail, contains `search`, whatever its letter case. */
  readonly list: (
    filter: { readonly search?: string },
    page: PageRequest,
  ) => ResultAsync<Page<CustomerRow>, CursorMalformed | StorageUnavailable>;
  /** A customer who has registered. */
  readonly find: (id: CustomerId) => ResultAsync<CustomerRow | undefined, StorageUnavailable>;
};
