import type { Instant, Order, OrderId, RefundId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { IssuedDocument } from './invoicing/issued-document-records.js';

/** An order as stored; `version` grows by one with each change. */
export type StoredOrder = { readonly order: Order; readonly version: number };

/** An order with its invoice and its credit notes, in the order of `IssuedDocumentRecords.ofOrder`. */
export type OrderWithDocuments = StoredOrder & { readonly documents: readonly IssuedDocument[] };

/** A pending order. Pending orders sort by `placedAt` and then by id. */
export type PendingOrder = { readonly id: OrderId; readonly placedAt: Instant };

/**
 * An order with money that has yet to go back: pending refunds and, where `isDue`, money that is due back without a
 * refund. Such orders sort by `since` and then by id.
 */
export type OrderWithRefund = {
  readonly id: OrderId;
  /** When its oldest pending refund was requested; where money is due without one, when the order was placed. */
  readonly since: Instant;
  readonly refundIds: readonly RefundId[];
  readonly isDue: boolean;
};

/** Which order has a number. */
export type NumberedOrder = { readonly id: OrderId; readonly email: string };

/** Whole orders. They are written by `commit`. */
export type OrderRecords = {
  readonly find: (id: OrderId) => ResultAsync<StoredOrder | undefined, never>;
  readonly findWithDocuments: (id: OrderId) => ResultAsync<OrderWithDocuments | undefined, never>;
  /** Like `find`, locked until the transaction ends. */
  readonly lock: (id: OrderId) => ResultAsync<StoredOrder | undefined, never>;
  /** Which order has a number, exactly as it is stored, and who it is for; the order itself is not read. */
  readonly withNumber: (number: string) => ResultAsync<NumberedOrder | undefined, never>;
  /**
   * Orders that are pending and were placed at `placedBy` or before, oldest first, at most `limit`, only those after
   * `after`. With `at`, without those that wait for a transfer then.
   */
  readonly pendingPlacedBy: (
    placedBy: Instant,
    limit: number,
    after?: PendingOrder,
    at?: Instant,
  ) => ResultAsync<readonly PendingOrder[], never>;
  /**
   * Orders with money that has waited to go back since `since` or longer, with only that money; oldest first, at most
   * `limit`, only those after `after`.
   */
  readonly withRefundWaitingSince: (
    since: Instant,
    limit: number,
    after?: OrderWithRefund,
  ) => ResultAsync<readonly OrderWithRefund[], never>;
};
