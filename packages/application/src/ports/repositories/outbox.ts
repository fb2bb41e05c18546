import type { Instant, OrderEvent, OrderId, RefundId, ReturnId } from '@cartwright/domain';
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
  | { readonly type: 'catalogue.import-requested'; readonly importId: string; readonly at: Instant }
  | { readonly type: 'payments.sandbox-event-raised'; readonly eventId: string; readonly at: Instant }
  | {
      readonly type: 'payments.reconciliation-requested' | 'payments.differences-found';
      readonly reconciliationId: string;
      readonly at: Instant;
    }
  /** It has been pending for long. */
  | {
      readonly type: 'payments.refund-overdue';
      readonly orderId: OrderId;
      readonly refundId: RefundId;
      readonly at: Instant;
    }
  /** Money is due back, and nobody has asked the provider for it. */
  | { readonly type: 'payments.refund-forgotten'; readonly orderId: OrderId; readonly at: Instant }
  | { readonly type: 'jobs.expiry-requested'; readonly at: Instant };

/** Where a unit of work leaves its events: they commit with its changes or not at all. */
export type Outbox = {
  readonly add: (events: readonly ApplicationEvent[]) => ResultAsync<void, never>;
};

/** A committed event; `id` is the same each time it is claimed. */
export type OutboxEvent = { readonly id: string; readonly event: ApplicationEvent };

/** The committed events as the relay reads them. */
export type OutboxFeed = {
  /** Takes up to `limit` events, oldest first, for `leaseMs`; no other claim gets them until then. */
  readonly claim: (limit: number, leaseMs: number) => ResultAsync<readonly OutboxEvent[], StorageUnavailable>;
  /** Keeps the lease on events that take longer. */
  readonly renew: (ids: readonly string[], leaseMs: number) => ResultAsync<void, StorageUnavailable>;
  /** Forgets events whose jobs can no longer be lost. */
  readonly settle: (ids: readonly string[]) => ResultAsync<void, StorageUnavailable>;
  /** Gives events back for a later claim, not before `delayMs` from now. */
  readonly release: (ids: readonly string[], delayMs: number) => ResultAsync<void, StorageUnavailable>;
  /** Keeps an event aside with the reason why its job failed for good. */
  readonly setAside: (id: string, reason: string) => ResultAsync<void, StorageUnavailable>;
  /** Ends all leases. Only for a process that knows it is alone (the embedded shop at its start). */
  readonly releaseAll: () => ResultAsync<void, StorageUnavailable>;
};
