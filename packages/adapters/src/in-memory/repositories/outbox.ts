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
        tables.events.set(id, { id, position, type, at, orderId, version, data: feedDataOf(event) });
      }
    }
    if (events.length > 0 && relay === undefined) onAdded();
    return okAsync(undefined);
  },
});
