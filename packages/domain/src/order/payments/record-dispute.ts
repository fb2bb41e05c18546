import type { Decision } from '../../decision.js';
import type { DisputeId, Instant } from '../../flavoured.js';
import type { Money } from '../../money/money.js';
import { changeOrder, refuseOrder, repeat } from '../change-order.js';
import { findBadAmount, type AmountError } from './check-amount.js';
import type { Dispute, Order, OrderChange, OrderRefusal } from '../order.js';
import { goodwillOf } from './refund-order.js';

/**
 * Why what a provider says of a dispute is not recorded, with the status that the order has.
 *
 * @example
 * const error: RecordDisputeError = { type: 'dispute.payment-not-found', paymentReference: 'pi_2', status: 'paid' };
 */
export type RecordDisputeError = OrderRefusal<
  | AmountError<'dispute'>
  | { readonly type: 'order.not-disputable' }
  | { readonly type: 'dispute.payment-not-found'; readonly paymentReference: string }
  | {
      readonly type: 'dispute.amount-changed';
      readonly disputeId: DisputeId;
      readonly recorded: Money;
      readonly actual: Money;
    }
  | {
      readonly type: 'dispute.already-settled';
      readonly disputeId: DisputeId;
      readonly disputeStatus: Dispute['status'];
    }
>;

const events = { open: 'order.disputed', won: 'order.dispute-won', lost: 'order.dispute-lost' } as const;

/**
 * Records what a provider says of a contested payment of an order whose total was captured, whatever has become of the
 * order since: that the dispute is `open`, or how it ended. Of one dispute a repeat, and an `open` that arrives after the
 * end, does nothing. A lost one has withdrawn its amount: that counts as refunded, at most what the shop still held; it
 * pays off what is due first, and the rest is goodwill.
 * Errors: `order.not-disputable`, `dispute.amount-not-positive`, `dispute.payment-not-found`, `dispute.amount-changed`,
 * `dispute.already-settled`, `money.currency-mismatch`, `money.not-an-integer`, `money.out-of-range`.
 *
 * @example
 * const facts = { id: 'dp_1', provider: 'stripe', paymentReference: 'pi_1', amount: order.pricing.total, at };
 * const lost = recordDispute(order, { ...facts, status: 'lost' });
 * lost.ok && lost.value.order.paymentStatus; // => 'refunded'
 */
export function recordDispute(
  order: Order,
  told: {
    readonly id: DisputeId;
    readonly provider: string;
    readonly paymentReference: string;
    readonly amount: Money;
    readonly status: Dispute['status'];
    readonly at: Instant;
  },
): Decision<OrderChange, RecordDisputeError> {
  const { at, ...facts } = told;
  const { id: disputeId, provider, paymentReference, amount, status } = facts;
  if (order.paymentStatus === 'unpaid') return refuseOrder(order, { type: 'order.not-disputable' });
  const bad = findBadAmount(order, 'dispute', amount);
  if (bad !== undefined) return refuseOrder(order, bad);
  if (!order.payments.some((paid) => paid.provider === provider && paid.reference === paymentReference)) {
    return refuseOrder(order, { type: 'dispute.payment-not-found', paymentReference });
  }
  const known = order.disputes.find(({ id }) => id === disputeId);
  if (known !== undefined && known.amount.amount !== amount.amount) {
    return refuseOrder(order, { type: 'dispute.amount-changed', disputeId, recorded: known.amount, actual: amount });
  }
  if (known !== undefined && (status === 'open' || known.status === status)) return repeat(order);
  if (known !== undefined && known.status !== 'open') {
    return refuseOrder(order, { type: 'dispute.already-settled', disputeId, disputeStatus: known.status });
  }
  const dispute: Dispute = {
    ...facts,
    ...(status === 'lost' ? goodwillOf(order, amount) : {}),
    openedAt: known?.openedAt ?? at,
    ...(status === 'open' ? {} : { settledAt: at }),
  };
  const disputes =
    known === undefined
      ? [...order.disputes, dispute]
      : order.disputes.map((each) => (each === known ? dispute : each));
  return changeOrder(order, { disputes }, at, [{ type: events[status], disputeId, amount }]);
}
