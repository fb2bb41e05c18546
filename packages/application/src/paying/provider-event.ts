import type { Instant, Money, OrderId } from '@cartwright/domain';

/**
 * A fact that a payment provider reports, whatever its name there: the one form in which webhooks and the sandbox reach
 * the use cases. `eventId` is the provider's own and told apart by it; `reference` is the provider's id of the payment.
 */
export type ProviderEvent = {
  readonly provider: string;
  readonly eventId: string;
  readonly at: Instant;
  readonly orderId: OrderId;
} & (
  | { readonly type: 'payment.captured'; readonly reference: string; readonly amount: Money }
  | { readonly type: 'payment.failed'; readonly reference: string; readonly reason: string }
  | { readonly type: 'refund.confirmed'; readonly refundId: string }
);
