import type { Decision } from '../../decision.js';
import type { DisputeId, Instant } from '../../flavoured.js';
import { moneyShape, type Money } from '../../money/money.js';
import { defined, fields, instant, text, word, type Shape } from '../../shape.js';
import { amountOf } from '../../sum-of.js';
import { changeOrder, refuseMalformed, refuseOrder, repeat, type MalformedCommand } from '../change-order.js';
import { deriveOrder, heldOf, isSamePayment } from '../derive-order.js';
import type { OrderHappening } from '../order-event.js';
import type { Dispute, Order, OrderChange, OrderRefusal } from '../order.js';
import { findBadAmount, ifPositive, type AmountError } from './check-amount.js';
import { goodwillOf } from './refund-order.js';

/**
 * Why what a provider reports of a dispute is not recorded, with the status that the order has.
 *
 * @example
 * const payment = { provider: 'stripe', paymentReference: 'pi_2' };
 * const error: RecordDisputeError = { type: 'dispute.payment-not-found', ...payment, status: 'paid' };
 */
export type RecordDisputeError =
  | MalformedCommand
  | OrderRefusal<
      | AmountError<'dispute'>
      | { readonly type: 'dispute.payment-not-found'; readonly provider: string; readonly paymentReference: string }
      | { readonly type: 'dispute.exceeds-payment'; readonly paid: Money; readonly disputed: Money }
      | {
          readonly type: 'dispute.amount-changed';
          readonly disputeId: DisputeId;
          readonly recorded: Money;
          readonly actual: Money;
        }
      /** The id is known with another payment. */
      | { readonly type: 'dispute.already-recorded'; readonly disputeId: DisputeId }
      | {
          readonly type: 'dispute.already-settled';
          readonly disputeId: DisputeId;
          readonly disputeStatus: Dispute['status'];
        }
    >;

type DisputeReport = {
  readonly id: DisputeId;
  readonly provider: string;
  readonly paymentReference: string;
  readonly amount: Money;
  readonly status: Dispute['status'];
  readonly at: Instant;
};

const reportShape: Shape<DisputeReport> = fields<DisputeReport>({
  id: text,
  provider: text,
  paymentReference: text,
  amount: moneyShape,
  status: word('open', 'won', 'lost'),
  at: instant,
});

const events = { open: 'order.disputed', won: 'order.dispute-won', lost: 'order.dispute-lost' } as const;

/**
 * Records what a provider reports of a contested payment, whatever the order's status: that the dispute is `open`, or
 * how it ended. Of one dispute a repeat, and an `open` that arrives after the end, does nothing. A lost one has
 * withdrawn its amount: that counts as a confirmed refund, at most what the shop still held; it settles what is due
 * first, and the rest is goodwill. A won one changes no amount, and reports again all that is due.
 * Errors: `dispute.amount-not-positive`, `dispute.payment-not-found`, `dispute.exceeds-payment`,
 * `dispute.amount-changed`, `dispute.already-recorded`, `dispute.already-settled`, `money.currency-mismatch`,
 * `money.not-an-integer`, `money.out-of-range`, `input.malformed`, `order.malformed`.
 *
 * @example
 * const facts = { id: 'dp_1', provider: 'stripe', paymentReference: 'pi_1', amount: order.pricing.total, at };
 * const lost = recordDispute(order, { ...facts, status: 'lost' });
 * lost.ok && lost.value.order.paymentStatus; // => 'refunded'
 */
export function recordDispute(
  order: Order,
  report: {
    readonly id: DisputeId;
    readonly provider: string;
    readonly paymentReference: string;
    readonly amount: Money;
    readonly status: Dispute['status'];
    readonly at: Instant;
  },
): Decision<OrderChange, RecordDisputeError> {
  const malformed = refuseMalformed(order, reportShape, report);
  if (malformed !== undefined) return malformed;
  const { id: disputeId, provider, paymentReference, amount, status, at } = report;
  const bad = findBadAmount(order, 'dispute', amount);
  if (bad !== undefined) return refuseOrder(order, bad);
  const known = order.disputes.find(({ id }) => id === disputeId);
  if (known !== undefined) {
    if (!isSamePayment(known, report)) {
      return refuseOrder(order, { type: 'dispute.already-recorded', disputeId });
    }
    if (known.amount.amount !== amount.amount) {
      const amounts = { recorded: known.amount, actual: amount };
      return refuseOrder(order, { type: 'dispute.amount-changed', disputeId, ...amounts });
    }
    if (status === 'open' || known.status === status) return repeat(order);
    if (known.status !== 'open') {
      return refuseOrder(order, { type: 'dispute.already-settled', disputeId, disputeStatus: known.status });
    }
  }
  const paid = order.payments.find((payment) => isSamePayment(payment, report))?.amount;
  if (paid === undefined) return refuseOrder(order, { type: 'dispute.payment-not-found', provider, paymentReference });
  if (amount.amount > paid.amount) {
    return refuseOrder(order, { type: 'dispute.exceeds-payment', paid, disputed: amount });
  }
  // Of a lost amount what the shop still held.
  const withdrawn = status === 'lost' ? { ...amount, amount: Math.min(amount.amount, heldOf(order)) } : undefined;
  const dispute = defined<Dispute>({
    id: disputeId,
    provider,
    paymentReference,
    amount,
    withdrawn,
    goodwill: withdrawn === undefined ? undefined : goodwillOf(order, withdrawn),
    status,
    openedAt: known?.openedAt ?? at,
    settledAt: status === 'open' ? undefined : at,
  });
  const disputes =
    known === undefined
      ? [...order.disputes, dispute]
      : order.disputes.map((each) => (each === known ? dispute : each));
  const happenings: OrderHappening[] = [{ type: events[status], disputeId, amount }];
  // A refund of a disputed payment fails: now it can be requested again.
  if (status === 'won' && order.dueBack.amount > 0) {
    happenings.push({ type: 'order.refund-due', dueBack: order.dueBack });
  }
  return changeOrder(order, { disputes }, at, happenings);
}

/**
 * A refund failed, so that its `amount` is held again. What a lost dispute withdrew while that was on its way, or back,
 * comes off it: the customer has it from the bank, in whatever order the facts arrive.
 */
export function withdrawLater(order: Order, amount: number): Order {
  let held = amount;
  let changed = order;
  for (const dispute of order.disputes) {
    const { withdrawn, goodwill } = dispute;
    if (withdrawn === undefined) continue;
    const more = Math.min(held, dispute.amount.amount - withdrawn.amount);
    if (more <= 0) continue;
    held -= more;
    const past = amountOf(goodwill) + Math.max(0, more - changed.dueBack.amount);
    const later = defined<Dispute>({
      ...dispute,
      withdrawn: { ...withdrawn, amount: withdrawn.amount + more },
      goodwill: ifPositive(past, withdrawn.currency),
    });
    changed = deriveOrder({ ...changed, disputes: changed.disputes.map((each) => (each === dispute ? later : each)) });
  }
  return changed;
}
