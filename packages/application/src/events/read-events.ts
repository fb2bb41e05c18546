import { err, errAsync, ok, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { EventFeed } from '../ports/events/event-feed.js';
import { positionOf, type FeedEvent } from './feed-event.js';

/** Events after a cursor; the oldest that are stored without one. `limit` is 1 to 100. */
export type ReadEventsQuery = { readonly after?: string; readonly limit: number };

/** Events, oldest first, and the cursor of the last one. */
export type EventsRead = { readonly events: readonly FeedEvent[]; readonly nextCursor: string };

export type EventCursorError =
  | { readonly type: 'events.cursor-malformed' }
  /** Events after the cursor were deleted: the reader has missed some. */
  | { readonly type: 'events.cursor-expired' };

export type ReadEvents = (query: ReadEventsQuery) => ResultAsync<EventsRead, EventCursorError | StorageUnavailable>;

/**
 * Reads the feed: every event once, in order per order, without a gap.
 *
 * @example
 * const { events, nextCursor } = (await readEvents({ limit: 100 }))._unsafeUnwrap();
 * const later = await readEvents({ after: nextCursor, limit: 100 });
 */
export const makeReadEvents =
  ({ eventFeed }: { readonly eventFeed: EventFeed }): ReadEvents =>
  ({ after, limit }) => {
    const position = after === undefined ? 0 : positionOf(after);
    if (position === undefined) return errAsync({ type: 'events.cursor-malformed' });
    // What was deleted is read last, so that a deletion between the two reads is noticed.
    return eventFeed.after(position, limit).andThen((events) =>
      eventFeed.deletedTo().andThen((deletedTo) => {
        if (after !== undefined && position < deletedTo) return err({ type: 'events.cursor-expired' } as const);
        const last = events.at(-1)?.position ?? Math.max(position, deletedTo);
        return ok({ events, nextCursor: String(last) });
      }),
    );
  };
