import type { PaymentRefused, ProviderEvent } from '@cartwright/application';
import type { Instant, Money, OrderId } from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';
import type { MethodOutcome } from './sandbox-payment-methods.js';

export type SandboxRefund = {
  /** The application's id of the refund: asking for it twice makes one. */
  readonly refundId: string;
  /** The sandbox's own id of it, such as `sbx_ref_…`. */
  readonly reference: string;
  readonly amount: Money;
  readonly at: Instant;
};

/** One payment as the sandbox provider knows it. */
export type SandboxPayment = {
  /** The application's id of the payment; any text. */
  readonly id: string;
  /** The sandbox's own id of it, such as `sbx_pay_…`. */
  readonly reference: string;
  readonly clientSecret: string;
  readonly orderId: OrderId;
  readonly amount: Money;
  /** A declined payment stays open for another method, as Stripe's do. */
  readonly status: 'requires_payment_method' | 'succeeded';
  readonly refunds: readonly SandboxRefund[];
  readonly createdAt: Instant;
};

export type SandboxPaymentAlreadySucceeded = {
  readonly type: 'sandbox-payment.already-succeeded';
  readonly paymentId: string;
};

/** A payment's next state and what the sandbox tells the shop about it; no event, nothing happened. */
export type SandboxPaymentChange = { readonly payment: SandboxPayment; readonly event?: ProviderEvent };

type Raised = { readonly eventId: string; readonly at: Instant };

/** Tries a payment method. Errors: `sandbox-payment.already-succeeded`, which raises nothing. */
export function confirmSandboxPayment(
  payment: SandboxPayment,
  outcome: MethodOutcome,
  { eventId, at }: Raised,
): Result<Required<SandboxPaymentChange>, SandboxPaymentAlreadySucceeded> {
  if (payment.status === 'succeeded') {
    return err({ type: 'sandbox-payment.already-succeeded', paymentId: payment.id });
  }
  const { orderId, reference, amount } = payment;
  const event = { provider: 'sandbox', eventId, at, orderId, reference } as const;
  switch (outcome.type) {
    case 'captured':
      return ok({ payment: { ...payment, status: 'succeeded' }, event: { ...event, type: 'payment.captured', amount } });
    case 'failed':
      return ok({ payment, event: { ...event, type: 'payment.failed', reason: outcome.reason } });
  }
}

/**
 * Gives money back and confirms it at once. A repeat of a refund does nothing.
 * Errors: `payment.refused` for a payment without money, more than is left of it, another currency, an id used for
 * another amount.
 */
export function refundSandboxPayment(
  payment: SandboxPayment,
  refund: Omit<SandboxRefund, 'at'>,
  { eventId, at }: Raised,
): Result<SandboxPaymentChange & { readonly refund: SandboxRefund }, PaymentRefused> {
  const { refundId, amount } = refund;
  const sameMoney = (other: Money): boolean => other.amount === amount.amount && other.currency === amount.currency;
  const earlier = payment.refunds.find((known) => known.refundId === refundId);
  if (earlier !== undefined) {
    return sameMoney(earlier.amount) ? ok({ payment, refund: earlier }) : refused('refund_id_reused');
  }
  if (payment.status !== 'succeeded') return refused('payment_not_captured');
  if (amount.currency !== payment.amount.currency) return refused('currency_mismatch');
  if (!Number.isSafeInteger(amount.amount) || amount.amount <= 0) return refused('amount_not_positive');
  const refunded = payment.refunds.reduce((sum, known) => sum + known.amount.amount, 0);
  if (refunded + amount.amount > payment.amount.amount) return refused('amount_exceeds_captured');

  const made = { ...refund, at };
  return ok({
    payment: { ...payment, refunds: [...payment.refunds, made] },
    refund: made,
    event: { provider: 'sandbox', eventId, at, orderId: payment.orderId, type: 'refund.confirmed', refundId },
  });
}

const refused = (reason: string) => err({ type: 'payment.refused', reason } as const);
