import {
  feedDataOf,
  isFeedEvent,
  msAfter,
  type ApplicationEvent,
  type Ids,
  type Outbox,
  type PublishedEvent,
} from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { Tables } from '../store.js';
import { latestPosition } from '../read-models/event-feed.js';

export type OnAdded = (events: readonly ApplicationEvent[]) => void;

/**
 * `onAdded` is called when there is something to relay once the transaction commits, not if it is to be relayed later.
 */
export const outboxOf = (tables: Tables, ids: Ids, onAdded: OnAdded, relay?: { readonly afterMs: number }): Outbox => ({
  add: (events) => {
    for (const event of events) {
      const id = ids.next();
      tables.outbox.set(id, {
        event,
        ...(relay === undefined ? {} : { notBefore: msAfter(event.at, relay.afterMs) }),
      });
      if (isFeedEvent(event)) publish(tables, ids, id, event);
    }
    if (events.length > 0 && relay === undefined) onAdded(events);
    return okAsync(undefined);
  },
});

/** Adds an event to the feed, and a delivery of it for each webhook that subscribes to it. */
function publish(tables: Tables, ids: Ids, id: string, event: PublishedEvent): void {
  const { type, at, orderId } = event;
  const version = tables.orders.get(orderId)?.version ?? 1;
  const published = { id, type, at, orderId, version, data: feedDataOf(event) };
  tables.events.set(id, { ...published, position: latestPosition(tables) + 1 });
  for (const { id: webhookId, isEnabled, events } of tables.webhooks.values()) {
    if (!isEnabled || (events.length > 0 && !events.includes(type))) continue;
    const delivery = { id: ids.next(), webhookId, eventId: id, type, orderId, event: published };
    const times = { createdAt: at, since: at, nextAttemptAt: at };
    tables.webhookDeliveries.set(delivery.id, { ...delivery, ...times, status: 'pending', attempts: 0 });
  }
}
