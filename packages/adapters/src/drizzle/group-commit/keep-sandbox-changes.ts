import type { ApplicationEvent, ProviderEvent } from '@cartwright/application';
import type { Instant } from '@cartwright/domain';
import { sql } from 'drizzle-orm';
import type { SandboxPayment } from '../../sandbox-payments/sandbox-payment.js';
import type { Database } from '../connection/database.js';
import type { Write } from './keep-together.js';
import { keepingPlaces } from './kept-places.js';

/** A change of a payment, which is kept while that is still as it was seen, and the event that it raises. */
export type SandboxChange = {
  readonly seen: SandboxPayment;
  readonly payment: SandboxPayment;
  readonly event: ProviderEvent;
  /** What the application's outbox gets, to be relayed not before `notBefore` (absent: at once). */
  readonly told: ApplicationEvent;
  readonly notBefore?: Instant;
};

const sandboxChanges = keepingPlaces('keep_sandbox_changes', {
  asked: sql`
    select * from jsonb_to_recordset(${sql.placeholder('asked')}::jsonb) as asked (
      place integer, id text, seen jsonb, document jsonb, refunded_at timestamptz,
      event_id text, event jsonb, told_id uuid, told jsonb, told_at timestamptz, not_before timestamptz
    )`,
  locked: sql`
    select asked.place, found.at from asked cross join lateral (
      select sandbox_payments.ctid as at from sandbox_payments
      where sandbox_payments.id = asked.id and sandbox_payments.document = asked.seen
      for update skip locked
    ) as found`,
  kept: sql`
    update sandbox_payments set document = asked.document, refunded_at = asked.refunded_at
    from asked join locked on locked.place = asked.place
    where sandbox_payments.ctid = locked.at
    returning asked.place`,
  raised: sql`
    insert into sandbox_events (event_id, document)
    select asked.event_id, asked.event from asked join kept on kept.place = asked.place`,
  told: sql`
    insert into outbox (id, event, created_at, not_before)
    select asked.told_id, asked.told, asked.told_at, asked.not_before from asked join kept on kept.place = asked.place`,
});

export const keepSandboxChanges: Write<SandboxChange> = async (db, batch, ids) => {
  const asked = batch.map(({ seen, payment, event, told, notBefore }, place) => ({
    place,
    id: seen.id,
    seen,
    document: payment,
    refunded_at: lastRefundAt(payment),
    event_id: event.eventId,
    event,
    told_id: ids.next(),
    told,
    told_at: told.at,
    not_before: notBefore ?? null,
  }));
  return sandboxChanges(db, { asked });
};

const newPayments = keepingPlaces('add_sandbox_payments', {
  asked: sql`
    select * from jsonb_to_recordset(${sql.placeholder('asked')}::jsonb) as asked (
      place integer, id text, reference text, created_at timestamptz, document jsonb
    )`,
  added: sql`
    insert into sandbox_payments (id, reference, created_at, document)
    select id, reference, created_at, document from asked
    on conflict (id) do nothing
    returning reference`,
  kept: sql`select asked.place from asked join added on added.reference = asked.reference`,
});

/** Adds those payments whose id is new; answers which of them that were. */
export async function addSandboxPayments(
  db: Database,
  payments: readonly SandboxPayment[],
): Promise<readonly boolean[]> {
  const asked = payments.map((payment, place) => ({
    place,
    id: payment.id,
    reference: payment.reference,
    created_at: payment.createdAt,
    document: payment,
  }));
  const added = await newPayments(db, { asked });
  return payments.map((_payment, place) => added.includes(place));
}

/** When the last refund of a payment was made, if any was. */
export const lastRefundAt = ({ refunds }: SandboxPayment): Instant | null =>
  refunds.map(({ at }) => at).reduce<Instant | null>((last, at) => (last === null || at > last ? at : last), null);
