import type { Order, OrderFacts, OrderStatus, PaymentStatus } from './order.js';
import { openUnits } from './fulfilment/order-units.js';

/** The order that follows from its facts: status, payment status and money due back are never set by hand. */
export function deriveOrder(facts: OrderFacts): Order {
  const captured = capturedAmount(facts);
  const paid = captured >= facts.pricing.total.amount;
  const dueBack = Math.max(0, Math.min(dueAmount(facts, captured), captured - goneAmount(facts)));
  return {
    ...facts,
    status: deriveStatus(facts, paid),
    paymentStatus: paid ? derivePaymentStatus(facts, captured) : 'unpaid',
    dueBack: { amount: dueBack, currency: facts.pricing.currency },
  };
}

/**
 * What providers took for the order, in minor units of its currency.
 *
 * @example capturedAmount(order) >= order.pricing.total.amount // => true
 */
export const capturedAmount = (facts: OrderFacts): number => sum(facts.payments.map(({ amount }) => amount.amount));

/** What of it the shop no longer has: back, on its way back, or withdrawn by lost disputes. In minor units. */
export const goneAmount = (facts: OrderFacts): number => refundedAmount(facts, 'pending');

/** What has gone back: by confirmed refunds, by those of the status `also` too, and by lost disputes. */
const refundedAmount = ({ refunds, disputes }: OrderFacts, also?: 'pending'): number =>
  sum(refunds.map(({ status, amount }) => (status === 'confirmed' || status === also ? amount.amount : 0))) +
  sum(disputes.map(({ status, amount }) => (status === 'lost' ? amount.amount : 0)));

/** What is owed of the captured money, whether or not the shop still holds that much. */
function dueAmount(facts: OrderFacts, captured: number): number {
  const { cancellation, pricing, refunds, disputes, returns, unitCancellations, unitWaivers = [] } = facts;
  const due =
    cancellation === undefined
      ? Math.max(0, captured - pricing.total.amount) +
        sum([...returns, ...unitCancellations, ...unitWaivers].map(({ amount }) => amount.amount))
      : captured;
  // Goodwill pays nothing off: what falls due after it is due none the less. A refund that failed pays nothing off
  // either, and what of it was goodwill is owed from then on: it had been promised.
  const paidOff =
    sum(
      refunds.map(
        ({ status, amount, goodwill }) => (status === 'failed' ? 0 : amount.amount) - (goodwill?.amount ?? 0),
      ),
    ) +
    sum(
      disputes.map(({ status, amount, goodwill }) => (status === 'lost' ? amount.amount - (goodwill?.amount ?? 0) : 0)),
    );
  return due - paidOff;
}

function deriveStatus(facts: OrderFacts, paid: boolean): OrderStatus {
  if (facts.cancellation !== undefined) return 'cancelled';
  if (!paid) return 'pending';
  const { shipments, pricing } = facts;
  const isOpen = pricing.lines.some((line) => openUnits(facts, line) > 0);
  if (isOpen) return shipments.length === 0 ? 'paid' : 'partially_shipped';
  // Digital lines have been delivered with the payment.
  return shipments.every(({ deliveredAt }) => deliveredAt !== undefined) ? 'delivered' : 'shipped';
}

function derivePaymentStatus(facts: OrderFacts, captured: number): PaymentStatus {
  const refunded = Math.min(captured, refundedAmount(facts));
  if (refunded === 0) return 'paid';
  return refunded < captured ? 'partially_refunded' : 'refunded';
}

const sum = (amounts: readonly number[]): number => amounts.reduce((all, amount) => all + amount, 0);
