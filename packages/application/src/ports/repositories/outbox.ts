import type { CustomerId, Instant, OrderEvent, OrderId, RefundId, ReturnId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../failures.js';

/** Everything that can follow from a use case's changes. */
export type ApplicationEvent =
  | OrderEvent
  | {
      readonly type: 'order.return-requested';
      readonly orderId: OrderId;
      readonly returnId: ReturnId;
      readonly at: Instant;
    }
  | { readonly type: 'order.erased'; readonly orderId: OrderId; readonly at: Instant }
  | { readonly type: 'catalogue.import-requested'; readonly importId: string; readonly at: Instant }
  | { readonly type: 'catalogue.mirror-requested'; readonly runId: string; readonly at: Instant }
  | { readonly type: 'catalogue.image-awaited'; readonly imageId: string; readonly at: Instant }
  | { readonly type: 'payments.sandbox-event-raised'; readonly eventId: string; readonly at: Instant }
  | {
      readonly type: 'payments.reconciliation-requested' | 'payments.differences-found';
      readonly reconciliationId: string;
      readonly at: Instant;
    }
  /** Staff want a mail about an order sent again: the one that `event` has triggered. */
  | {
      readonly type: 'ordering.mail-requested';
      readonly orderId: OrderId;
      readonly mail: string;
      readonly event: ApplicationEvent;
      readonly at: Instant;
    }
  /** The buyer of an order wants to pay by transfer. */
  | {
      readonly type: 'payments.transfer-requested';
      readonly orderId: OrderId;
      readonly paymentId: string;
      readonly at: Instant;
    }
  /** The refund has been pending for over an hour. */
  | {
      readonly type: 'payments.refund-overdue';
      readonly orderId: OrderId;
      readonly refundId: RefundId;
      readonly at: Instant;
    }
  /** Money is due back and no refund was requested. */
  | { readonly type: 'payments.refund-forgotten'; readonly orderId: OrderId; readonly at: Instant }
  | { readonly type: 'jobs.run-requested'; readonly job: string; readonly at: Instant }
  /** A failed job is to run again: one with this id and payload. */
  | {
      readonly type: 'jobs.retry-requested';
      readonly job: string;
      readonly jobId: string;
      readonly payload: unknown;
      readonly at: Instant;
    }
  /** `listed` are the first variants. */
  | {
      readonly type: 'stock.low-reported';
      readonly variants: number;
      readonly listed: readonly { readonly sku: string; readonly name: string; readonly available: number }[];
      readonly at: Instant;
    }
  /** A job was paused after refusals in a row. */
  | { readonly type: 'jobs.paused'; readonly job: string; readonly refusals: number; readonly at: Instant }
  | { readonly type: 'promotions.backtest-requested'; readonly backtestId: string; readonly at: Instant }
  | { readonly type: 'reports.file-requested'; readonly reportFileId: string; readonly at: Instant }
  /** `listed` are the first differences, one a line. */
  | {
      readonly type: 'books.differences-found';
      readonly differences: number;
      readonly listed: readonly string[];
      readonly at: Instant;
    }
  /** A link has to be mailed. */
  | {
      readonly type: 'account.reset-requested' | 'account.verification-requested' | 'account.invitation-requested';
      readonly tokenId: string;
      readonly at: Instant;
    }
  | {
      readonly type:
        | 'account.email-verified'
        | 'account.password-changed'
        | 'account.second-factor-added'
        | 'account.second-factor-removed';
      readonly userId: CustomerId;
      readonly at: Instant;
    }
  /** What is stored of them outside the database has to be removed. It names nobody. */
  | { readonly type: 'privacy.person-erased'; readonly at: Instant }
  /** A link to the order has to be mailed to its buyer. Without an order nobody gets a mail. */
  | { readonly type: 'ordering.link-requested'; readonly orderId?: OrderId; readonly at: Instant };

export type EventType = ApplicationEvent['type'];
/** The events of some types. */
export type EventOf<Type extends EventType> = Narrowed<ApplicationEvent, Type>;
/** `Extract` would drop an event that is declared with several types. */
type Narrowed<Event extends { readonly type: EventType }, Type extends EventType> = Event extends unknown
  ? Extract<Type, Event['type']> extends never
    ? never
    : Event & { readonly type: Extract<Type, Event['type']> }
  : never;

/** The events of a unit of work: they commit with its changes or not at all. */
export type Outbox = {
  readonly add: (events: readonly ApplicationEvent[]) => ResultAsync<void, never>;
};

/** A committed event; `id` is the same each time it is claimed. */
export type OutboxEvent = {
  readonly id: string;
  readonly event: ApplicationEvent;
  /** The trace of what committed it, where it is traced (W3C Trace Context). Its jobs continue it. */
  readonly traceParent?: string;
};

/** A complete job of an event that caused `jobs` jobs. */
export type CompleteJob = { readonly eventId: string; readonly jobId: string; readonly jobs: number };

/** The committed events as the relay reads them. An event stays in the feed until it is acked. */
export type OutboxFeed = {
  /** Leases up to `limit` events, oldest first, for `leaseMs`; no other claim returns them until then. */
  readonly claim: (limit: number, leaseMs: number) => ResultAsync<readonly OutboxEvent[], StorageUnavailable>;
  /** Extends the leases. */
  readonly renew: (ids: readonly string[], leaseMs: number) => ResultAsync<void, StorageUnavailable>;
  /** Deletes events whose jobs are complete. */
  readonly ack: (ids: readonly string[]) => ResultAsync<void, StorageUnavailable>;
  /**
   * Deletes the events of which all jobs are complete, and records the complete jobs of the others. A repeat changes
   * nothing.
   */
  readonly ackJobs: (jobs: readonly CompleteJob[]) => ResultAsync<void, StorageUnavailable>;
  /** Returns events to the feed; no claim gets them before `delayMs` from now. */
  readonly nack: (ids: readonly string[], delayMs: number) => ResultAsync<void, StorageUnavailable>;
  /** Stores the event with the reason why its job failed for good; no claim returns it. */
  readonly deadLetter: (id: string, reason: string) => ResultAsync<void, StorageUnavailable>;
  /** Milliseconds since the oldest event that is neither acked nor dead-lettered; 0 when there is none. */
  readonly lag: () => ResultAsync<number, StorageUnavailable>;
  /** Ends all leases. Only for a process that is the only one on its data (the embedded shop at its start). */
  readonly endLeases: () => ResultAsync<void, StorageUnavailable>;
};
