import type { Change } from '@cartwright/application';
import { sql } from 'drizzle-orm';
import { paymentRow } from '../repositories/payment-records.js';
import { payments } from '../schema.js';
import { insertStep, updateUnlocked, type WriteStep } from './write-step.js';

const added = insertStep<Change, typeof payments>(
  'payments_added',
  payments,
  ({ payment }) => (payment?.type === 'add' ? [paymentRow(payment.attempt)] : []),
  sql`on conflict (order_id, ordinal) do nothing`,
);

const noted: WriteStep<Change> = {
  name: 'payments_noted',
  rows: (batch) =>
    batch.flatMap(({ payment }) => {
      if (payment?.type !== 'note') return [];
      const { id, reference = null, captureReference = null, endedAt = null } = payment;
      return [{ id, reference, capture_reference: captureReference, ended_at: endedAt }];
    }),
  statement: updateUnlocked(payments, {
    columns: { id: 'uuid', reference: 'text', capture_reference: 'text', ended_at: payments.endedAt.getSQLType() },
    where: sql`payments.id = changed.id`,
    set: sql`reference = coalesce(changed.reference, payments.reference),
      capture_reference = coalesce(changed.capture_reference, payments.capture_reference),
      ended_at = coalesce(changed.ended_at, payments.ended_at)`,
  }),
  isGuarded: true,
};

export const paymentSteps: readonly WriteStep<Change>[] = [added, noted];
