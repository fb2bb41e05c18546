import type { ProviderEvent, StorageUnavailable } from '@cartwright/application';
import type { Instant } from '@cartwright/domain';
import type { Result, ResultAsync } from 'neverthrow';
import type { SandboxPayment, SandboxPaymentChange } from './sandbox-payment.js';

export type SandboxPaymentNotFound = { readonly type: 'sandbox-payment.not-found' };

/** The application's id of a payment, or the sandbox's own. */
export type SandboxPaymentKey = { readonly paymentId: string } | { readonly reference: string };

/**
 * What the sandbox provider remembers: payments, and the events it has raised about them. Think of a separate system
 * that happens to live in our database; a conformance suite (`contracts/sandbox-payment-store.ts`) holds every
 * implementation to these promises.
 */
export type SandboxPaymentStore = {
  /** Keeps a new payment. When one with its `id` is there, answers that one as it now is, and keeps nothing. */
  readonly create: (payment: SandboxPayment) => ResultAsync<SandboxPayment, StorageUnavailable>;
  /**
   * Changes one payment. Of two changes at once the second is decided on what the first made. What `decide` answers is
   * kept in one transaction: the payment, its event (see `findEvent`), and for the event one
   * `payments.sandbox-event-raised` in the application's outbox. A crash after it never loses an outcome; an Err, or a
   * throw, keeps nothing. `decide` is pure and may be called again.
   *
   * @param relay.afterMs - how long the outbox waits with the event: whoever tells it themselves is mostly done by then
   */
  readonly change: <C extends SandboxPaymentChange, E>(
    key: SandboxPaymentKey,
    decide: (payment: SandboxPayment) => Result<C, E>,
    relay?: { readonly afterMs: number },
  ) => ResultAsync<C, E | SandboxPaymentNotFound | StorageUnavailable>;
  readonly find: (key: SandboxPaymentKey) => ResultAsync<SandboxPayment | undefined, StorageUnavailable>;
  /**
   * Payments that were made, or of which a refund was made, from `from` (inclusive) to `to` (exclusive): by id in the
   * order of its code points, at most `limit` that come after the id `after`.
   */
  readonly madeBetween: (
    period: { readonly from: Instant; readonly to: Instant },
    page: { readonly after?: string; readonly limit: number },
  ) => ResultAsync<readonly SandboxPayment[], StorageUnavailable>;
  /** An event that a change has raised, exactly as `decide` answered it. */
  readonly findEvent: (eventId: string) => ResultAsync<ProviderEvent | undefined, StorageUnavailable>;
};
