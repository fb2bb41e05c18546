import { isFeedEvent, msAfter, type ApplicationEvent, type Ids, type Outbox } from '@cartwright/application';
import type { Database } from '../connection/database.js';
import { outbox } from '../schema.js';
import { query } from '../connection/try-query.js';

type Dependencies = {
  readonly ids: Ids;
  readonly onAdded: (events: readonly ApplicationEvent[]) => void;
  /** Absent: events are due at once. */
  readonly relay?: { readonly afterMs: number };
  /** The trace of what runs now, where traces are on. */
  readonly traceParent?: (() => string | undefined) | undefined;
};

/**
 * Events on their way out, in the table `outbox`. `onAdded` is called when there is something to relay after the
 * commit, not when it is to be relayed later.
 */
export const makeDrizzleOutbox = (tx: Database, { ids, onAdded, relay, traceParent }: Dependencies): Outbox => ({
  add: (events) =>
    query(async () => {
      if (events.length === 0) return;
      await tx
        .insert(outbox)
        .values(events.map((event) => outboxRow(ids, event, { ...relay, traceParent: traceParent?.() })));
      if (relay === undefined) onAdded(events);
    }),
});

/** What a row of the outbox states besides its event. */
export type OutboxFacts = {
  /** Absent: the event is relayed at once. */
  readonly afterMs?: number;
  /** The version of the order that the event made. Absent: as it is when the event is published. */
  readonly orderVersion?: number;
  readonly traceParent?: string | undefined;
};

/** An event as a row of `outbox`. */
export const outboxRow = (
  ids: Ids,
  event: ApplicationEvent,
  { afterMs, orderVersion, traceParent }: OutboxFacts = {},
): typeof outbox.$inferSelect => ({
  id: ids.next(),
  event,
  createdAt: event.at,
  notBefore: afterMs === undefined ? null : msAfter(event.at, afterMs),
  failedAt: null,
  lastError: null,
  ackedJobs: [],
  orderVersion: orderVersion ?? null,
  traceParent: traceParent ?? null,
  isPublished: !isFeedEvent(event),
});
