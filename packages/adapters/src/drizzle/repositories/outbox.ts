import { msAfter, type ApplicationEvent, type Ids, type Outbox } from '@cartwright/application';
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
 * Events on their way out, in the table `outbox`. `onAdded` is told when there is something to relay after the commit;
 * not when it is to be relayed later.
 */
export const makeDrizzleOutbox = (tx: Database, { ids, onAdded, relay }: Dependencies): Outbox => ({
  add: (events) =>
    query(async () => {
      if (events.length === 0) return;
      await tx.insert(outbox).values(events.map((event) => outboxRow(ids, event, relay?.afterMs)));
      if (relay === undefined) onAdded();
    }),
});

/** An event as a row of `outbox`, to be relayed at once or `afterMs` later. */
export const outboxRow = (ids: Ids, event: ApplicationEvent, afterMs?: number): typeof outbox.$inferSelect => ({
  id: ids.next(),
  event,
  createdAt: event.at,
  notBefore: afterMs === undefined ? null : msAfter(event.at, afterMs),
  failedAt: null,
  lastError: null,
  ackedJobs: [],
});
