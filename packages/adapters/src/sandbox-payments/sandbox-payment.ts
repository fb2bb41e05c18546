import type { EndPayment, PaymentRefused, ProviderEvent, ReportedPayment } from '@cartwright/application';
import type { Instant, Money, OrderId } from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';
import type { FinalOutcome, MethodOutcome } from './sandbox-payment-methods.js';

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
  readonly orderId: OrderId;
  /** As the customer knows it. */
  readonly orderNumber: string;
  readonly amount: Money;
  /** A declined payment stays open for another method, as Stripe's do; an ended one takes none any more. */
  readonly status: 'requires_payment_method' | 'processing' | 'succeeded' | 'ended';
  /** Of a payment by a delayed method: since when it is in progress, and when and how it ends, if it does. */
  readonly processing?: {
    readonly since: Instant;
    readonly ends?: { readonly at: Instant; readonly outcome: FinalOutcome };
  };
  readonly refunds: readonly SandboxRefund[];
  readonly createdAt: Instant;
  /** The last try that was declined, by Stripe's code. */
  readonly lastFailure?: { readonly reason: string; readonly at: Instant };
  /** When it has succeeded. */
  readonly capturedAt?: Instant;
} & (
  | { readonly method: 'card'; readonly clientSecret: string }
  /** On the sandbox's own page, which sends its customer on to one of these. */
  | { readonly method: 'checkout'; readonly successUrl: string; readonly cancelUrl: string }
);

export type SandboxPaymentAlreadySucceeded = {
  readonly type: 'sandbox-payment.already-succeeded';
  readonly paymentId: string;
};

export type SandboxPaymentEnded = { readonly type: 'sandbox-payment.ended'; readonly paymentId: string };

export type SandboxPaymentProcessing = { readonly type: 'sandbox-payment.processing'; readonly paymentId: string };

/** A payment's next state and what the sandbox reports to the shop; without an event nothing happened. */
export type SandboxPaymentChange = {
  readonly payment: SandboxPayment;
  readonly event?: ProviderEvent;
  /** An event of the future: it is relayed at its own `at`. */
  readonly later?: ProviderEvent;
};

type Raised = { readonly eventId: string; readonly at: Instant };

/** When a delayed payment ends, and the id of the event that reports it. */
export type SandboxDelay = { readonly eventId: string; readonly afterMs: number };

/** A payment whose delayed method has ended by `at`, or the payment as it is. */
export function settleSandboxPayment(payment: SandboxPayment, at: Instant): SandboxPayment {
  const ends = payment.processing?.ends;
  if (payment.status !== 'processing' || ends === undefined || Date.parse(ends.at) > Date.parse(at)) return payment;
  return afterTry(payment, ends.outcome, ends.at);
}

const afterTry = (payment: SandboxPayment, outcome: FinalOutcome, at: Instant): SandboxPayment =>
  outcome.type === 'captured'
    ? { ...payment, status: 'succeeded', capturedAt: at }
    : { ...payment, status: 'requires_payment_method', lastFailure: { reason: outcome.reason, at } };

/**
 * Tries a payment method. Errors: `sandbox-payment.already-succeeded`, `sandbox-payment.ended`,
 * `sandbox-payment.processing`; each raises nothing.
 */
export function confirmSandboxPayment(
  payment: SandboxPayment,
  outcome: MethodOutcome,
  { eventId, at }: Raised,
  delay: SandboxDelay = { eventId: `${eventId}_end`, afterMs: 0 },
): Result<
  Required<Pick<SandboxPaymentChange, 'payment' | 'event'>> & SandboxPaymentChange,
  SandboxPaymentAlreadySucceeded | SandboxPaymentEnded | SandboxPaymentProcessing
