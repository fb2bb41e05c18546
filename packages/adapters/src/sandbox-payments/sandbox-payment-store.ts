import type { ProviderEvent, StorageUnavailable } from '@cartwright/application';
import type { Instant } from '@cartwright/domain';
import type { Result, ResultAsync } from 'neverthrow';
import type { SandboxPayment, SandboxPaymentChange } from './sandbox-payment.js';

export type SandboxPaymentNotFound = { readonly type: 'sandbox-payment.not-found' };

/** The application's id of a payment, or the sandbox's own. */
export type SandboxPaymentKey = { readonly paymentId: string } | { readonly reference: string };

/** The payments and events of the sandbox provider, which is a separate system that uses our database. */
export type SandboxPaymentStore = {
  /** Stores a new payment. Returns the stored one if there is one with its `id`. */
  readonly create: (payment: SandboxPayment) => ResultAsync<SandboxPayment, StorageUnavailable>;
  /**
   * Changes one payment. Concurrent changes are decided one after another. One transaction stores what `decide`
   * returns: the payment, its event (see `findEvent`), and a `payments.sandbox-event-raised` in the outbox. An Err or a
   * throw stores nothing. `decide` may be called again.
   *
   * @param relay.afterMs - how long the event waits in the outbox, for a caller who passes it on without the outbox
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
  /** An event that a change has raised, exactly as `decide` returned it. */
  readonly findEvent: (eventId: string) => ResultAsync<ProviderEvent | undefined, StorageUnavailable>;
};
