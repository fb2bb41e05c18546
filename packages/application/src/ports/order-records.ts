import type { CustomerId, Instant, Order, OrderId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** An order as stored; `version` grows by one with each change. */
export type StoredOrder = { readonly order: Order; readonly version: number };

/** A pending order and its place among all pending ones, which sort by `placedAt` and then by id. */
export type PendingOrder = { readonly id: OrderId; readonly placedAt: Instant };

/** Orders, whole; what changed one locked it first. */
export type OrderRecords = {
  readonly add: (order: Order) => ResultAsync<void, never>;
  readonly find: (id: OrderId) => ResultAsync<StoredOrder | undefined, never>;
  /** Like `find`, locked until the transaction ends. */
  readonly lock: (id: OrderId) => ResultAsync<StoredOrder | undefined, never>;
  /** Writes an order that this transaction has locked. */
  readonly save: (order: Order) => ResultAsync<void, never>;
  /** How many orders the customer has placed; cancelled ones do not count. */
  readonly countOf: (customerId: CustomerId) => ResultAsync<number, never>;
  /** Orders that are pending and were placed at `placedBy` or before, oldest first, at most `limit`, those after `after` alone. */
  readonly pendingPlacedBy: (
    placedBy: Instant,
    limit: number,
    after?: PendingOrder,
  ) => ResultAsync<readonly PendingOrder[], never>;
};
