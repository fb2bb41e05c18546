import type { DisputeId, Instant, Money, OrderId, RefundId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { ProviderEventRefused } from '../../paying/provider-event-refused.js';
import type { ProviderEvent } from '../../paying/provider-event.js';

/** Why a reported event could not be applied; `defect` is a bug, which is in the log. */
export type EventRefusal = ProviderEventRefused['type'] | 'defect';

/**
 * Something that the shop and the provider do not agree on, and that somebody has to look at. `reference` is the
 * provider's.
 */
export type ReconciliationDifference =
  | {
      readonly type: 'event.refused';
      readonly eventId: string;
      readonly event: ProviderEvent['type'];
      readonly reason: EventRefusal;
      readonly reference: string;
      readonly orderId?: OrderId;
      readonly refundId?: RefundId;
      readonly disputeId?: DisputeId;
      /** As the provider reported it. */
      readonly amount?: Money;
      /** What the shop had recorded, where the two amounts are why. */
      readonly recorded?: Money;
    }
  /** The provider captured another amount than the shop requested. The order records what is missing or due back. */
  | {
      readonly type: 'payment.amount-differs';
      readonly orderId: OrderId;
      readonly paymentId: string;
      readonly reference: string;
      readonly requested: Money;
      readonly captured: Money;
    }
  /**
   * The provider does not know this payment, although the id is its own. `recorded` is the captured amount in the
   * order.
   */
  | {
      readonly type: 'payment.unknown-to-provider';
      readonly orderId: OrderId;
      readonly paymentId: string;
      readonly reference: string;
      readonly recorded?: Money;
    }
  /** The money was captured according to the order, and not according to the provider. */
  | {
      readonly type: 'payment.not-captured';
      readonly orderId: OrderId;
      readonly paymentId: string;
      readonly reference: string;
      readonly recorded: Money;
    }
  /** A bug prevented the comparison; it is in the log. */
  | {
      readonly type: 'payment.not-compared';
      readonly orderId: OrderId;
      readonly paymentId: string;
      readonly reference: string;
    }
  /** The refund is confirmed in the order, and unknown to the provider. */
  | {
      readonly type: 'refund.unknown-to-provider';
      readonly orderId: OrderId;
      readonly refundId: RefundId;
      readonly reference: string;
      readonly recorded: Money;
    };

/** How much was looked at, and what came of it. */
export type ReconciliationCounts = {
  /** Events that the provider reported. */
  readonly events: number;
  /** Those among them that the shop had missed and has now. */
  readonly applied: number;
  /** Our own payments that were compared. */
  readonly payments: number;
  /** Refunds that were overdue and were requested again, or for the first time. */
  readonly refundsRequestedAgain: number;
  readonly differences: number;
};

/**
 * One comparison of our payments with the provider's, of all that was made from `from` (inclusive) to `to` (exclusive).
 */
export type Reconciliation = {
  readonly id: string;
  readonly from: Instant;
  readonly to: Instant;
  /** The tick of its schedule; absent for one that was requested by hand. */
  readonly dueAt?: Instant;
  /** The id of the user who requested it. */
  readonly requestedBy?: string;
  readonly requestedAt: Instant;
  /** Up to when it is done; an interrupted run continues from here. */
  readonly doneTo: Instant;
  /** Absent while it is not done. */
  readonly finishedAt?: Instant;
  readonly counts: ReconciliationCounts;
  /** The first thousand. */
  readonly differences: readonly ReconciliationDifference[];
};

/** Reconciliations, with what they found. */
export type ReconciliationRecords = {
  /** Stores it and returns true; returns false and stores nothing when there is one of the same tick. */
  readonly add: (reconciliation: Reconciliation) => ResultAsync<boolean, never>;
  readonly find: (id: string) => ResultAsync<Reconciliation | undefined, never>;
  /** Like `find`, locked until the transaction ends. */
  readonly lock: (id: string) => ResultAsync<Reconciliation | undefined, never>;
  /** The one of the latest tick at `dueAt` or before. */
  readonly latestDue: (dueAt: Instant) => ResultAsync<Reconciliation | undefined, never>;
  /** Writes one that this transaction has locked. */
  readonly save: (reconciliation: Reconciliation) => ResultAsync<void, never>;
};
