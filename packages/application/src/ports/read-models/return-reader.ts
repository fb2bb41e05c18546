import type { Instant, Order, OrderId, OrderUnits, ReturnId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../failures.js';
import type { CursorMalformed, Page, PageRequest } from './paging.js';
import type { ReturnRequest } from '../repositories/return-records.js';

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

/** How an announced return reads in a list, with what its order says of it. */
export const awaitedReturnOf = (request: ReturnRequest, { number, email, descriptions }: Order): AwaitedReturn => ({
  id: request.id,
  orderId: request.orderId,
  orderNumber: number,
  email,
  lines: request.lines.map(({ variantId, quantity }) => ({
    variantId,
    quantity,
    name: descriptions[variantId]?.name ?? '',
    sku: descriptions[variantId]?.sku ?? '',
  })),
  reason: request.reason,
  requestedAt: request.requestedAt,
});

/** Announced returns as plain rows, for staff. */
export type ReturnReader = {
  /** Those that have not arrived, oldest first. */
  readonly awaited: (page: PageRequest) => ResultAsync<Page<AwaitedReturn>, CursorMalformed | StorageUnavailable>;
};
