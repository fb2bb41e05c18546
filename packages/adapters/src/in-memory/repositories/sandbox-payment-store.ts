import type { Ids, Outbox, ProviderEvent } from '@cartwright/application';
import type { Instant } from '@cartwright/domain';
import { errAsync, okAsync, ResultAsync, type Result } from 'neverthrow';
import type { SandboxPayment, SandboxPaymentChange } from '../../sandbox-payments/sandbox-payment.js';
import type {
  SandboxPaymentKey,
  SandboxPaymentNotFound,
  SandboxPaymentStore,
} from '../../sandbox-payments/sandbox-payment-store.js';
import { outboxOf } from './outbox.js';
import type { InMemoryStore, Tables } from '../store.js';

type Dependencies = {
  readonly store: InMemoryStore;
  readonly ids: Ids;
  /** Called after each commit that left events in the outbox. */
  readonly onEventsCommitted?: () => void;
};

/** The sandbox provider's memory, in the same in-memory store as the shop's. */
export const makeInMemorySandboxPaymentStore = ({
  store,
  ids,
  onEventsCommitted,
}: Dependencies): SandboxPaymentStore => ({
  create: (payment) =>
    store.transact(({ sandboxPayments }) => {
      const earlier = sandboxPayments.get(payment.id);
      if (earlier === undefined) sandboxPayments.set(payment.id, payment);
      return okAsync(earlier ?? payment);
    }),
  change: <C extends SandboxPaymentChange, E>(
    key: SandboxPaymentKey,
    decide: (payment: SandboxPayment) => Result<C, E>,
    relay?: { readonly afterMs: number },
  ) => {
    let raised = false;
    const noteEvent = (): void => {
      raised = true;
    };
    return store
      .transact((tables): ResultAsync<C, E | SandboxPaymentNotFound> => {
        const payment = find(tables, key);
        if (payment === undefined) return errAsync({ type: 'sandbox-payment.not-found' });
        return decide(payment).asyncAndThen((change) =>
          keep(tables, change, (wait) => outboxOf(tables, ids, noteEvent, wait ?? relay)).map(() => change),
        );
      })
      .andTee(() => {
        if (raised) onEventsCommitted?.();
      });
  },
  find: (key) => store.read((tables) => okAsync(find(tables, key))),
  madeBetween: ({ from, to }, { after, limit }) =>
    store.read(({ sandboxPayments }) => {
      const isInside = (at: Instant) => Date.parse(at) >= Date.parse(from) && Date.parse(at) < Date.parse(to);
      const payments = [...sandboxPayments.values()]
        .filter(({ createdAt, refunds }) => isInside(createdAt) || refunds.some(({ at }) => isInside(at)))
        .filter(({ id }) => after === undefined || id > after)
        .sort((left, right) => (left.id < right.id ? -1 : 1));
      return okAsync(payments.slice(0, limit));
    }),
  findEvent: (eventId) => store.read(({ sandboxEvents }) => okAsync(sandboxEvents.get(eventId))),
});

const keep = (
  { sandboxPayments, sandboxEvents }: Tables,
  { payment, event, later }: SandboxPaymentChange,
  outbox: (wait?: { readonly afterMs: number }) => Outbox,
): ResultAsync<unknown, never> => {
  sandboxPayments.set(payment.id, payment);
  const add = (raised: ProviderEvent, to: Outbox): ResultAsync<void, never> => {
    sandboxEvents.set(raised.eventId, raised);
    return to.add([{ type: 'payments.sandbox-event-raised', eventId: raised.eventId, at: raised.at }]);
  };
  return ResultAsync.combine([
    ...(event === undefined ? [] : [add(event, outbox())]),
    ...(later === undefined ? [] : [add(later, outbox({ afterMs: 0 }))]),
  ]);
};

const find = ({ sandboxPayments }: Tables, key: SandboxPaymentKey): SandboxPayment | undefined =>
  'paymentId' in key
    ? sandboxPayments.get(key.paymentId)
    : [...sandboxPayments.values()].find(({ reference }) => reference === key.reference);
