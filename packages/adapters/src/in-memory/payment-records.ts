import type { PaymentRecords } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { Tables } from './store.js';

export const paymentRecords = ({ payments }: Tables): PaymentRecords => ({
  add: (attempt) => {
    payments.set(attempt.id, attempt);
    return okAsync(undefined);
  },
  setReference: (id, reference) => {
    const attempt = payments.get(id);
    if (attempt !== undefined) payments.set(id, { ...attempt, reference });
    return okAsync(undefined);
  },
  ofOrder: (orderId) => okAsync([...payments.values()].filter((attempt) => attempt.orderId === orderId)),
});
