import type { Instant, OrderId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { FeedEvent, FeedEventType } from '../../events/feed-event.js';
import type { StorageUnavailable } from '../failures.js';
import type { CursorMalformed, Page, PageRequest } from '../read-models/paging.js';

export type DeliveryStatus = 'pending' | 'delivered' | 'failed';

/** One event on its way to one webhook. Publishing an event makes it. */
export type WebhookDelivery = {
  readonly id: string;
  readonly webhookId: string;
  readonly eventId: string;
  readonly type: FeedEventType;
  readonly orderId: OrderId;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly createdAt: Instant;
  readonly lastAttemptAt?: Instant;
  /** When it is sent next; absent once it is delivered or has failed. */
  readonly nextAttemptAt?: Instant;
  /** The HTTP status of the last response. */
  readonly responseStatus?: number;
  /** Why the last attempt failed. */
  readonly reason?: string;
};

/** A delivery that is due, with what is needed to send it. */
export type DueDelivery = {
  readonly id: string;
  readonly webhookId: string;
  readonly url: string;
  readonly sealedSecret: string;
  readonly event: Omit<FeedEvent, 'position'>;
  /** Attempts so far. */
  readonly attempts: number;
  /** When its retries began. */
  readonly since: Instant;
};

/** What became of an attempt. */
export type DeliveryOutcome = {
  readonly id: string;
  readonly status: DeliveryStatus;
  readonly at: Instant;
  readonly nextAttemptAt?: Instant;
  readonly responseStatus?: number;
  readonly reason?: string;
};

export type ClaimedDeliveries = {
  readonly due: readonly DueDelivery[];
  /** Whether a webhook is enabled. */
  readonly isInUse: boolean;
};

/** Deliveries as they are sent, listed and repeated. */
export type WebhookDeliveries = {
  /**
   * Leases deliveries that are due for `leaseMs`: of each enabled webhook at most `limitEach`, none of those `except`.
   * Concurrent claims return each delivery once.
   */
  readonly claim: (wanted: {
    readonly limitEach: number;
    readonly except: readonly string[];
    readonly leaseMs: number;
  }) => ResultAsync<ClaimedDeliveries, StorageUnavailable>;
  /** Stores what became of an attempt, and counts it. */
  readonly settle: (outcome: DeliveryOutcome) => ResultAsync<void, StorageUnavailable>;
  /** Deliveries of a webhook, newest first. */
  readonly list: (
    webhookId: string,
    page: PageRequest,
  ) => ResultAsync<Page<WebhookDelivery>, CursorMalformed | StorageUnavailable>;
};
