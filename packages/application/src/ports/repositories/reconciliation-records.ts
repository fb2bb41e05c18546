import type { DisputeId, Instant, Money, OrderId, RefundId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { HandleProviderEventError } from '../../paying/handle-provider-event.js';
import type { ProviderEvent } from '../../paying/provider-event.js';

/** Why what the provider tells could not be applied; `defect` is a bug, which the log tells of. */
export type EventRefusal = Exclude<HandleProviderEventError['type'], 'storage.unavailable'> | 'defect';

/** Something that the shop and the provider do not agree on, and that somebody has to look at. `reference` is the provider's. */
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
      /** What the provider says. */
      readonly amount?: Money;
      /** What the shop had recorded, where the two amounts are why. */
      readonly recorded?: Money;
    }
  /** The provider took another amount than the shop had asked for. The order says what is missing, or due back. */
  | {
      readonly type: 'payment.amount-differs';
      readonly orderId: OrderId;
      readonly paymentId: string;
      readonly reference: string;
      readonly asked: Money;
      readonly captured: Money;
    }
  /** The provider has no payment of this id, which it gave out itself. `recorded` is what the order says it captured. */
  | {
      readonly type: 'payment.unknown-to-provider';
      readonly orderId: OrderId;
      readonly paymentId: string;
      readonly reference: string;
      readonly recorded?: Money;
    }
  /** The order says that the money was captured, and the provider says that it was not. */
  | {
      readonly type: 'payment.not-captured';
      readonly orderId: OrderId;
      readonly paymentId: string;
      readonly reference: string;
      readonly recorded: Money;
    }
  /** A bug kept it from being compared; the log tells of it. */
  | {
      readonly type: 'payment.not-compared';
      readonly orderId: OrderId;
      readonly paymentId: string;
      readonly reference: string;
    }
  /** The order says that the money is back, and the provider knows of no such refund. */
  | {
      readonly type: 'refund.unknown-to-provider';
      readonly orderId: OrderId;
      readonly refundId: RefundId;
      readonly reference: string;
      readonly recorded: Money;
    };

/** How much was looked at, and what came of it. */
export type ReconciliationCounts = {
  /** Facts that the provider told. */
  readonly events: number;
  /** Those among them that the shop had missed and has now. */
  readonly applied: number;
  /** Our own payments that were compared. */
  readonly payments: number;
  /** Refunds that had waited for long, and that the provider is asked for again, or for the first time. */
  readonly refundsAskedAgain: number;
  readonly differences: number;
};

/** One comparison of our payments with the provider's, of all that was made from `from` (inclusive) to `to` (exclusive). */
export type Reconciliation = {
  readonly id: string;
  readonly from: Instant;
  readonly to: Instant;
  /** The tick of the schedule that it is of; absent for one that somebody asked for. */
  readonly dueAt?: Instant;
  /** Who asked for it, by the user's id. */
  readonly requestedBy?: string;
  readonly requestedAt: Instant;
  /** Up to when it is done; a run that was cut short goes on from here. */
  readonly doneTo: Instant;
  /** Absent while it is not done. */
  readonly finishedAt?: Instant;
  readonly counts: ReconciliationCounts;
  /** The first thousand. */
  readonly differences: readonly ReconciliationDifference[];
};

/** Reconciliations, with what they found. */
export type ReconciliationRecords = {
  /** Keeps it, and answers true; false when there is one of the same tick, and nothing is kept. */
  readonly add: (reconciliation: Reconciliation) => ResultAsync<boolean, never>;
  readonly find: (id: string) => ResultAsync<Reconciliation | undefined, never>;
  /** Like `find`, locked until the transaction ends. */
  readonly lock: (id: string) => ResultAsync<Reconciliation | undefined, never>;
  /** The one of the latest tick at `dueAt` or before. */
  readonly latestDue: (dueAt: Instant) => ResultAsync<Reconciliation | undefined, never>;
  /** Writes one that this transaction has locked. */
  readonly save: (reconciliation: Reconciliation) => ResultAsync<void, never>;
};
