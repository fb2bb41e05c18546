import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accepted } from '../../../testing/accepted.js';
import { lawRuns } from '../../../testing/law-runs.js';
import { placed, usd } from '../../../testing/shop.js';
import type { Decision } from '../../decision.js';
import type { Order, OrderChange } from '../order.js';
import { refundable } from '../order-queries.js';
import { recordDispute } from './record-dispute.js';
import { recordPayment } from './record-payment.js';
import { refundOrder } from './refund-order.js';
import { confirmRefund, failRefund } from './settle-refund.js';

/** What a provider reports, and the minute in which it happened. */
type Fact = {
  readonly name: string;
  readonly minute: number;
  readonly record: (order: Order) => Decision<OrderChange, { readonly type: string }>;
};

const total = 1000;
const instantOf = (minute: number): string => `2026-11-22T00:0${minute}:00.000Z`;

const payment = (reference: string, amount: number, minute: number): Fact => ({
  name: `payment ${reference} of ${amount} at ${minute}`,
  minute,
  record: (order) =>
    recordPayment(order, { provider: 'stripe', reference, amount: usd(amount), at: instantOf(minute) }),
});

const refund = (reference: string, amount: number, minute: number): Fact => ({
  name: `refund of ${reference}, ${amount} at ${minute}`,
  minute,
  record: (order) => {
    const facts = { id: reference, amount: usd(amount), reason: 'paid twice', reported: true, at: instantOf(minute) };
    return refundOrder(order, { ...facts, provider: 'stripe', paymentReference: reference });
  },
});

const lostDispute = (reference: string, amount: number, minute: number): Fact => ({
  name: `lost dispute of ${reference}, ${amount} at ${minute}`,
  minute,
  record: (order) => {
    const facts = { id: reference, provider: 'stripe', paymentReference: reference };
    return recordDispute(order, { ...facts, amount: usd(amount), status: 'lost', at: instantOf(minute) });
  },
});

/**
 * The order after these facts, and after the refunds of two payments have ended, one well. A refused fact is reported
 * again: the payment that it names may be recorded meanwhile.
 */
function after(facts: readonly Fact[]): Order {
  let order = placed(total);
  let left = facts;
  while (left.length > 0) {
    const refused = left.filter(({ record }) => {
      const decision = record(order);
      if (decision.ok) ({ order } = decision.value);
      return !decision.ok;
    });
    expect(refused.length).toBeLessThan(left.length);
    left = refused;
  }
  const at = instantOf(6);
  for (const { id } of order.refunds) {
    if (id === 'a') ({ order } = accepted(failRefund(order, { id, at })));
    if (id === 'b') ({ order } = accepted(confirmRefund(order, { id, at })));
  }
  return order;
}

const sumsOf = (order: Order) => ({
  status: order.status,
  paymentStatus: order.paymentStatus,
  dueBack: order.dueBack.amount,
  refundable: refundable(order).amount,
  goodwill: [...order.refunds, ...order.disputes].reduce((sum, { goodwill }) => sum + (goodwill?.amount ?? 0), 0),
});

/** A payment, and perhaps how some of it went back: at the last payment's instant or later. */
const paymentAndReversal = (reference: string): fc.Arbitrary<readonly Fact[]> =>
  fc
    .record({
      paid: fc.constantFrom(100, 400, 600, total, 1500),
      paidIn: fc.integer({ min: 1, max: 3 }),
      back: fc.constantFrom(1, 100, 400, 1500),
      backIn: fc.integer({ min: 3, max: 5 }),
      way: fc.constantFrom('none', 'refund', 'dispute'),
    })
    .map(({ paid, paidIn, back, backIn, way }) => {
      const amount = Math.min(paid, back);
      const taken = payment(reference, paid, paidIn);
      if (way === 'none') return [taken];
      return [taken, (way === 'refund' ? refund : lostDispute)(reference, amount, backIn)];
    });

const history = fc
  .tuple(...['a', 'b', 'c'].map(paymentAndReversal))
  .map((facts) => facts.flat())
  .chain((facts) => fc.shuffledSubarray(facts, { minLength: facts.length }));

const inTime = (facts: readonly Fact[]): readonly Fact[] => {
  const rankOf = ({ name, minute }: Fact): number => minute + (name.startsWith('payment') ? 0 : 0.5);
  return [...facts].sort((one, other) => rankOf(one) - rankOf(other));
};

describe('payments, and the refunds and lost disputes that follow them', () => {
  /**
   * Not compared is an arrival that does not make the order paid: so much was back that what was captured never reached
   * the total. In the order of instants it was paid, and no refund undoes that.
   */
  test('lead to the same sums in whatever order they arrive', () => {
    let compared = 0;
    fc.assert(
      fc.property(history, (facts) => {
        const arrived = after(facts);
        if (arrived.status === 'pending') return;
        compared += 1;
        expect({ facts: facts.map(({ name }) => name), ...sumsOf(arrived) }).toStrictEqual({
          facts: facts.map(({ name }) => name),
          ...sumsOf(after(inTime(facts))),
        });
      }),
      lawRuns,
    );
    expect(compared).toBeGreaterThan(lawRuns.numRuns / 10);
  });
});
