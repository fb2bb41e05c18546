import type { PaymentBegun, PaymentStarted } from '@cartwright/application';
import { sql } from 'drizzle-orm';
import { keyName } from '../repositories/idempotency-records.js';
import type { Write } from './keep-together.js';
import { keepingPlaces } from './kept-places.js';

const begunPayments = keepingPlaces('keep_begun_payments', {
  asked: sql`
    select * from jsonb_to_recordset(${sql.placeholder('asked')}::jsonb) as asked (
      place integer, id uuid, order_id uuid, order_version integer, provider text, method text, amount bigint, currency text,
      success_url text, cancel_url text, created_at timestamptz,
      caller text, key text, fingerprint text, key_lock text, held_until timestamptz, expires_at timestamptz
    )`,
  locked: sql`
    select asked.place from asked cross join lateral (
      select from orders where orders.id = asked.order_id and orders.version = asked.order_version for update skip locked
    ) as found`,
  free: sql`
    select asked.* from asked join locked on locked.place = asked.place
    where pg_try_advisory_xact_lock(hashtextextended(asked.key_lock, 0))`,
  claimed: sql`
    insert into idempotency_keys (caller, key, fingerprint, resource_id, held_until, expires_at)
    select caller, key, fingerprint, id::text, held_until, expires_at from free
    on conflict do nothing
    returning resource_id::uuid as id`,
  added: sql`
    insert into payments (id, order_id, provider, method, amount, currency, success_url, cancel_url, created_at)
    select free.id, order_id, provider, method, amount, currency, success_url, cancel_url, created_at
    from free join claimed on claimed.id = free.id
    returning id`,
  kept: sql`select asked.place from asked join added on added.id = asked.id`,
});

/** A key is locked as a transaction does that claims it: neither then overlooks the other. */
export const keepBegunPayments: Write<PaymentBegun> = async (db, batch) => {
  const asked = batch.map(({ attempt, orderVersion, request, held }, place) => ({
    place,
    id: attempt.id,
    order_id: attempt.orderId,
    order_version: orderVersion,
    provider: attempt.provider,
    method: attempt.method,
    amount: attempt.amount.amount,
    currency: attempt.amount.currency,
    success_url: attempt.successUrl ?? null,
    cancel_url: attempt.cancelUrl ?? null,
    created_at: attempt.createdAt,
    caller: request.caller,
    key: request.key,
    fingerprint: request.fingerprint,
    key_lock: keyName(request),
    held_until: held.until,
    expires_at: held.expiresAt,
  }));
  return begunPayments(db, { asked });
};

const startedPayments = keepingPlaces('keep_started_payments', {
  asked: sql`
    select * from jsonb_to_recordset(${sql.placeholder('asked')}::jsonb) as asked (
      place integer, id uuid, reference text, caller text, key text, fingerprint text, outcome text, expires_at timestamptz
    )`,
  locked: sql`
    select asked.place, found.at from asked cross join lateral (
      select held.ctid as at from idempotency_keys as held
      where held.caller = asked.caller and held.key = asked.key
        and held.outcome is null and held.resource_id = asked.id::text and held.fingerprint = asked.fingerprint
      for update skip locked
    ) as found`,
  kept: sql`
    update idempotency_keys
    set outcome = asked.outcome, expires_at = asked.expires_at, resource_id = null, held_until = null
    from asked join locked on locked.place = asked.place
    where idempotency_keys.ctid = locked.at
    returning asked.place, asked.id, asked.reference`,
  started: sql`
    update payments set reference = kept.reference from kept
    where payments.id = kept.id and payments.id = any(array(select kept.id from kept))`,
});

export const keepStartedPayments: Write<PaymentStarted> = async (db, batch) => {
  const asked = batch.map(({ paymentId, reference, request, finished }, place) => ({
    place,
    id: paymentId,
    reference,
    caller: request.caller,
    key: request.key,
    fingerprint: request.fingerprint,
    outcome: finished.outcome,
    expires_at: finished.expiresAt,
  }));
  return startedPayments(db, { asked });
};
