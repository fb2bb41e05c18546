import type { PaymentRecords } from '@cartwright/application';
import { asc, eq } from 'drizzle-orm';
import type { Database } from './database.js';
import { payments } from './schema.js';
import { isUuid } from './storable-text.js';
import { queried } from './storage-failures.js';

/** Attempts to pay in the table `payments`. */
export const makeDrizzlePaymentRecords = (tx: Database): PaymentRecords => ({
  add: ({ amount: { amount, currency }, ...attempt }) =>
    queried(async () => {
      await tx.insert(payments).values({ ...attempt, amount, currency });
    }),
  setReference: (id, reference) =>
    queried(async () => {
      if (isUuid(id)) await tx.update(payments).set({ reference }).where(eq(payments.id, id));
    }),
  ofOrder: (orderId) =>
    queried(async () => {
      if (!isUuid(orderId)) return [];
      const rows = await tx.select().from(payments).where(eq(payments.orderId, orderId)).orderBy(asc(payments.id));
      return rows.map(({ amount, currency, reference, ...attempt }) => ({
        ...attempt,
        amount: { amount, currency },
        ...(reference === null ? {} : { reference }),
      }));
    }),
});
