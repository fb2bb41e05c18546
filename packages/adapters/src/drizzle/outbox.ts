import type { Ids, Outbox } from '@cartwright/application';
import type { Database } from './database.js';
import { outbox } from './schema.js';
import { queried } from './storage-failures.js';

type Dependencies = { readonly ids: Ids; readonly onAdded: () => void };

/** Events on their way out, in the table `outbox`. `onAdded` is told when there is something to relay after the commit. */
export const makeDrizzleOutbox = (tx: Database, { ids, onAdded }: Dependencies): Outbox => ({
  add: (events) =>
    queried(async () => {
      if (events.length === 0) return;
      await tx.insert(outbox).values(events.map((event) => ({ id: ids.next(), event, createdAt: event.at })));
      onAdded();
    }),
});
