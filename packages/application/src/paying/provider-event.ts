import type { Instant, Money, OrderId } from '@cartwright/domain';

/**
 * A fact that a payment provider reports: the one form in which webhooks, reconciliation and the sandbox reach the use
 * cases.
 * `eventId` is the provider's own, unique for each provider; `reference` is the provider's id of the payment that holds
 * the money, `paymentId` our own id of the attempt, where the provider reports it.
 */
export type ProviderEvent = {
  readonly provider: string;
  readonly eventId: string;
  readonly at: Instant;
  /**
   * The order that the payment was started for; absent where the provider omits it (a dispute): `reference` then finds
   * the order.
   */
  readonly orderId?: OrderId;
  /**
   * The provider's object lacks this shop's id: it may be another program's on the same account. Such an event without
   * a record of ours is ignored; any other is of ours, though the record may be lost.
   */
  readonly mayBeForeign?: boolean;
} & (
  | {
      readonly type: 'payment.captured';
      readonly paymentId?: string;
      readonly reference: string;
      readonly amount: Money;
    }
  | {
      readonly type: 'payment.failed';
      readonly paymentId?: string;
      readonly reference: string;
      readonly reason: string;
    }
  /** A method that takes days, such as a bank debit, is under way: the payment is captured or fails later. */
  | { readonly type: 'payment.processing'; readonly paymentId?: string; readonly reference: string }
  /** The payment has ended without money and can no longer be paid. */
  | {
      readonly type: 'payment.cancelled';
      readonly paymentId?: string;
      readonly reference: string;
      readonly reason: string;
    }
  /**
   * The provider waits for another try: a delayed payment that was under way has failed. Says nothing of a payment that
   * was not under way.
   */
  | {
      readonly type: 'payment.reopened';
      readonly paymentId?: string;
      readonly reference: string;
      readonly reason: string;
    }
  /**
   * `refundId` is ours, or the provider's own for a refund that was made there by hand; `reference` is of the payment
   * refunded. A pending one is under way: it is confirmed or fails later.
   */
  | {
      readonly type: 'refund.pending' | 'refund.confirmed';
      readonly refundId: string;
      readonly reference: string;
      readonly amount: Money;
    }
  | {
      readonly type: 'refund.failed';
      readonly refundId: string;
      readonly reference: string;
      readonly amount: Money;
      readonly reason: string;
    }
  | {
      readonly type: 'dispute.opened' | 'dispute.won' | 'dispute.lost';
      readonly disputeId: string;
      readonly reference: string;
      readonly amount: Money;
    }
);

/** The events about a payment itself, not about its refunds and disputes. */
export type PaymentEvent = Extract<ProviderEvent, { readonly type: `payment.${string}` }>;

/** Whether an event is about a payment itself. */
export const isPaymentEvent = (event: ProviderEvent): event is PaymentEvent => event.type.startsWith('payment.');
