import type { MessageNoted, OrderChanged } from '@cartwright/application';
import { sql } from 'drizzle-orm';
import type { Write } from './keep-together.js';
import { keepingPlaces } from './kept-places.js';
import { rowOf } from '../repositories/order-records.js';

const orderChanges = keepingPlaces('keep_order_changes', {
  asked: sql`
    select * from jsonb_to_recordset(${sql.placeholder('asked')}::jsonb) as asked (
      place integer, id uuid, version integer, status text, payment_status text, estimated_arrival timestamptz,
      digital_delivered_at timestamptz, refund_pending_since timestamptz,
      message_id text, handler text, accepted_at timestamptz,
      payment_id uuid, reference text, capture_reference text
    )`,
  locked: sql`
    select asked.id from asked cross join lateral (
      select from orders where orders.id = asked.id and orders.version = asked.version for update skip locked
    ) as found`,
  // Of two at once the second waits here for the first to commit, and then notes nothing.
  noted: sql`
    insert into inbox (message_id, handler, accepted_at)
    select message_id, handler, accepted_at from asked join locked on locked.id = asked.id
    on conflict do nothing
    returning message_id, handler`,
  // By id: each that is locked is found, whatever has become of its row, and its message has been noted.
  kept: sql`
    update orders set
      status = asked.status, payment_status = asked.payment_status, estimated_arrival = asked.estimated_arrival,
      digital_delivered_at = asked.digital_delivered_at, refund_pending_since = asked.refund_pending_since,
      document = ${sql.placeholder('documents')}::jsonb -> asked.place, version = orders.version + 1
    from asked join locked on locked.id = asked.id
      join noted on noted.message_id = asked.message_id and noted.handler = asked.handler
    where orders.id = asked.id and orders.id = any(array(select locked.id from locked))
    returning asked.place, asked.payment_id, asked.reference, asked.capture_reference`,
  paid: sql`
    update payments set
      reference = coalesce(kept.reference, payments.reference),
      capture_reference = coalesce(kept.capture_reference, payments.capture_reference)
    from kept where payments.id = kept.payment_id and payments.id = any(array(select kept.payment_id from kept))`,
  told: sql`
    insert into outbox (id, event, created_at)
    select told.id, told.event, told.created_at
    from jsonb_to_recordset(${sql.placeholder('told')}::jsonb) as told (place integer, id uuid, event jsonb, created_at timestamptz)
    join kept on kept.place = told.place`,
});

export const keepOrderChanges: Write<OrderChanged> = async (db, batch, ids) => {
  const asked = batch.map(({ message, stored, payment }, place) => {
    const row = rowOf(stored.order);
    return {
      place,
      id: stored.order.id,
      version: stored.version,
      status: row.status,
      payment_status: row.paymentStatus,
      estimated_arrival: row.estimatedArrival,
      digital_delivered_at: row.digitalDeliveredAt,
      refund_pending_since: row.refundPendingSince,
      message_id: message.messageId,
      handler: message.handler,
      accepted_at: message.at,
      payment_id: payment?.id ?? null,
      reference: payment?.reference ?? null,
      capture_reference: payment?.captureReference ?? null,
    };
  });
  const told = batch.flatMap(({ events }, place) =>
    events.map((event) => ({ place, id: ids.next(), event, created_at: event.at })),
  );
  const documents = batch.map(({ stored }) => stored.order);
  return orderChanges(db, { asked, documents, told });
};

const notedMessages = keepingPlaces('keep_messages', {
  asked: sql`
    select * from jsonb_to_recordset(${sql.placeholder('asked')}::jsonb) as asked (
      place integer, message_id text, handler text, accepted_at timestamptz
    )`,
  noted: sql`
    insert into inbox (message_id, handler, accepted_at)
    select message_id, handler, accepted_at from asked
    on conflict do nothing`,
  kept: sql`select asked.place from asked`,
});

export const keepMessages: Write<MessageNoted> = async (db, batch) => {
  const asked = batch.map(({ messageId, handler, at }, place) => ({
    place,
    message_id: messageId,
    handler,
    accepted_at: at,
  }));
  return notedMessages(db, { asked });
};
