import type { CurrencyCode, Instant, Money } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { ProviderEvent } from '../paying/provider-event.js';
import type { PaymentsUnavailable } from './failures.js';

/** How a customer pays: by a card entered in our client, or on the provider's own page. */
export type PaymentMethod = 'card' | 'checkout';

/** A payment to start; `amount` is in minor units and above zero. */
export type StartCardPayment = {
  /** Ours; also the idempotency key of the operation, so that a repeat makes no second payment. */
  readonly paymentId: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly amount: Money;
  readonly email: string;
  /** What starting it returned before: then it is not started again but looked up. */
  readonly reference?: string;
};

/** What the client needs to pay; `reference` is the provider's own id of the payment. */
export type StartedCardPayment = ReportedPayment & { readonly reference: string; readonly clientSecret: string };

/** A payment on the provider's own page, which sends the customer on to `successUrl` or back to `cancelUrl`. */
export type StartCheckout = StartCardPayment & {
  readonly successUrl: string;
  readonly cancelUrl: string;
  /** What the page shows. The totals sum to `amount`; absent or empty: the order as one. */
  readonly lines?: readonly CheckoutLine[];
};

/** A line of a provider's page, after its discount. */
export type CheckoutLine = {
  readonly name: string;
  readonly quantity: number;
  readonly total: Money;
  /** Absent where there is none. */
  readonly discount?: Money;
  /** A public https address of a picture; absent without one. */
  readonly image?: string;
};

/**
 * `reference` is the provider's id of the page's session (Stripe: `cs_…`); the payment's own id comes with its event.
 * `redirectUrl` is empty unless the payment is `open`.
 */
export type StartedCheckout = ReportedPayment & { readonly reference: string; readonly redirectUrl: string };

/** A payment to cancel: our own id, and the reference that starting it returned. */
export type EndPayment = { readonly paymentId: string; readonly method: PaymentMethod; readonly reference: string };

/**
 * What the provider reports of a payment: whether it can still be paid (`open`), and the events that follow from that.
 * They have the ids of those of `eventsOf`, so that no fact counts twice.
 */
export type ReportedPayment = {
  readonly status: 'open' | 'processing' | 'captured' | 'ended';
  readonly events: readonly ProviderEvent[];
};

/** Money to send back, at most what the payment captured. */
export type RefundPayment = {
  /** Ours; also the idempotency key of the operation, so that a repeat makes no second refund. */
  readonly refundId: string;
  readonly orderId: string;
  /** The provider's own id of the payment that holds the money. */
  readonly reference: string;
  readonly amount: Money;
};

/** The provider refuses for good; a retry does not help. */
export type PaymentRefused = { readonly type: 'payment.refused'; readonly reason: string };

/** One page of events; `nextCursor` is absent at the end. */
export type ProviderEventPage = { readonly events: readonly ProviderEvent[]; readonly nextCursor?: string };

/** The payment provider. Outcomes are `ProviderEvent`s, also those that these calls report. */
export type PaymentGateway = {
  /** Named in stored payments and provider events. */
  readonly provider: 'sandbox' | 'stripe';
  /**
   * The minimum payment in a currency, absent where none is known. It is known without a call to the provider, which
   * may still refuse a payment as too small.
   */
  readonly minimumCharge: (currency: CurrencyCode) => Money | undefined;
  readonly startCardPayment: (
    request: StartCardPayment,
  ) => ResultAsync<StartedCardPayment, PaymentRefused | PaymentsUnavailable>;
  readonly startCheckout: (
    request: StartCheckout,
  ) => ResultAsync<StartedCheckout, PaymentRefused | PaymentsUnavailable>;
  /**
   * Cancels the payment, so that nobody can pay it any more. Does nothing to a payment that was captured, is in
   * progress or has ended, and reports what it is.
   */
  readonly endPayment: (payment: EndPayment) => ResultAsync<ReportedPayment, PaymentRefused | PaymentsUnavailable>;
  /**
   * Resolves once the provider has accepted the refund; `reference` is the provider's id of it, and `events` are those
   * of `eventsOf` that follow from the response. A repeat, even days later, makes no second refund.
   */
  readonly refund: (
    request: RefundPayment,
  ) => ResultAsync<
    { readonly reference: string; readonly events: readonly ProviderEvent[] },
    PaymentRefused | PaymentsUnavailable
  >;
  /**
   * Events that report the state of the payments, refunds and disputes created at the provider from `from` (inclusive)
   * to
   * `to` (exclusive), in pages. An event's id is derived from the fact, so one fact has one id.
   */
  readonly eventsBetween: (
    period: { readonly from: Instant; readonly to: Instant },
    cursor?: string,
  ) => ResultAsync<ProviderEventPage, PaymentsUnavailable>;
  /**
   * The same for one payment with its refunds and disputes, by the provider's id (of a card payment or a checkout
   * session);
   * `undefined` when the provider does not know the id.
   */
  readonly eventsOf: (reference: string) => ResultAsync<readonly ProviderEvent[] | undefined, PaymentsUnavailable>;
};
