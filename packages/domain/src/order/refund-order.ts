import { accept, refuse, type Decision } from '../decision.js';
import type { Instant, RefundId } from '../flavoured.js';
import { safeInteger, type CurrencyMismatch, type Money, type MoneyNotInteger, type MoneyOutOfRange } from '../money/money.js';
import { capturedAmount, deriveOrder, refundedAmount } from './derive-order.js';
import { unchanged, type Order, type OrderChange, type OrderStatus } from './order.js';

export type RefundOrderError =
  | CurrencyMismatch
  | MoneyNotInteger
  | MoneyOutOfRange
  | { readonly type: 'order.not-refundable'; readonly status: OrderStatus }
  | { readonly type: 'refund.amount-not-positive'; readonly amount: Money }
  | { readonly type: 'refund.exceeds-captured'; readonly refundable: Money; readonly requested: Money }
  /** The id is known with another amount: answering "done" would lose one of the two. */
  | {
      readonly type: 'refund.amount-changed';
      readonly refundId: RefundId;
      readonly recorded: Money;
      readonly requested: Money;
    };

export type ConfirmRefundError =
  | { readonly type: 'refund.not-found'; readonly refundId: RefundId }
  | { readonly type: 'refund.not-pending'; readonly refundId: RefundId; readonly status: 'failed' };

/**
 * Asks for money to go back: a pending refund, at most what is captured and not already going back. It pays off what is
 * due first; the rest is goodwill. Repeating it with the same id does nothing.
 * Errors: `order.not-refundable`, `refund.amount-not-positive`, `refund.amount-changed`, `refund.exceeds-captured`,
 * `money.currency-mismatch`, `money.not-an-integer`, `money.out-of-range`.
 */
export function refundOrder(
  order: Order,
  request: {
    readonly id: RefundId;
    readonly amount: Money;
    readonly reason: string;
    readonly paymentReference?: string;
    readonly at: Instant;
  },
): Decision<OrderChange, RefundOrderError> {
  const { at, ...asked } = request;
  const { id, amount } = asked;
  const { currency } = order.pricing;
  const known = order.refunds.find((refund) => refund.id === id);
  if (known !== undefined) {
    const same = known.amount.amount === amount.amount && known.amount.currency === amount.currency;
    if (same) return accept(unchanged(order));
    return refuse({ type: 'refund.amount-changed', refundId: id, recorded: known.amount, requested: amount });
  }
  if (order.status === 'pending') return refuse({ type: 'order.not-refundable', status: order.status });
  if (amount.currency !== currency) {
    return refuse({ type: 'money.currency-mismatch', expected: currency, actual: amount.currency });
  }
  const whole = safeInteger(amount.amount);
  if (!whole.ok) return whole;
  if (amount.amount <= 0) return refuse({ type: 'refund.amount-not-positive', amount });
  const refundable = capturedAmount(order) - refundedAmount(order, ['confirmed', 'pending']);
  if (amount.amount > refundable) {
    return refuse({ type: 'refund.exceeds-captured', refundable: { amount: refundable, currency }, requested: amount });
  }
  const past = amount.amount - order.dueBack.amount;
  const goodwill = past > 0 ? { goodwill: { amount: past, currency } } : {};
  const refunds = [...order.refunds, { ...asked, ...goodwill, status: 'pending', requestedAt: at } as const];
  return accept({ order: deriveOrder({ ...order, refunds }), events: [], stock: [] });
}

/**
 * Settles a pending refund once its provider confirms it; a repeat does nothing.
 * Errors: `refund.not-found`, `refund.not-pending`.
 */
export function confirmRefund(
  order: Order,
  { id, at }: { readonly id: RefundId; readonly at: Instant },
): Decision<OrderChange, ConfirmRefundError> {
  const refund = order.refunds.find((known) => known.id === id);
  if (refund === undefined) return refuse({ type: 'refund.not-found', refundId: id });
  switch (refund.status) {
    case 'confirmed':
      return accept(unchanged(order));
    case 'failed':
      return refuse({ type: 'refund.not-pending', refundId: id, status: refund.status });
    case 'pending':
      return accept({
        order: deriveOrder({
          ...order,
          refunds: order.refunds.map((known) =>
            known.id === id ? { ...known, status: 'confirmed', settledAt: at } : known,
          ),
        }),
        events: [{ type: 'order.refunded', orderId: order.id, at, refundId: id, amount: refund.amount }],
        stock: [],
      });
  }
}
