import {
  msAfter,
  type Clock,
  type CompleteJob,
  type OutboxEvent,
  type OutboxFeed,
  type StorageUnavailable,
} from '@cartwright/application';
import { compareIds, type Instant } from '@cartwright/domain';
import { and, asc, isNull, lte, or, sql } from 'drizzle-orm';
import type { ResultAsync } from 'neverthrow';
import { byKey, resultRows, type Database } from '../connection/database.js';
import { preparedOnce } from '../connection/prepared-statement.js';
import { outbox } from '../schema.js';
import { storableText, uuidList } from '../connection/storable-text.js';
import { tryQuery } from '../connection/try-query.js';

/**
 * The committed events as the relay reads them. Leases and delays are measured by `clock`, which the machines that
 * relay are expected to agree on within a lease.
 *
 * @example makeDrizzleOutboxFeed({ db, clock })
 */
export function makeDrizzleOutboxFeed({
  db: shop,
  clock,
}: {
  readonly db: Database;
  readonly clock: Clock;
}): OutboxFeed {
  const db = byKey(shop);
  const inMs = (ms: number): Instant => msAfter(clock.now(), ms);
  const postpone = (ids: readonly string[], ms: number): ResultAsync<void, StorageUnavailable> =>
    tryQuery(async () => {
      await db
        .update(outbox)
        .set({ notBefore: inMs(ms) })
        .where(isAmong(ids));
    });

  return {
    claim: (limit, leaseMs) =>
      tryQuery(async () => {
        const claimed = await claimedEvents(db).execute({
          now: clock.now(),
          until: inMs(leaseMs),
          limit,
        });
        return claimed
          .map(({ traceParent, ...event }): OutboxEvent => ({
            ...event,
            ...(traceParent === null ? {} : { traceParent }),
          }))
          .sort((left, right) => compareIds(left.id, right.id));
      }),
    renew: postpone,
    ack: (ids) =>
      tryQuery(async () => {
        await ackedEvents(db).execute({ ids: uuidList(ids) });
      }),
    ackJobs: (jobs) =>
      tryQuery(async () => {
        const complete = jobs.filter((job) => job.jobs === 1).map(({ eventId }) => eventId);
        const parts = jobs.filter((job) => job.jobs > 1);
        // Most events cause one job. The others are complete once the last of their jobs is recorded.
        if (parts.length > 0) complete.push(...(await recordJobs(db, parts)));
        if (complete.length > 0) await ackedEvents(db).execute({ ids: uuidList(complete) });
      }),
    nack: postpone,
    deadLetter: (id, reason) =>
      tryQuery(async () => {
        await db
          .update(outbox)
          .set({ failedAt: clock.now(), lastError: storableText(reason) })
          .where(isAmong([id]));
      }),
    lag: () =>
      tryQuery(async () => {
        const [oldest] = await oldestEvent(db).execute({});
        return oldest === undefined ? 0 : Math.max(0, Date.parse(clock.now()) - Date.parse(oldest.createdAt));
      }),
    endLeases: () =>
      tryQuery(async () => {
        // A row that is not published has no lease, and a publication skips what is locked.
        await db
          .update(outbox)
          .set({ notBefore: null })
          .where(and(isNull(outbox.failedAt), outbox.isPublished));
      }),
  };
}

const claimedEvents = preparedOnce((db) => {
  // Rows that another relay is claiming are skipped, so two relays never wait for each other and never share an event.
  const due = db.$with('due').as(
    db
      .select({ id: outbox.id })
      .from(outbox)
      .where(
        and(
          isNull(outbox.failedAt),
          outbox.isPublished,
          or(isNull(outbox.notBefore), lte(outbox.notBefore, sql.placeholder('now'))),
        ),
      )
      .orderBy(asc(outbox.id))
      .limit(sql.placeholder('limit'))
      .for('update', { skipLocked: true }),
  );
  return db
    .with(due)
    .update(outbox)
    .set({ notBefore: sql`${sql.placeholder('until')}` })
    .where(sql`${outbox.id} = any(array(${db.select({ id: due.id }).from(due)}))`)
    .returning({ id: outbox.id, event: outbox.event, traceParent: outbox.traceParent })
    .prepare('claimed_events');
});

/** Ids grow with time. */
const oldestEvent = preparedOnce((db) =>
  db
    .select({ createdAt: outbox.createdAt })
    .from(outbox)
    .where(isNull(outbox.failedAt))
    .orderBy(asc(outbox.id))
    .limit(1)
    .prepare('oldest_event'),
);

const ackedEvents = preparedOnce((db) =>
  db
    .delete(outbox)
    .where(sql`${outbox.id} = any(${sql.placeholder('ids')}::uuid[])`)
    .prepare('acked_events'),
);

/** Records complete jobs with their events; returns the events whose jobs are now all complete. */
async function recordJobs(db: Database, jobs: readonly CompleteJob[]): Promise<readonly string[]> {
  const given = new Map<string, { readonly id: string; readonly jobs: number; readonly acked: string[] }>();
  for (const { eventId: id, jobId, jobs: count } of jobs) {
    const event = given.get(id) ?? { id, jobs: count, acked: [] };
    event.acked.push(jobId);
    given.set(id, event);
  }
  // Locked in ascending order, so that no two workers wait for each other in a circle.
  const recorded = await db.execute(sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify([...given.values()])}::jsonb)
        as given (id uuid, jobs integer, acked text[])
    ), locked as (
      select id from outbox where id = any(array(select id from given)) order by id for update
    )
    update outbox set acked_jobs = array(select distinct unnest(outbox.acked_jobs || given.acked))
    from given where outbox.id = given.id and outbox.id = any(array(select id from locked))
    returning outbox.id, cardinality(outbox.acked_jobs) >= given.jobs as is_complete`);
  return resultRows(recorded).flatMap((row) => (row['is_complete'] === true ? [String(row['id'])] : []));
}

const isAmong = (ids: readonly string[]) => sql`${outbox.id} = any(${uuidList(ids)}::uuid[])`;
