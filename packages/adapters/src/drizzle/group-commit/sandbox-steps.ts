import type { ProviderEvent } from '@cartwright/application';
import type { Instant } from '@cartwright/domain';
import { sql } from 'drizzle-orm';
import type { SandboxPayment } from '../../sandbox-payments/sandbox-payment.js';
import { outboxRow, type OutboxFacts } from '../repositories/outbox.js';
import { outbox, sandboxEvents, sandboxPayments } from '../schema.js';
import { makeWriteChanges } from './write-changes.js';
import { insertStep, updateUnlocked, type WriteStep } from './write-step.js';

/** What the sandbox provider writes. A change is written only if the payment is still as it was `seen`. */
export type SandboxWrite =
  | { readonly type: 'add'; readonly payment: SandboxPayment }
  | {
      readonly type: 'change';
      readonly seen: SandboxPayment;
      readonly payment: SandboxPayment;
      readonly event?: ProviderEvent;
      /** How long the outbox waits before it relays the event. Absent: not at all. */
      readonly afterMs?: number;
      readonly later?: ProviderEvent;
      readonly traceParent?: string | undefined;
    };

const added = insertStep<SandboxWrite, typeof sandboxPayments>(
  'sandbox_payments_added',
  sandboxPayments,
  (write) => {
    if (write.type !== 'add') return [];
    const { id, reference, createdAt } = write.payment;
    return [{ id, reference, createdAt, refundedAt: lastRefundAt(write.payment), document: write.payment }];
  },
  sql`on conflict (id) do nothing`,
);

const changed: WriteStep<SandboxWrite> = {
  name: 'sandbox_payments_changed',
  rows: (batch) =>
    batch.flatMap((write) =>
      write.type === 'change'
        ? [
            {
              id: write.seen.id,
              seen: write.seen,
              document: write.payment,
              refunded_at: lastRefundAt(write.payment),
            },
          ]
        : [],
    ),
  statement: updateUnlocked(sandboxPayments, {
    columns: { id: 'text', seen: 'jsonb', document: 'jsonb', refunded_at: 'timestamptz' },
    where: sql`sandbox_payments.id = changed.id and sandbox_payments.document = changed.seen`,
    set: sql`document = changed.document, refunded_at = changed.refunded_at`,
  }),
  isGuarded: true,
};

/** The events of a change, each with how long the outbox waits before it relays it. */
function eventsOf(write: SandboxWrite): readonly (OutboxFacts & { readonly event: ProviderEvent })[] {
  if (write.type !== 'change') return [];
  const { event, afterMs, later, traceParent } = write;
  return [
    ...(event === undefined ? [] : [{ event, traceParent, ...(afterMs === undefined ? {} : { afterMs }) }]),
    ...(later === undefined ? [] : [{ event: later, traceParent, afterMs: 0 }]),
  ];
}

const raised = insertStep<SandboxWrite, typeof sandboxEvents>('sandbox_events_raised', sandboxEvents, (write) =>
  eventsOf(write).map(({ event }) => ({ eventId: event.eventId, document: event })),
);

/** The provider's webhook, so to speak: an event in the application's outbox. */
const published = insertStep<SandboxWrite, typeof outbox>('sandbox_events_published', outbox, (write, ids) =>
  eventsOf(write).map(({ event: { eventId, at }, ...facts }) =>
    outboxRow(ids, { type: 'payments.sandbox-event-raised', eventId, at }, facts),
  ),
);

export const writeSandboxPayments = makeWriteChanges<SandboxWrite>('sandbox', [added, changed, raised, published]);

/** When the last refund of a payment was made, if any was. */
const lastRefundAt = ({ refunds }: SandboxPayment): Instant | null =>
  refunds.map(({ at }) => at).reduce<Instant | null>((last, at) => (last === null || at > last ? at : last), null);
