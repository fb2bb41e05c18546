import { msAfter, type Ids, type Outbox } from '@cartwright/application';
import type { Database } from '../connection/database.js';
import { outbox } from '../schema.js';
import { query } from '../connection/storage-failures.js';

type Dependencies = {
  readonly ids: Ids;
  readonly onAdded: () => void;
  /** Absent: events are due at once. */
  readonly relay?: { readonly afterMs: number };
};

/**
 * Events on their way out, in the table `outbox`. `onAdded` is told when there is something to relay after the commit; not
 * when it is to be relayed later.
 */
export const makeDrizzleOutbox = (tx: Database, { ids, onAdded, relay }: Dependencies): Outbox => ({
  add: (events) =>
    query(async () => {
      if (events.length === 0) return;
      const due = ({ at }: (typeof events)[number]) => (relay === undefined ? null : msAfter(at, relay.afterMs));
      await tx
        .insert(outbox)
        .values(events.map((event) => ({ id: ids.next(), event, createdAt: event.at, notBefore: due(event) })));
      if (relay === undefined) onAdded();
    }),
});
