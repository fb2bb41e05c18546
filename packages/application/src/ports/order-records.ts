import { compareIds, type CustomerId, type Instant, type Order, type OrderId, type RefundId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** An order as stored; `version` grows by one with each change. */
export type StoredOrder = { readonly order: Order; readonly version: number };

/** A pending order and its place among all pending ones, which sort by `placedAt` and then by id. */
export type PendingOrder = { readonly id: OrderId; readonly placedAt: Instant };

/**
 * An order whose refunds are still pending, and its place among all such orders, which sort by `since`, when the first of
 * them was asked for, and then by id.
 */
export type OrderWithRefund = { readonly id: OrderId; readonly since: Instant; readonly refundIds: readonly RefundId[] };

/**
 * The refunds of an order that are pending since `until` or longer, or all that are pending; `undefined` when there is none.
 *
 * @example pendingRefundsOf(order)?.since // '2026-11-21T09:30:00.000Z'
 */
export function pendingRefundsOf({ id, refunds }: Order, until?: Instant): OrderWithRefund | undefined {
  const pending = refunds
    .filter(({ status, requestedAt }) => status === 'pending' && (until === undefined || requestedAt <= until))
    .sort((left, right) => compareIds(left.requestedAt, right.requestedAt));
  const [oldest] = pending;
  return oldest === undefined ? undefined : { id, since: oldest.requestedAt, refundIds: pending.map((refund) => refund.id) };
}

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
  /** Orders with refunds that are pending since `since` or longer, those refunds alone; oldest first, at most `limit`, those after `after` alone. */
  readonly withRefundPendingSince: (
    since: Instant,
    limit: number,
    after?: OrderWithRefund,
  ) => ResultAsync<readonly OrderWithRefund[], never>;
};
