import type { Clock, OutboxFeed } from '@cartwright/application';
import type { Database } from '../src/drizzle/connection/database.js';
import { makeDrizzleEventFeed } from '../src/drizzle/repositories/event-feed.js';
import { makeDrizzleOutboxFeed } from '../src/drizzle/repositories/outbox-feed.js';

/** An outbox feed that publishes what was committed before each claim, as a process does. */
export function makePublishedOutboxFeed(deps: { readonly db: Database; readonly clock: Clock }): OutboxFeed {
  const feed = makeDrizzleOutboxFeed(deps);
  const events = makeDrizzleEventFeed(deps);
  return { ...feed, claim: (limit, leaseMs) => events.publish().andThen(() => feed.claim(limit, leaseMs)) };
}
