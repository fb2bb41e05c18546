import type { EventFeed } from '@cartwright/application';
import { and, asc, eq, gt, max, sql } from 'drizzle-orm';
import { resultRows, type Database } from '../connection/database.js';
import { isUuid } from '../connection/storable-text.js';
import { tryQuery } from '../connection/try-query.js';
import { events, eventsDeleted } from '../schema.js';

/** Names the lock that one publication at a time has. */
const publicationLock = 7_318_201;

/**
 * The feed in the table `events`.
 *
 * A sequence leaves gaps that fill later: transactions take numbers in one order and commit in another. Events are
 * therefore committed to the outbox without a position. A publication gives them positions, one publication at a time.
 * Once it has the lock, it sees all committed events. Of two events of one order, the earlier is published in an
 * earlier publication, or in the same one, where events are sorted by version (docs/adr/0061).
 *
 * @example makeDrizzleEventFeed({ db })
 */
export const makeDrizzleEventFeed = ({ db }: { readonly db: Database }): EventFeed => ({
  publish: () =>
    tryQuery(async () => {
      const [row] = resultRows(await db.execute(publishing));
      return Number(row?.['published'] ?? 0);
    }),
  after: (position, limit, orderId) =>
    tryQuery(async () => {
      if (orderId !== undefined && !isUuid(orderId)) return [];
      const ofOrder = orderId === undefined ? undefined : eq(events.orderId, orderId);
      return db
        .select({
          id: events.id,
          position: events.position,
          type: events.type,
          at: events.at,
          orderId: events.orderId,
          version: events.orderVersion,
          data: events.data,
        })
        .from(events)
        .where(and(gt(events.position, position), ofOrder))
        .orderBy(asc(events.position))
        .limit(limit);
    }),
  deletedTo: () => tryQuery(() => deletedTo(db)),
  latest: () =>
    tryQuery(async () => {
      const [row] = await db.select({ latest: max(events.position) }).from(events);
      return row?.latest ?? deletedTo(db);
    }),
});

async function deletedTo(db: Database): Promise<number> {
  const [row] = await db.select({ deletedTo: eventsDeleted.deletedTo }).from(eventsDeleted);
  return row?.deletedTo ?? 0;
}

// The lock is taken by the statement that publishes, before its first position. The statement then locks only the rows
// that the previous publication has left: PostgreSQL checks the condition again for a row that changed meanwhile.
// A row that is claimed or acked at that moment is skipped: a publication that waited for it while it locks others
// could end in a deadlock with an ack of those. Nothing but a publication locks a row that is not published.
const publishing = sql`
  with unpublished as (
    select id from outbox
    where not is_published and (select pg_advisory_xact_lock(${publicationLock}) is not null)
    for update skip locked
  ), published as (
    update outbox set is_published = true where id = any(array(select id from unpublished))
    returning id, event, (event ->> 'orderId')::uuid as order_id, order_version
  ), versioned as (
    select id, event, order_id,
      coalesce(order_version, (select version from orders where orders.id = published.order_id), 1) as version
    from published
  ), added as (
    insert into events (id, type, order_id, order_version, data, at)
    select id, event ->> 'type', order_id, version, event - 'type' - 'orderId' - 'at', (event ->> 'at')::timestamptz
    from versioned order by version, id
    returning id, type, order_id, order_version, data, at
  ), delivered as (
    insert into webhook_deliveries
      (id, webhook_id, event_id, type, order_id, order_version, data, at, status, attempts, created_at, since,
        next_attempt_at)
    select
      -- A UUIDv7: the time of the event, and random bits.
      overlay(added.id::text placing substr(gen_random_uuid()::text, 20) from 20)::uuid,
      webhooks.id, added.id, type, order_id, order_version, data, at, 'pending', 0, now(), now(), now()
    from added join webhooks
      on webhooks.is_enabled and (webhooks.events = '{}' or added.type = any(webhooks.events))
    returning 1
  )
  select count(*)::integer as published from added`;
