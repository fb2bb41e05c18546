import type { Purgeable } from '@cartwright/application';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestPostgres, type TestDatabase } from '../../../testing/drizzle-databases.js';
import { resultRows } from '../connection/database.js';
import { purgeStatement } from './purge-records.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestPostgres();
  const { db } = database;
  // Of each table 20,000 rows, one for each minute since 2026-01-01; most are too young to be deleted.
  const rows = sql`(select n, gen_random_uuid() as id, '2026-01-01Z'::timestamptz + n * interval '1 minute' as at
    from generate_series(1, 20000) as n) as made`;
  const owner = '00000000-0000-7000-8000-000000000001';
  await db.execute(sql`insert into users (id, email, name, role, password_hash, created_at)
    values (${owner}, 'ada@shop.example', 'Ada', 'customer', 'hash', now())`);
  await db.execute(sql`insert into idempotency_keys (caller, key, fingerprint, expires_at)
    select 'caller', n::text, 'f', at from ${rows}`);
  await db.execute(sql`insert into sessions (id, user_id, created_at, last_used_at, expires_at)
    select id, ${owner}, at, at, at from ${rows}`);
  await db.execute(sql`insert into refresh_tokens (id, family_id, user_id, digest, expires_at)
    select id, id, user_id, id::text, expires_at from sessions`);
  await db.execute(sql`insert into account_tokens (id, purpose, user_id, expires_at)
    select id, 'reset-password', ${owner}, at from ${rows}`);
  await db.execute(sql`insert into carts (id, currency, lines, coupon_codes, version, status, created_at, updated_at)
    select id, 'USD', '[]', '[]', 1, 'open', at, at from ${rows}`);
  await db.execute(sql`insert into inbox (message_id, handler, accepted_at) select n::text, 'mail', at from ${rows}`);
  await db.execute(sql`insert into outbox (id, event, created_at, failed_at) select id, '{}', at, at from ${rows}`);
  await db.execute(sql`insert into known_addresses (user_id, address, last_seen_at)
    select ${owner}, n::text, at from ${rows}`);
  await db.execute(sql`insert into issued_documents
    (number, kind, counter, order_id, issued_at, amount, currency, taxes, content)
    select n::text, 'invoice', n, id, at, 0, 'USD', '[]', '{}' from ${rows}`);
  await db.execute(sql`insert into erasures (id, mailboxes, at) select id, '{a}', at from ${rows}`);
  await db.execute(sql`insert into audit_log (id, at, action) select id, at, 'a' from ${rows}`);
  await db.execute(sql`insert into events (id, type, order_id, order_version, data, at)
    select id, 'order.placed', id, 1, '{}', at from ${rows}`);
  await db.execute(sql`insert into webhooks values (${owner}, 'https://a.example', '{}', '', true, now(), 1)`);
  await db.execute(sql`insert into webhook_deliveries
    (id, webhook_id, event_id, type, order_id, order_version, data, at, status, attempts, created_at, since)
    select id, ${owner}, id, 'order.placed', id, 1, '{}', at, 'delivered', 1, at, at from ${rows}`);
  await db.execute(sql`insert into posts (id, slug, title, body, tags, author, status, translations, version, created_at, updated_at)
    values (${owner}, 'post', '', '', '{}', '', 'draft', '{}', 1, now(), now())`);
  await db.execute(sql`insert into comments
    (id, post_id, user_id, author, text, status, version, created_at, updated_at)
    select id, ${owner}, ${owner}, '', n::text, 'rejected', 1, at, at from ${rows}`);
  await db.execute(sql`insert into failed_jobs (id, job, job_id, payload, reason, attempts, failed_at)
    select id, 'send-mail', n::text, '{}', 'refused', 1, at from ${rows}`);
  await db.execute(sql`analyze`);
});
afterAll(() => database.close());

const indexes: Readonly<Record<Purgeable, string>> = {
  'idempotency-keys': 'idempotency_keys_expiry',
  'refresh-tokens': 'refresh_tokens_expiry',
  sessions: 'sessions_expiry',
  'account-tokens': 'account_tokens_expiry',
  'guest-carts': 'carts_of_guests',
  'handled-messages': 'inbox_by_acceptance',
  'dead-letters': 'outbox_dead_letters',
  'failed-jobs': 'failed_jobs_by_time',
  'known-addresses': 'known_addresses_by_last_use',
  'issued-documents': 'issued_documents_by_issue',
  'erasure-digests': 'erasures_by_time',
  'audit-entries': 'audit_log_by_time',
  events: 'events_by_age',
  'webhook-deliveries': 'webhook_deliveries_by_age',
  'rejected-comments': 'comments_rejected',
};

it.each(Object.entries(indexes) as [Purgeable, string][])(
  'finds old %s by an index, and reads no table as a whole',
  async (what, index) => {
    const statement = purgeStatement(what, '2026-01-02T00:00:00.000Z', 500);
    const plan = resultRows(await database.db.execute(sql`explain ${statement}`))
      .map((row) => String(Object.values(row)[0]))
      .join('\n');
    expect(plan).toMatch(new RegExp(`Index Scan (Backward )?using ${index} on `, 'u'));
    expect(plan).not.toContain('Seq Scan');
  },
);

it('does not wait for a row that a request has locked', async () => {
  const { db } = database;
  await db.transaction(async (tx) => {
    await tx.execute(sql`select from inbox order by accepted_at limit 1 for update`);
    const [purged] = resultRows(await db.execute(purgeStatement('handled-messages', '2026-01-01T00:03:00.000Z', 500)));
    expect(purged).toEqual({ rows: 2 });
  });
});
