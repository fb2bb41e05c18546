import type { Order, OrderFacts, OrderStatus, PaymentStatus, Refund } from './order.js';

/** The order that follows from its facts: status, payment status and money due back are never set by hand. */
export function deriveOrder(facts: OrderFacts): Order {
  const captured = capturedAmount(facts);
  const due = facts.cancellation === undefined ? Math.max(0, captured - facts.pricing.total.amount) : captured;
  const refunded = refundedAmount(facts, ['confirmed', 'pending']);
  // Goodwill pays nothing off: money that comes in past the total later is due back none the less. No more than is held.
  const dueBack = Math.max(0, Math.min(due - refunded + goodwillAmount(facts), captured - refunded));
  return {
    ...facts,
    status: deriveStatus(facts, captured),
    paymentStatus: derivePaymentStatus(facts, captured),
    dueBack: { amount: dueBack, currency: facts.pricing.currency },
  };
}

/** What providers took for the order, in minor units of its currency. */
export const capturedAmount = (facts: OrderFacts): number =>
  facts.payments.reduce((all, { amount }) => all + amount.amount, 0);

/** What went back, or is on its way (when `statuses` says so), in minor units. */
export const refundedAmount = (
  facts: OrderFacts,
  statuses: readonly Refund['status'][] = ['confirmed'],
): number =>
  facts.refunds
    .filter(({ status }) => statuses.includes(status))
    .reduce((all, { amount }) => all + amount.amount, 0);

const goodwillAmount = (facts: OrderFacts): number =>
  facts.refunds
    .filter(({ status }) => status !== 'failed')
    .reduce((all, { goodwill }) => all + (goodwill?.amount ?? 0), 0);

function deriveStatus(facts: OrderFacts, captured: number): OrderStatus {
  if (facts.cancellation !== undefined) return 'cancelled';
  return captured >= facts.pricing.total.amount ? 'paid' : 'pending';
}

function derivePaymentStatus(facts: OrderFacts, captured: number): PaymentStatus {
  if (captured < facts.pricing.total.amount) return 'unpaid';
  const refunded = refundedAmount(facts);
  if (refunded === 0) return 'paid';
  return refunded < captured ? 'partially_refunded' : 'refunded';
}
