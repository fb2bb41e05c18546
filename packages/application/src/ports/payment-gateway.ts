import type { Instant, Money } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { ProviderEvent } from '../paying/provider-event.js';
import type { PaymentsUnavailable } from './failures.js';

/** How a customer pays: by a card that our client asks for, or on a page of the provider's own. */
export type PaymentMethod = 'card' | 'checkout';

/** A payment to begin; `amount` is in minor units and above zero. */
export type StartCardPayment = {
  /** Ours; also the idempotency key of the operation, so that a repeat makes no second payment. */
  readonly paymentId: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly amount: Money;
  readonly email: string;
};

/** What the client needs to pay; `reference` is the provider's own id of the payment. */
export type StartedCardPayment = { readonly reference: string; readonly clientSecret: string };

/** A payment on the provider's own page, which sends the customer on to `successUrl` or back to `cancelUrl`. */
export type StartCheckout = StartCardPayment & { readonly successUrl: string; readonly cancelUrl: string };

/** `reference` is the provider's id of the page's session (Stripe: `cs_…`); the payment's own id comes with its event. */
export type StartedCheckout = { readonly reference: string; readonly redirectUrl: string };

/** A payment that is no longer wanted: what starting it answered, by our own id of it. */
export type EndPayment = { readonly paymentId: string; readonly method: PaymentMethod; readonly reference: string };

/** Money to send back, at most what the payment captured. */
export type RefundPayment = {
  /** Ours; also the idempotency key of the operation, so that a repeat makes no second refund. */
  readonly refundId: string;
  readonly orderId: string;
  /** The provider's own id of the payment that holds the money. */
  readonly reference: string;
  readonly amount: Money;
};

/** The provider will not do this, however often it is asked. */
export type PaymentRefused = { readonly type: 'payment.refused'; readonly reason: string };

/** One page of what the provider knows; `nextCursor` is absent at the end. */
export type ProviderEventPage = { readonly events: readonly ProviderEvent[]; readonly nextCursor?: string };

/** The payment provider. What it did is told by `ProviderEvent`s, never by these answers. */
export type PaymentGateway = {
  /** Named in stored payments and provider events. */
  readonly provider: 'sandbox' | 'stripe';
  readonly startCardPayment: (
    request: StartCardPayment,
  ) => ResultAsync<StartedCardPayment, PaymentRefused | PaymentsUnavailable>;
  readonly startCheckout: (
    request: StartCheckout,
  ) => ResultAsync<StartedCheckout, PaymentRefused | PaymentsUnavailable>;
  /**
   * Makes sure that nobody can pay it any more. Does nothing to a payment that was captured, or has ended before; events
   * tell of a captured one.
   */
  readonly endPayment: (payment: EndPayment) => ResultAsync<void, PaymentRefused | PaymentsUnavailable>;
  /**
   * Resolves once the provider has taken the refund on; `reference` is its own id of it. A repeat, even days later, makes
   * no second refund.
   */
  readonly refund: (
    request: RefundPayment,
  ) => ResultAsync<{ readonly reference: string }, PaymentRefused | PaymentsUnavailable>;
  /**
   * What has become of the payments, refunds and disputes that were made at the provider from `from` (inclusive) to `to`
   * (exclusive), as the events that tell of it, in pages. An event's id is made from what it tells, so one fact has one.
   */
  readonly eventsBetween: (
    period: { readonly from: Instant; readonly to: Instant },
    cursor?: string,
  ) => ResultAsync<ProviderEventPage, PaymentsUnavailable>;
  /**
   * The same of one payment with its refunds and disputes, by the provider's id of it (a card payment's, or a checkout
   * session's); `undefined` when the provider knows none.
   */
  readonly eventsOf: (reference: string) => ResultAsync<readonly ProviderEvent[] | undefined, PaymentsUnavailable>;
};
