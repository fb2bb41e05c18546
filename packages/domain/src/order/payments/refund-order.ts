import type { Decision } from '../../decision.js';
import type { Instant, RefundId } from '../../flavoured.js';
import { findOffStep, moneyShape, type Money, type OffStep } from '../../money/money.js';
import { defined, fields, flag, instant, optional, text, type Shape } from '../../shape.js';
import { changeOrder, refuseMalformed, refuseOrder, repeat, type MalformedCommand } from '../change-order.js';
import { heldOf, isSamePayment, leftOf } from '../derive-order.js';
import type { Order, OrderChange, OrderRefusal, Refund } from '../order.js';
import { findBadAmount, ifPositive, type AmountError } from './check-amount.js';

/** Why so much cannot be given back. */
export type RefundAmountError =
  | AmountError<'refund'>
  | OffStep
  | { readonly type: 'order.not-refundable' }
  | { readonly type: 'refund.exceeds-captured'; readonly refundable: Money; readonly requested: Money };

/**
 * Why no refund is requested, with the status that the order has.
 *
 * @example const error: RefundOrderError = { type: 'order.not-refundable', status: 'pending' };
 */
export type RefundOrderError =
  | MalformedCommand
  | OrderRefusal<
      | RefundAmountError
      | { readonly type: 'refund.payment-not-found'; readonly provider: string; readonly paymentReference: string }
      /** The id is known with another amount: accepting it would lose one of the two. */
      | {
          readonly type: 'refund.amount-changed';
          readonly refundId: RefundId;
          readonly recorded: Money;
          readonly requested: Money;
        }
      /** The id is known with another payment or reason. */
      | { readonly type: 'refund.already-recorded'; readonly refundId: RefundId }
    >;

type RefundRequest = {
  readonly id: RefundId;
  readonly amount: Money;
  readonly reason: string;
  readonly provider: string;
  readonly paymentReference: string;
  readonly reported?: boolean | undefined;
  readonly at: Instant;
};

const requestShape: Shape<RefundRequest> = fields<RefundRequest>({
  id: text,
  amount: moneyShape,
  reason: text,
  provider: text,
  paymentReference: text,
  reported: optional(flag),
  at: instant,
});

/**
 * Requests that money goes back: a pending refund of one payment, at most what is held and what is left of that
 * payment. It settles what is due first; the rest is goodwill. While the order is pending only a refund that the
 * provider reports as made (`reported`) is recorded. A repeat does nothing.
 * Errors: `order.not-refundable`, `refund.amount-not-positive`, `refund.amount-changed`, `refund.already-recorded`,
 * `refund.payment-not-found`, `refund.exceeds-captured`, `money.off-step` (unless it is all that is left),
 * `money.currency-mismatch`, `money.not-an-integer`, `money.out-of-range`, `input.malformed`, `order.malformed`.
 *
 * @example
 * const payment = { provider: 'stripe', paymentReference: 'pi_1' };
 * const amount = { amount: 500, currency: 'USD' };
 * const requested = refundOrder(order, { id: 'refund-1', amount, ...payment, reason: 'scratched', at });
 * requested.ok && requested.value.order.refunds[0]?.status; // => 'pending'
 */
export function refundOrder(
  order: Order,
  request: {
    readonly id: RefundId;
    readonly amount: Money;
    readonly reason: string;
    /** With `paymentReference`: the payment it is taken from. */
    readonly provider: string;
    readonly paymentReference: string;
    /** The provider reports the refund as made: it was started there, not by this command. */
    readonly reported?: boolean | undefined;
    readonly at: Instant;
  },
): Decision<OrderChange, RefundOrderError> {
  const malformed = refuseMalformed(order, requestShape, request);
  if (malformed !== undefined) return malformed;
  const { id, amount, reason, provider, paymentReference, reported = false, at } = request;
  const known = order.refunds.find((refund) => refund.id === id);
  if (known !== undefined) {
    if (known.amount.amount !== amount.amount || known.amount.currency !== amount.currency) {
      const amounts = { recorded: known.amount, requested: amount };
      return refuseOrder(order, { type: 'refund.amount-changed', refundId: id, ...amounts });
    }
    if (isSamePayment(known, request) && known.reason === reason) return repeat(order);
    return refuseOrder(order, { type: 'refund.already-recorded', refundId: id });
  }
  if (!order.payments.some((payment) => isSamePayment(payment, request))) {
    return refuseOrder(order, { type: 'refund.payment-not-found', provider, paymentReference });
  }
  const bad = findBadRefund(order, amount, Math.min(heldOf(order), leftOf(order, request)), reported);
  if (bad !== undefined) return refuseOrder(order, bad);
  const refund = defined<Refund>({
    id,
    amount,
    goodwill: goodwillOf(order, amount),
    reason,
    provider,
    paymentReference,
    status: 'pending',
    requestedAt: at,
  });
  return changeOrder(order, { refunds: [...order.refunds, refund] }, at, [
    { type: 'order.refund-requested', refundId: id, amount },
  ]);
}

/** Why so much cannot go back when `left` is there, if it cannot. Off the step only all that is left can. */
export function findBadRefund(
  order: Order,
  amount: Money,
  left: number,
  reported = false,
): RefundAmountError | undefined {
  if (order.status === 'pending' && !reported) return { type: 'order.not-refundable' };
  const bad = findBadAmount(order, 'refund', amount);
  if (bad !== undefined) return bad;
  if (amount.amount > left) {
    const refundable = { amount: left, currency: amount.currency };
    return { type: 'refund.exceeds-captured', refundable, requested: amount };
  }
  return amount.amount === left ? undefined : findOffStep(amount);
}

/** What of an amount that goes back is given past what is due. */
export const goodwillOf = ({ dueBack }: Order, { amount, currency }: Money): Money | undefined =>
  ifPositive(amount - dueBack.amount, currency);
