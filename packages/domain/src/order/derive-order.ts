import { amountOf, sumOf } from '../sum-of.js';
import { compareInstants } from '../instant.js';
import { countUnits, openUnitsOf } from './fulfilment/order-units.js';
import { findMalformedOrder } from './order-shape.js';
import type { Order, OrderFacts, OrderStatus, PaymentStatus } from './order.js';

/** The order that follows from its facts: status, payment status and money due back are never set by hand. */
export const deriveOrder = (facts: OrderFacts): Order => ({
  ...facts,
  status: deriveStatus(facts),
  paymentStatus: derivePaymentStatus(facts),
  dueBack: { amount: dueAmount(facts), currency: facts.pricing.currency },
});

/**
 * What providers took for the order, in minor units of its currency; of what is no order, nothing.
 *
 * @example capturedAmount(order) >= order.pricing.total.amount // => true
 */
export const capturedAmount = (order: Order): number =>
  findMalformedOrder(order) === undefined ? capturedOf(order) : 0;

export const capturedOf = ({ payments }: Pick<OrderFacts, 'payments'>): number =>
  sumOf(payments.map(({ amount }) => amount.amount));

/** The facts by which money came and went. */
type MoneyFacts = Pick<OrderFacts, 'payments' | 'refunds' | 'disputes'>;

/** What of the captured money the shop still holds: not back, on its way back, or withdrawn by a lost dispute. */
export const heldOf = (facts: MoneyFacts): number => Math.max(0, capturedOf(facts) - goneOf(facts));

const goneOf = ({ refunds, disputes }: MoneyFacts): number =>
  sumOf(refunds.map(({ status, amount }) => (status === 'failed' ? 0 : amount.amount))) +
  sumOf(disputes.map(({ withdrawn }) => amountOf(withdrawn)));

/** What is held for the order itself: the order is paid once that is its total. */
export const keptOf = (order: Order): number => heldOf(order) - order.dueBack.amount;

/** What is left of one payment: neither back, nor on its way back, nor withdrawn. */
export function leftOf({ payments, refunds, disputes }: MoneyFacts, key: AnyPaymentKey): number {
  const ofPayment = (record: AnyPaymentKey) => isSamePayment(record, key);
  return heldOf({
    payments: payments.filter(ofPayment),
    refunds: refunds.filter(ofPayment),
    disputes: disputes.filter(ofPayment),
  });
}

/** A payment, and what is recorded of one, name it by its provider and the provider's reference. */
type AnyPaymentKey = { readonly provider: string; readonly reference?: string; readonly paymentReference?: string };

/** Two providers may use one reference. */
export const isSamePayment = (left: AnyPaymentKey, right: AnyPaymentKey): boolean =>
  left.provider === right.provider && referenceOf(left) === referenceOf(right);

const referenceOf = ({ reference, paymentReference = reference }: AnyPaymentKey): string | undefined =>
  paymentReference;

/**
 * Whether a delayed payment is under way: of one payment success is final; otherwise the latest fact counts, a failure
 * first among equals.
 */
export const isPaymentUnderWay = ({ payments, processingPayments, failedPayments }: OrderFacts): boolean =>
  processingPayments.some(
    (begun) =>
      !payments.some((payment) => isSamePayment(payment, begun)) &&
      !failedPayments.some((failed) => isSamePayment(failed, begun) && compareInstants(failed.at, begun.at) >= 0),
  );

/** What is owed of the money that the shop holds. */
function dueAmount(facts: OrderFacts): number {
  const { cancellation, payments, refunds, disputes, returns, unitCancellations, unitWaivers } = facts;
  const held = heldOf(facts);
  if (cancellation !== undefined) return held;
  const due =
    sumOf(payments.map(({ excess }) => amountOf(excess))) +
    sumOf([...returns, ...unitCancellations, ...unitWaivers].map(({ amount }) => amount.amount));
  // Goodwill settles nothing: what falls due after it is due none the less. A refund that failed settles nothing
  // either, and its goodwill is owed from then on, because it had been promised.
  const settled = goneOf(facts) - sumOf([...refunds, ...disputes].map(({ goodwill }) => amountOf(goodwill)));
  return Math.max(0, Math.min(due - settled, held));
}

function deriveStatus(facts: OrderFacts): OrderStatus {
  const { cancellation, paidAt, shipments, returns, pricing } = facts;
  if (cancellation !== undefined) return 'cancelled';
  if (paidAt === undefined) return 'pending';
  const isOpen = pricing.lines.some((line) => openUnitsOf(facts, line) > 0);
  if (isOpen) return shipments.length === 0 ? 'paid' : 'partially_shipped';
  const isBack =
    returns.length > 0 && pricing.lines.every((line) => countUnits(shipments, line) === countUnits(returns, line));
  if (isBack) return 'returned';
  // Digital lines have been delivered with the payment.
  return shipments.every(({ deliveredAt }) => deliveredAt !== undefined) ? 'delivered' : 'shipped';
}

function derivePaymentStatus(facts: OrderFacts): PaymentStatus {
  const captured = capturedOf(facts);
  const total = facts.pricing.total.amount;
  // What was captured for a cancelled order never made it paid.
  const isCaptured = facts.paidAt !== undefined || (facts.cancellation !== undefined && captured >= total);
  if (!isCaptured) return isPaymentUnderWay(facts) ? 'processing' : 'unpaid';
  // All that a lost dispute withdrew, also while the same money is on its way back by a refund.
  const lost = sumOf(facts.disputes.map(({ status, amount }) => (status === 'lost' ? amount.amount : 0)));
  const confirmed = sumOf(facts.refunds.map(({ status, amount }) => (status === 'confirmed' ? amount.amount : 0)));
  const refunded = Math.min(captured, confirmed + lost) - (captured - total);
  if (refunded <= 0) return 'paid';
  return refunded < total ? 'partially_refunded' : 'refunded';
}
