import type { Purgeable, PurgeRecords } from '@cartwright/application';
import type { Instant } from '@cartwright/domain';
import { sql, type SQL } from 'drizzle-orm';
import { resultRows, type Database } from '../connection/database.js';
import { query } from '../connection/try-query.js';
import {
  accountTokens,
  auditLog,
  carts,
  comments,
  erasures,
  events,
  failedJobs,
  idempotencyKeys,
  inbox,
  issuedDocuments,
  knownAddresses,
  outbox,
  refreshTokens,
  sessions,
  webhookDeliveries,
} from '../schema.js';

/** Deletes old rows, with one statement for each kind. */
export const makeDrizzlePurgeRecords = (tx: Database): PurgeRecords => ({
  purge: (what, before, limit) =>
    query(async () => {
      // Its triggers refuse every other deletion.
      if (what === 'audit-entries') await tx.execute(sql`select set_config('cartwright.audit_retention', 'on', true)`);
      const [row] = resultRows(await tx.execute(purgeStatement(what, before, limit)));
      return Number(row?.['rows'] ?? 0);
    }),
});

/** Each orders by an index, so that it reads no more than it deletes. */
const oldRows: Readonly<
  Record<Purgeable, (before: Instant) => { readonly table: SQL; readonly order: SQL; readonly where: SQL }>
> = {
  'idempotency-keys': (before) => ({
    table: sql`${idempotencyKeys}`,
    order: sql`expires_at`,
    where: sql`expires_at <= ${before}`,
  }),
  'refresh-tokens': (before) => ({
    table: sql`${refreshTokens}`,
    order: sql`expires_at`,
    where: sql`expires_at <= ${before}`,
  }),
  sessions: (before) => ({
    table: sql`${sessions}`,
    order: sql`expires_at`,
    where: sql`expires_at <= ${before}`,
  }),
  'account-tokens': (before) => ({
    table: sql`${accountTokens}`,
    order: sql`expires_at`,
    where: sql`expires_at <= ${before}`,
  }),
  // By creation, which unlike the last change is never updated: the index costs a change of a cart nothing.
  'guest-carts': (before) => ({
    table: sql`${carts}`,
    order: sql`created_at`,
    where: sql`customer_id is null and created_at <= ${before} and updated_at <= ${before}`,
  }),
  'handled-messages': (before) => ({
    table: sql`${inbox}`,
    order: sql`accepted_at`,
    where: sql`accepted_at <= ${before}`,
  }),
  'dead-letters': (before) => ({
    table: sql`${outbox}`,
    order: sql`failed_at`,
    where: sql`failed_at is not null and failed_at <= ${before}`,
  }),
  'failed-jobs': (before) => ({
    table: sql`${failedJobs}`,
    order: sql`failed_at`,
    where: sql`failed_at <= ${before}`,
  }),
  'known-addresses': (before) => ({
    table: sql`${knownAddresses}`,
    order: sql`last_seen_at`,
    where: sql`last_seen_at <= ${before}`,
  }),
  'issued-documents': (before) => ({
    table: sql`${issuedDocuments}`,
    order: sql`issued_at`,
    where: sql`content is not null and issued_at <= ${before}`,
  }),
  'audit-entries': (before) => ({
    table: sql`${auditLog}`,
    order: sql`at`,
    where: sql`at <= ${before}`,
  }),
  // Up to the first that is kept: one that was reported late is older than those that readers have read before it.
  events: (before) => ({
    table: sql`${events}`,
    order: sql`position`,
    where: sql`at <= ${before} and position < all(
      select position from ${events} where at > ${before} order by position limit 1)`,
  }),
  'webhook-deliveries': (before) => ({
    table: sql`${webhookDeliveries}`,
    order: sql`created_at`,
    where: sql`created_at <= ${before}`,
  }),
  'rejected-comments': (before) => ({
    table: sql`${comments}`,
    order: sql`updated_at`,
    where: sql`status = 'rejected' and updated_at <= ${before}`,
  }),
  'erasure-digests': (before) => ({
    table: sql`${erasures}`,
    order: sql`at`,
    where: sql`at <= ${before} and mailboxes <> '{}'`,
  }),
};

/** Where a part of the row is deleted, and the row stays. */
const emptiedColumns: Readonly<Partial<Record<Purgeable, SQL>>> = {
  'erasure-digests': sql`mailboxes = '{}'`,
  'issued-documents': sql`content = null, pdf = null`,
};

/** What is recorded about deleted rows (`purged`), and the column of them that it needs. */
const notes: Readonly<Partial<Record<Purgeable, { readonly column: SQL; readonly note: SQL }>>> = {
  events: {
    column: sql`position`,
    note: sql`
      insert into events_deleted (feed, deleted_to) select 'feed', max(position) from purged having count(*) > 0
      on conflict (feed) do update set deleted_to = greatest(events_deleted.deleted_to, excluded.deleted_to)`,
  },
};

/**
 * Deletes a batch and returns its size. Rows that another transaction has locked are skipped, so that two purges share
 * the work and neither waits for a request. The row addresses are safe: the rows are locked when they are used.
 */
export function purgeStatement(what: Purgeable, before: Instant, limit: number): SQL {
  const { table, order, where } = oldRows[what](before);
  const isOld = sql`ctid = any(array(
    select ctid from ${table} where ${where} order by ${order} limit ${limit} for update skip locked))`;
  const emptied = emptiedColumns[what];
  const { column = sql`1`, note } = notes[what] ?? {};
  const purged =
    emptied === undefined
      ? sql`delete from ${table} where ${isOld} returning ${column}`
      : sql`update ${table} set ${emptied} where ${isOld} returning ${column}`;
  const noted = note === undefined ? sql`` : sql`, noted as (${note})`;
  return sql`with purged as (${purged}) ${noted} select count(*)::integer as rows from purged`;
}
