import { feedDataOf, isFeedEvent, msAfter, type Ids, type Outbox } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { Tables } from '../store.js';
import { latestPosition } from '../read-models/event-feed.js';

/**
 * `onAdded` is told when there is something to relay once the transaction commits; not when it is to be relayed later.
 */
export const outboxOf = (
  tables: Tables,
  ids: Ids,
  onAdded: () => void,
  relay?: { readonly afterMs: number },
): Outbox => ({
  add: (events) => {
    for (const event of events) {
      const id = ids.next();
      tables.outbox.set(id, {
        event,
        ...(relay === undefined ? {} : { notBefore: msAfter(event.at, relay.afterMs) }),
      });
      if (isFeedEvent(event)) {
        const { type, at, orderId } = event;
        const version = tables.orders.get(orderId)?.version ?? 1;
        const position = latestPosition(tables) + 1;
        const published = { id, type, at, orderId, version, data: feedDataOf(event) };
        tables.events.set(id, { ...published, position });
        for (const webhook of tables.webhooks.values()) {
          if (!webhook.isEnabled || (webhook.events.length > 0 && !webhook.events.includes(type))) continue;
          const delivery = { id: ids.next(), webhookId: webhook.id, eventId: id, type, orderId, event: published };
          const times = { createdAt: at, since: at, nextAttemptAt: at };
          tables.webhookDeliveries.set(delivery.id, { ...delivery, ...times, status: 'pending', attempts: 0 });
        }
      }
    }
    if (events.length > 0 && relay === undefined) onAdded();
    return okAsync(undefined);
  },
});
