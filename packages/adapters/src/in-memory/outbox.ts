import type { Ids, Outbox } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { Tables } from './store.js';

/** `onAdded` is told when there is something to relay once the transaction commits. */
export const outboxOf = ({ outbox }: Tables, ids: Ids, onAdded: () => void): Outbox => ({
  add: (events) => {
    for (const event of events) outbox.set(ids.next(), { event });
    if (events.length > 0) onAdded();
    return okAsync(undefined);
  },
});
