import type { Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { FeedEventType } from '../../events/feed-event.js';

/** An address of another system, to which events are sent. */
export type Webhook = {
  readonly id: string;
  readonly url: string;
  /** Empty: all types. */
  readonly events: readonly FeedEventType[];
  /** The secret that signs deliveries, sealed. */
  readonly sealedSecret: string;
  /** A disabled webhook gets no new events. Those that wait are sent once it is enabled. */
  readonly isEnabled: boolean;
  readonly createdAt: Instant;
  readonly version: number;
};

/** Webhooks. Removing one removes its deliveries. */
export type WebhookRecords = {
  /** Oldest first. */
  readonly list: () => ResultAsync<readonly Webhook[], never>;
  readonly find: (id: string) => ResultAsync<Webhook | undefined, never>;
  readonly lock: (id: string) => ResultAsync<Webhook | undefined, never>;
  readonly add: (webhook: Webhook) => ResultAsync<void, never>;
  readonly save: (webhook: Webhook) => ResultAsync<void, never>;
  readonly remove: (id: string) => ResultAsync<void, never>;
  /** Makes a delivery due, with retries from `at` on; `false` if the webhook has no such delivery. */
  readonly repeat: (id: string, deliveryId: string, at: Instant) => ResultAsync<boolean, never>;
};
