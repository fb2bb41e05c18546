import type { Instant, OrderId, OrderUnits, ReturnId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../failures.js';
import type { CursorMalformed, Page, PageRequest } from './paging.js';

/** A return that is awaited, as staff see it in a list. */
export type AwaitedReturn = {
  readonly id: ReturnId;
  readonly orderId: OrderId;
  readonly orderNumber: string;
  readonly email: string;
  readonly lines: readonly (OrderUnits & { readonly name: string; readonly sku: string })[];
  readonly reason: string;
  readonly requestedAt: Instant;
};

/** Announced returns as plain rows, for staff. */
export type ReturnReader = {
  /** Those that have not arrived, oldest first. */
  readonly awaited: (page: PageRequest) => ResultAsync<Page<AwaitedReturn>, CursorMalformed | StorageUnavailable>;
};
