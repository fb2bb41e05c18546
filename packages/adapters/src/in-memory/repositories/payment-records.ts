import type { PaymentAttempt, PaymentRecords } from '@cartwright/application';
import { okAsync, type ResultAsync } from 'neverthrow';
import type { Tables } from '../store.js';

export const paymentRecords = ({ payments }: Tables): PaymentRecords => {
  const set = (id: string, facts: Partial<PaymentAttempt>): ResultAsync<void, never> => {
    const attempt = payments.get(id);
    if (attempt !== undefined) payments.set(id, { ...attempt, ...facts });
    return okAsync(undefined);
  };
  const where = (isWanted: (attempt: PaymentAttempt) => boolean): readonly PaymentAttempt[] =>
    [...payments.values()].filter(isWanted).sort((left, right) => (left.id < right.id ? -1 : 1));

  return {
    add: (attempt) => {
      payments.set(attempt.id, attempt);
      return okAsync(undefined);
    },
    find: (id) => okAsync(payments.get(id)),
    findByReference: (provider, reference) =>
      okAsync(
        where(
          (attempt) =>
            attempt.provider === provider && [attempt.reference, attempt.captureReference].includes(reference),
        )[0],
      ),
    setReference: (id, reference) => set(id, { reference }),
    setCaptureReference: (id, captureReference) => set(id, { captureReference }),
    setEnded: (id, endedAt) => set(id, { endedAt }),
    ofOrder: (orderId) => okAsync(where((attempt) => attempt.orderId === orderId)),
    createdBetween: ({ provider, from, to }, { after, limit }) =>
      okAsync(
        where(
          ({ id, createdAt, ...attempt }) =>
            attempt.provider === provider &&
            Date.parse(createdAt) >= Date.parse(from) &&
            Date.parse(createdAt) < Date.parse(to) &&
            (after === undefined || id > after),
        ).slice(0, limit),
      ),
  };
};
