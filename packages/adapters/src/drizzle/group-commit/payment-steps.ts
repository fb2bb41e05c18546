import type { Change } from '@cartwright/application';
import { sql } from 'drizzle-orm';
import { paymentRow } from '../repositories/payment-records.js';
import { payments } from '../schema.js';
import { insertStep, updateUnlocked, type WriteStep } from './write-step.js';

const added = insertStep<Change, typeof payments>('payments_added', payments, ({ payment }) =>
  payment?.type === 'add' ? [paymentRow(payment.attempt)] : [],
);

const noted: WriteStep<Change> = {
  name: 'payments_noted',
  rows: (batch) =>
    batch.flatMap(({ payment }) => {
      if (payment?.type !== 'note') return [];
      const { id, reference = null, captureReference = null } = payment;
      return [{ id, reference, capture_reference: captureReference }];
    }),
  statement: updateUnlocked(payments, {
    columns: { id: 'uuid', reference: 'text', capture_reference: 'text' },
    where: sql`payments.id = changed.id`,
    set: sql`reference = coalesce(changed.reference, payments.reference),
      capture_reference = coalesce(changed.capture_reference, payments.capture_reference)`,
  }),
  isGuarded: true,
};

export const paymentSteps: readonly WriteStep<Change>[] = [added, noted];
