import type { Decision } from '../../decision.js';
import type { Instant, RefundId } from '../../flavoured.js';
import type { Money } from '../../money/money.js';
import { changeOrder, refuseOrder, repeat } from '../change-order.js';
import { findBadAmount, type AmountError } from './check-amount.js';
import { capturedAmount, goneAmount } from '../derive-order.js';
import type { Order, OrderChange, OrderRefusal } from '../order.js';

/** Why so much cannot be given back. */
export type RefundAmountError =
  | AmountError<'refund'>
  | { readonly type: 'order.not-refundable' }
  | { readonly type: 'refund.exceeds-captured'; readonly refundable: Money; readonly requested: Money };

/**
 * Why no refund is asked for, with the status that the order has.
 *
 * @example const error: RefundOrderError = { type: 'order.not-refundable', status: 'pending' };
 */
export type RefundOrderError = OrderRefusal<
  | RefundAmountError
  /** The id is known with another amount: answering "done" would lose one of the two. */
  | {
      readonly type: 'refund.amount-changed';
      readonly refundId: RefundId;
      readonly recorded: Money;
      readonly requested: Money;
    }
>;

/**
 * Asks for money to go back: a pending refund, at most what is captured and not already going back. It pays off what is
 * due first; the rest is goodwill. Repeating it with the same id does nothing.
 * Errors: `order.not-refundable`, `refund.amount-not-positive`, `refund.amount-changed`, `refund.exceeds-captured`,
 * `money.currency-mismatch`, `money.not-an-integer`, `money.out-of-range`.
 *
 * @example
 * const asked = refundOrder(order, { id: 'refund-1', amount: { amount: 500, currency: 'USD' }, reason: 'scratched', at });
 * asked.ok && asked.value.order.refunds[0]?.status; // => 'pending'
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
  const known = order.refunds.find((refund) => refund.id === id);
  if (known !== undefined) {
    const same = known.amount.amount === amount.amount && known.amount.currency === amount.currency;
    if (same) return repeat(order);
    return refuseOrder(order, {
      type: 'refund.amount-changed',
      refundId: id,
      recorded: known.amount,
      requested: amount,
    });
  }
  const bad = findBadRefund(order, amount);
  if (bad !== undefined) return refuseOrder(order, bad);
  const refund = { ...asked, ...goodwillOf(order, amount), status: 'pending', requestedAt: at } as const;
  return changeOrder(order, { refunds: [...order.refunds, refund] }, at, [
    { type: 'order.refund-requested', refundId: id, amount },
  ]);
}

/** What keeps so much from going back, if anything does: at most what is captured and not already going back can. */
export function findBadRefund(order: Order, amount: Money): RefundAmountError | undefined {
  if (order.status === 'pending') return { type: 'order.not-refundable' };
  const bad = findBadAmount(order, 'refund', amount);
  if (bad !== undefined) return bad;
  const held = Math.max(0, capturedAmount(order) - goneAmount(order));
  if (amount.amount <= held) return undefined;
  return {
    type: 'refund.exceeds-captured',
    refundable: { amount: held, currency: amount.currency },
    requested: amount,
  };
}

/** What of an amount that goes back is given past what is due. */
export function goodwillOf({ dueBack }: Order, { amount, currency }: Money): { readonly goodwill?: Money } {
  const past = amount - dueBack.amount;
  return past > 0 ? { goodwill: { amount: past, currency } } : {};
}
