/**
 * Money that goes back after a payment settles its excess, in whatever order the two are reported. Their instants
 * decide; at one instant the payment was first. The order of arrival still counts in three cases:
 *
 * - Money was back before the total was recorded. Then the order is not paid, though by the instants it was. Once an
 *   order is paid, it stays paid, so the other order of arrival cannot be corrected either.
 * - A refund or lost dispute is reported after a payment that is later than it. It pays off what is due by then,
 *   because that may be on its way back already.
 * - A refund is reported after a lost dispute of the same payment. It is refused: nothing of the payment is left.
 */
import type { Instant } from '../../flavoured.js';
import { compareInstants } from '../../instant.js';
import { amountOf, sumOf } from '../../sum-of.js';
import { defined } from '../../shape.js';
import type { Dispute, Order, OrderFacts, Payment, Refund } from '../order.js';
import { ifPositive } from './check-amount.js';

type Gone = Refund | Dispute;

const goneAt = (gone: Gone): Instant => ('requestedAt' in gone ? gone.requestedAt : (gone.settledAt ?? gone.openedAt));

/** Refunds and disputes by which money went at `since` or later, the earliest first. */
const goneSince = ({ refunds, disputes }: OrderFacts, since: Instant): readonly Gone[] =>
  [...refunds, ...disputes]
    .filter((gone) => compareInstants(goneAt(gone), since) >= 0)
    .sort((a, b) => compareInstants(goneAt(a), goneAt(b)));

/** What was given as goodwill at `since` or later, in minor units. */
export const goodwillSince = (order: Order, since: Instant): number =>
  sumOf(goneSince(order, since).map(({ goodwill }) => amountOf(goodwill)));

/**
 * The refunds and disputes of an order as they are if a `payment` that is reported now had been known since it was
 * made: a lost dispute withdraws from it what it lacked, and goodwill settles its excess.
 */
export function settleGoodwill(order: Order, payment: Payment): Pick<OrderFacts, 'refunds' | 'disputes'> {
  let held = payment.amount.amount;
  let excess = amountOf(payment.excess);
  const changed = new Map<Gone, Gone>();
  for (const gone of goneSince(order, payment.at)) {
    const withdrawn = 'withdrawn' in gone ? gone.withdrawn : undefined;
    const more = withdrawn === undefined ? 0 : Math.min(held, gone.amount.amount - withdrawn.amount);
    const given = amountOf(gone.goodwill) + more;
    const settled = Math.min(excess, given);
    held -= more;
    excess -= settled;
    changed.set(
      gone,
      defined({
        ...gone,
        withdrawn: withdrawn && { ...withdrawn, amount: withdrawn.amount + more },
        goodwill: ifPositive(given - settled, gone.amount.currency),
      }),
    );
  }
  const settle = <T extends Gone>(gone: T) => (changed.get(gone) ?? gone) as T;
  return { refunds: order.refunds.map(settle), disputes: order.disputes.map(settle) };
}
