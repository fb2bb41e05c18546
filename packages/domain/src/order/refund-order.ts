import { accept, refuse, type Decision } from '../decision.js';
import type { Instant, RefundId } from '../flavoured.js';
import type { CurrencyMismatch, Money } from '../money/money.js';
import { capturedAmount, deriveOrder, refundedAmount } from './derive-order.js';
import { unchanged, type Order, type OrderChange, type OrderStatus } from './order.js';

export type RefundOrderError =
  | CurrencyMismatch
  | { readonly type: 'order.not-refundable'; readonly status: OrderStatus }
  | { readonly type: 'refund.amount-not-positive'; readonly amount: Money }
  | { readonly type: 'refund.exceeds-captured'; readonly refundable: Money; readonly requested: Money };

export type ConfirmRefundError =
  | { readonly type: 'refund.not-found'; readonly refundId: RefundId }
  | { readonly type: 'refund.not-pending'; readonly refundId: RefundId; readonly status: 'failed' };

/**
 * Asks for money to go back: a pending refund, at most what is captured and not already going back. Repeating it with
 * the same id does nothing.
 * Errors: `order.not-refundable`, `refund.amount-not-positive`, `refund.exceeds-captured`, `money.currency-mismatch`.
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
  if (order.refunds.some((refund) => refund.id === id)) return accept(unchanged(order));
  if (order.status === 'pending') return refuse({ type: 'order.not-refundable', status: order.status });
  if (amount.currency !== currency) {
    return refuse({ type: 'money.currency-mismatch', expected: currency, actual: amount.currency });
  }
  if (!(amount.amount > 0)) return refuse({ type: 'refund.amount-not-positive', amount });
  const refundable = capturedAmount(order) - refundedAmount(order, ['confirmed', 'pending']);
  if (amount.amount > refundable) {
    return refuse({ type: 'refund.exceeds-captured', refundable: { amount: refundable, currency }, requested: amount });
  }
  const refunds = [...order.refunds, { ...asked, status: 'pending', requestedAt: at } as const];
  return accept({ order: deriveOrder({ ...order, refunds }), events: [], stock: [] });
}

/** Settles a pending refund once its provider confirms it; a repeat does nothing. Errors: `refund.not-found`, `refund.not-pending`. */
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
