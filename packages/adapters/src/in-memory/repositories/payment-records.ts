import type { PaymentAttempt, PaymentRecords } from '@cartwright/application';
import { okAsync, type ResultAsync } from 'neverthrow';
import type { Tables } from '../store.js';

export const paymentRecords = ({ orders, payments }: Tables): PaymentRecords => {
  const set = (id: string, facts: Partial<PaymentAttempt>): ResultAsync<void, never> => {
    const attempt = payments.get(id);
    if (attempt !== undefined) payments.set(id, { ...attempt, ...facts });
    return okAsync(undefined);
  };
  const where = (isWanted: (attempt: PaymentAttempt) => boolean): readonly PaymentAttempt[] =>
    [...payments.values()].filter(isWanted).sort((left, right) => (left.id < right.id ? -1 : 1));

  return {
    find: (id) => okAsync(payments.get(id)),
    lookUp: ({ orderId, paymentId, provider, reference }) => {
      const isProviders = (attempt: PaymentAttempt | undefined) => attempt?.provider === provider;
      const byId = paymentId === undefined ? undefined : payments.get(paymentId);
      const byReference = where(
        (attempt) => isProviders(attempt) && [attempt.reference, attempt.captureReference].includes(reference),
      )[0];
      const known = isProviders(byId) ? byId : undefined;
      const stored = orders.get(orderId ?? known?.orderId ?? byReference?.orderId ?? '');
      return okAsync({
        ...(stored === undefined ? {} : { stored }),
        ...(known === undefined ? {} : { byId: known }),
        ...(byReference === undefined ? {} : { byReference }),
      });
    },
    setReference: (id, reference) => set(id, { reference }),
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
