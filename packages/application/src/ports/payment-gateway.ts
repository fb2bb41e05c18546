import type { Money } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { PaymentsUnavailable } from './failures.js';

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

/** Money to send back, at most what the payment captured. */
export type RefundPayment = {
  /** Ours; also the idempotency key of the operation, so that a repeat makes no second refund. */
  readonly refundId: string;
  /** The provider's own id of the payment that is refunded. */
  readonly reference: string;
  readonly amount: Money;
};

/** The provider will not do this, however often it is asked. */
export type PaymentRefused = { readonly type: 'payment.refused'; readonly reason: string };

/** The payment provider. What it did is told by `ProviderEvent`s, never by these answers. */
export type PaymentGateway = {
  /** Named in stored payments and provider events. */
  readonly provider: 'sandbox' | 'stripe';
  readonly startCardPayment: (
    request: StartCardPayment,
  ) => ResultAsync<StartedCardPayment, PaymentRefused | PaymentsUnavailable>;
  /** Resolves once the provider has taken the refund on; `reference` is its own id of it. */
  readonly refund: (
    request: RefundPayment,
  ) => ResultAsync<{ readonly reference: string }, PaymentRefused | PaymentsUnavailable>;
};
