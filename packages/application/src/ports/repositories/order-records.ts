import { compareIds, type CustomerId, type Instant, type Order, type OrderId, type RefundId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** An order as stored; `version` grows by one with each change. */
export type StoredOrder = { readonly order: Order; readonly version: number };

/** A pending order and its place among all pending ones, which sort by `placedAt` and then by id. */
export type PendingOrder = { readonly id: OrderId; readonly placedAt: Instant };

/**
 * An order that waits for money to go back, and its place among all such orders, which sort by `since` and then by id:
 * refunds that are pending, and, where `isDue`, money that is due back and that nobody has asked the provider for.
 */
export type OrderWithRefund = {
  readonly id: OrderId;
  /** When the oldest of its refunds was asked for; of one that nobody asked for, when the order was placed. */
  readonly since: Instant;
  readonly refundIds: readonly RefundId[];
  readonly isDue: boolean;
};

/**
 * What of an order's money has waited since `until` or longer to go back, or all that waits; `undefined` when none does.
 * Money whose refund failed waits for staff, who were told.
 *
 * @example waitingRefundsOf(order)?.since // '2026-11-21T09:30:00.000Z'
 */
export function waitingRefundsOf(
  { id, placedAt, refunds, dueBack }: Order,
  until?: Instant,
): OrderWithRefund | undefined {
  const waits = (since: Instant): boolean => until === undefined || since <= until;
  const pending = refunds
    .filter(({ status, requestedAt }) => status === 'pending' && waits(requestedAt))
    .sort((left, right) => compareIds(left.requestedAt, right.requestedAt));
  const isDue = dueBack.amount > 0 && waits(placedAt) && !refunds.some(({ status }) => status === 'failed');
  const since = isDue ? placedAt : pending[0]?.requestedAt;
  return since === undefined ? undefined : { id, since, refundIds: pending.map((refund) => refund.id), isDue };
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
  /** Orders with money that has waited since `since` or longer to go back, that money alone; oldest first, at most `limit`, those after `after` alone. */
  readonly withRefundWaitingSince: (
    since: Instant,
    limit: number,
    after?: OrderWithRefund,
  ) => ResultAsync<readonly OrderWithRefund[], never>;
};
