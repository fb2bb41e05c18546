import { msAfter, type Ids, type Outbox } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { Tables } from '../store.js';

/**
 * `onAdded` is told when there is something to relay once the transaction commits; not when it is to be relayed later.
 */
export const outboxOf = (
  { outbox }: Tables,
  ids: Ids,
  onAdded: () => void,
  relay?: { readonly afterMs: number },
): Outbox => ({
  add: (events) => {
    for (const event of events) {
      outbox.set(ids.next(), {
        event,
        ...(relay === undefined ? {} : { notBefore: msAfter(event.at, relay.afterMs) }),
      });
    }
    if (events.length > 0 && relay === undefined) onAdded();
    return okAsync(undefined);
  },
});
