import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lawRuns } from '../../testing/law-runs.js';
import { at, placed, usd } from '../../testing/shop.js';
import type { Decision } from '../decision.js';
import { cancelOrder } from './cancel-order.js';
import type { Order, OrderChange } from './order.js';
import { recordPayment, recordPaymentFailure } from './record-payment.js';
import { confirmRefund, refundOrder } from './refund-order.js';

type Command =
  | { readonly type: 'pay'; readonly reference: string; readonly amount: number }
  | { readonly type: 'fail'; readonly reference: string }
  | { readonly type: 'cancel' }
  | { readonly type: 'refund'; readonly id: string; readonly amount: number }
  | { readonly type: 'confirm'; readonly id: string };

/** What an order should come to, kept by hand in the plainest way. */
type Model = {
  readonly total: number;
  readonly payments: Map<string, number>;
  readonly pending: Map<string, number>;
  readonly confirmed: Map<string, number>;
  due: number;
  cancelled: boolean;
};

const amount = fc.constantFrom(-1, 0, 1, 40, 60, 100, 150);
const id = fc.constantFrom('a', 'b', 'c', '__proto__');
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('pay' as const), reference: id, amount }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('fail' as const), reference: id }) },
  { weight: 1, arbitrary: fc.constant({ type: 'cancel' as const }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('refund' as const), id, amount }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('confirm' as const), id }) },
);

const sum = (amounts: Iterable<number>): number => [...amounts].reduce((all, each) => all + each, 0);
const captured = (model: Model): number => sum(model.payments.values());
const confirmed = (model: Model): number => sum(model.confirmed.values());
const held = (model: Model): number => captured(model) - sum(model.pending.values()) - confirmed(model);
const statusOf = (model: Model): Order['status'] =>
  model.cancelled ? 'cancelled' : captured(model) >= model.total ? 'paid' : 'pending';

const paymentStatusOf = (model: Model): Order['paymentStatus'] => {
  if (captured(model) < model.total) return 'unpaid';
  if (confirmed(model) === 0) return 'paid';
  return confirmed(model) < captured(model) ? 'partially_refunded' : 'refunded';
};

function run(order: Order, told: Command): Decision<OrderChange, { readonly type: string }> {
  switch (told.type) {
    case 'pay':
      return recordPayment(order, { provider: 'stripe', reference: told.reference, amount: usd(told.amount), at });
    case 'fail':
      return recordPaymentFailure(order, { provider: 'stripe', reference: told.reference, reason: 'declined', at });
    case 'cancel':
      return cancelOrder(order, { at });
    case 'refund':
      return refundOrder(order, { id: told.id, amount: usd(told.amount), reason: 'asked', at });
    case 'confirm':
      return confirmRefund(order, { id: told.id, at });
  }
}

/** Tells the model the same; answers whether the command should have been accepted. */
function follow(model: Model, told: Command): boolean {
  switch (told.type) {
    case 'fail':
      return true;
    case 'pay': {
      const known = model.payments.get(told.reference);
      if (known !== undefined) return known === told.amount;
      if (told.amount <= 0) return false;
      const before = captured(model);
      model.payments.set(told.reference, told.amount);
      model.due += model.cancelled ? told.amount : Math.max(0, captured(model) - Math.max(before, model.total));
      return true;
    }
    case 'cancel':
      if (model.cancelled) return false;
      model.cancelled = true;
      model.due = held(model);
      return true;
    case 'refund': {
      const known = model.pending.get(told.id) ?? model.confirmed.get(told.id);
      if (known !== undefined) return known === told.amount;
      if (statusOf(model) === 'pending' || told.amount <= 0 || told.amount > held(model)) return false;
      model.pending.set(told.id, told.amount);
      model.due = Math.max(0, model.due - told.amount);
      return true;
    }
    case 'confirm': {
      const waiting = model.pending.get(told.id);
      if (waiting === undefined) return model.confirmed.has(told.id);
      model.pending.delete(told.id);
      model.confirmed.set(told.id, waiting);
      return true;
    }
  }
}

/** Runs the commands on an order and on the model, and shows both to `look` after each. */
const sequences = (look: (order: Order, model: Model, change: OrderChange | undefined, before: Order) => void): void =>
  fc.assert(
    fc.property(fc.constantFrom(0, 100), fc.array(command, { maxLength: 25 }), (total, commands) => {
      const model: Model = { total, payments: new Map(), pending: new Map(), confirmed: new Map(), due: 0, cancelled: false };
      let order = placed(total);
      for (const told of commands) {
        const before = order;
        const decision = run(order, told);
        expect(decision.ok).toBe(follow(model, told));
        if (decision.ok) order = decision.value.order;
        look(order, model, decision.ok ? decision.value : undefined, before);
      }
    }),
    lawRuns,
  );

describe('whatever happens to an order, and in whatever sequence', () => {
  test('status, payment status and money due back follow from its facts', () => {
    sequences((order, model) => {
      expect(order).toMatchObject({
        status: statusOf(model),
        paymentStatus: paymentStatusOf(model),
        dueBack: usd(model.due),
      });
    });
  });

  test('no more goes back than came in, and no more is owed than is held', () => {
    sequences(({ payments, refunds, dueBack }) => {
      const kept = sum(payments.map((each) => each.amount.amount)) - sum(refunds.map((each) => each.amount.amount));
      expect(kept).toBeGreaterThanOrEqual(0);
      expect(dueBack.amount).toBeGreaterThanOrEqual(0);
      expect(dueBack.amount).toBeLessThanOrEqual(kept);
    });
  });

  test('it stays cancelled, and its stock comes back once and only then', () => {
    sequences((order, _, change, before) => {
      expect(before.status === 'cancelled' && order.status !== 'cancelled').toBe(false);
      const cancelledNow = before.status !== 'cancelled' && order.status === 'cancelled';
      expect(change?.stock.length ?? 0).toBe(cancelledNow ? 2 : 0);
    });
  });

  test('the price and the stock it was placed with never change', () => {
    sequences((order, _, __, before) => {
      expect(order.pricing).toStrictEqual(before.pricing);
    });
  });

  test('it says that it is paid exactly when it becomes so', () => {
    sequences((order, _, change, before) => {
      const said = (change?.events ?? []).some(({ type }) => type === 'order.paid');
      expect(said).toBe(before.status === 'pending' && order.status === 'paid');
    });
  });
});