> {
  const { id: paymentId, orderId, reference } = payment;
  if (payment.status === 'succeeded') return err({ type: 'sandbox-payment.already-succeeded', paymentId });
  if (payment.status === 'ended') return err({ type: 'sandbox-payment.ended', paymentId });
  if (payment.status === 'processing') return err({ type: 'sandbox-payment.processing', paymentId });
  if (outcome.type !== 'processing') {
    return ok({ payment: afterTry(payment, outcome, at), event: outcomeEvent(payment, outcome, { eventId, at }) });
  }
  const event = {
    type: 'payment.processing',
    provider: 'sandbox',
    eventId,
    at,
    orderId,
    paymentId,
    reference,
  } as const;
  if (outcome.ends === undefined) {
    return ok({ payment: { ...payment, status: 'processing', processing: { since: at } }, event });
  }
  const endsAt = new Date(Date.parse(at) + delay.afterMs).toISOString();
  const ends = { at: endsAt, outcome: outcome.ends };
  return ok({
    payment: { ...payment, status: 'processing', processing: { since: at, ends } },
    event,
    later: outcomeEvent(payment, outcome.ends, { eventId: delay.eventId, at: endsAt }),
  });
}

function outcomeEvent(payment: SandboxPayment, outcome: FinalOutcome, raised: Raised): ProviderEvent {
  const { id: paymentId, orderId, reference, amount } = payment;
  const facts = { provider: 'sandbox', ...raised, orderId, paymentId, reference } as const;
  return outcome.type === 'captured'
    ? { ...facts, type: 'payment.captured', amount }
    : { ...facts, type: 'payment.failed', reason: outcome.reason };
}

/** Takes no method any more; a payment that has succeeded, or has ended before, stays as it is. */
export const endSandboxPayment = (payment: SandboxPayment): SandboxPaymentChange => ({
  payment: payment.status === 'requires_payment_method' ? { ...payment, status: 'ended' } : payment,
});

/** The sandbox's own id of what was started: the payment, or the session of its page. */
export const startedReference = ({ method, reference }: Pick<EndPayment, 'method' | 'reference'>): string =>
  method === 'card' ? reference : reference.replace(/^sbx_pay_/u, 'sbx_cs_');

/** The id of the payment that belongs to a session's, or to itself. */
export const paymentReference = (started: string): string => started.replace(/^sbx_cs_/u, 'sbx_pay_');

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
    event: { ...confirmed(payment, made), eventId },
  });
}

/**
 * All events of a payment and its refunds. `madeAt` is when the payment, or the refund, was made. Of failed attempts
 * only the last is stored.
 */
export function eventsOfSandboxPayment(
  payment: SandboxPayment,
): readonly { readonly madeAt: Instant; readonly event: ProviderEvent }[] {
  const { id: paymentId, orderId, reference, amount, createdAt, lastFailure, capturedAt, refunds } = payment;
  const facts = { provider: 'sandbox', orderId, paymentId, reference } as const;
  const ofPayment: ProviderEvent[] = [];
  if (payment.processing !== undefined) {
    const { since } = payment.processing;
    ofPayment.push({
      ...facts,
      at: since,
      type: 'payment.processing',
      eventId: `reconciled:${reference}:processing:${since}`,
    });
  }
  if (lastFailure !== undefined) {
    ofPayment.push({
      ...facts,
      ...lastFailure,
      type: 'payment.failed',
      eventId: `reconciled:${reference}:failed:${lastFailure.at}`,
    });
  }
  if (capturedAt !== undefined) {
    ofPayment.push({
      ...facts,
      amount,
      at: capturedAt,
      type: 'payment.captured',
      eventId: `reconciled:${reference}:captured`,
    });
  }
  return [
    ...ofPayment.map((event) => ({ madeAt: createdAt, event })),
    ...refunds.map((refund) => ({
      madeAt: refund.at,
      event: { ...confirmed(payment, refund), eventId: `reconciled:${refund.reference}:confirmed` },
    })),
  ];
}

/** What the sandbox reports of a payment. After a declined card another may be tried; a failed bank debit has ended. */
export const reportSandboxPayment = (payment: SandboxPayment): ReportedPayment => ({
  status: reportedStatus[payment.status],
  events: eventsOfSandboxPayment(payment)
    .map(({ event }) => event)
    .filter(({ type }) => (type === 'payment.failed' ? payment.processing !== undefined : type.startsWith('payment.'))),
});

const reportedStatus = {
  requires_payment_method: 'open',
  processing: 'processing',
  succeeded: 'captured',
  ended: 'ended',
} as const;

const confirmed = ({ orderId, reference }: SandboxPayment, { refundId, amount, at }: SandboxRefund) =>
  ({ type: 'refund.confirmed', provider: 'sandbox', at, orderId, refundId, reference, amount }) as const;

const refused = (reason: string) => err({ type: 'payment.refused', reason } as const);
