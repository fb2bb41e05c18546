import type { OrderId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { FeedEvent } from '../../events/feed-event.js';
import type { StorageUnavailable } from '../failures.js';

/**
 * The events of orders for other systems. Each committed event gets a position when it is published. Positions only
 * grow: an event that becomes readable has a greater position than all that were readable before, and events of one
 * order follow their versions, however many processes commit and publish.
 */
export type EventFeed = {
  /** Publishes the events that were committed, and returns how many. */
  readonly publish: () => ResultAsync<number, StorageUnavailable>;
  /** At most `limit` events after a position, oldest first, of one order or of all. */
  readonly after: (
    position: number,
    limit: number,
    orderId?: OrderId,
  ) => ResultAsync<readonly FeedEvent[], StorageUnavailable>;
  /** Events up to this position were deleted; 0 if none were. */
  readonly deletedTo: () => ResultAsync<number, StorageUnavailable>;
  /** The position of the latest event; 0 before the first. */
  readonly latest: () => ResultAsync<number, StorageUnavailable>;
};
