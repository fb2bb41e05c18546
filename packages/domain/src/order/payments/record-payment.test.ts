/** Long because it holds every rule of the three facts of a payment: captured, under way and failed. */
import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { place } from '../../../testing/order-life.js';
import { at, entry, free, input, placed, usd } from '../../../testing/shop.js';
import { cancelOrder } from '../cancelling/cancel-order.js';
import { expireOrder } from '../cancelling/expire-order.js';
import { refundable } from '../order-queries.js';
import type { Order, Payment } from '../order.js';
import { checkPayment } from './check-payment.js';
import { recordDispute } from './record-dispute.js';
import { recordPayment, recordPaymentFailure, recordPaymentProcessing } from './record-payment.js';
import { refundOrder } from './refund-order.js';
import { confirmRefund } from './settle-refund.js';

const payment = (amount: number, reference = 'pi_1', provider = 'stripe'): Payment => ({
  provider,
  reference,
  amount: usd(amount),
  at,
});
const pay = (order: Order, ...payments: readonly Payment[]): Order =>
  payments.reduce((sofar, each) => accepted(recordPayment(sofar, each)).order, order);
/** The first payment, as a refund names it. */
const first = { provider: 'stripe', paymentReference: 'pi_1' };
const later = '2026-11-22T00:00:00.000Z';

describe('recording a payment', () => {
  test('of the total makes the order paid, and reports it once', () => {
    const { order, events, stock, usage } = accepted(recordPayment(placed(1000), payment(1000)));
    expect(order).toMatchObject({ status: 'paid', paymentStatus: 'paid', dueBack: usd(0), payments: [payment(1000)] });
    expect(events).toStrictEqual([{ type: 'order.paid', orderId: 'order-1', at, captured: usd(1000) }]);
    expect([stock, usage]).toStrictEqual([[], []]);
  });

  test('of a part leaves the order pending and unpaid until the rest comes', () => {
    const { order, events } = accepted(recordPayment(placed(1000), payment(999)));
    expect(order).toMatchObject({ status: 'pending', paymentStatus: 'unpaid', dueBack: usd(0) });
    const reported = { provider: 'stripe', reference: 'pi_1', amount: usd(999) };
    expect(events).toStrictEqual([{ type: 'order.payment-recorded', orderId: 'order-1', at, ...reported }]);
    expect(accepted(recordPayment(order, payment(1, 'pi_2'))).events).toMatchObject([
      { type: 'order.paid', captured: usd(1000) },
    ]);
  });

  test('a second time does nothing', () => {
    const paid = pay(placed(1000), payment(1000));
    expect(accepted(recordPayment(paid, { ...payment(1000), at: later }))).toStrictEqual({
      order: paid,
      events: [],
      stock: [],
      usage: [],
    });
  });

  test('again with another amount is refused', () => {
    expect(refused(recordPayment(pay(placed(1000), payment(1000)), payment(999)))).toStrictEqual({
      type: 'payment.amount-changed',
      status: 'paid',
      provider: 'stripe',
      reference: 'pi_1',
      recorded: usd(1000),
      actual: usd(999),
    });
  });

  test('with the reference of another provider is another payment', () => {
    expect(pay(placed(1000), payment(1000), payment(1000, 'pi_1', 'sandbox')).payments).toHaveLength(2);
  });

  test('delivers what is digital once the total is captured, and not again', () => {
    const part = pay(placed(1000), payment(999));
    expect(part).not.toHaveProperty('digitalDeliveredAt');
    const paid = accepted(recordPayment(part, { ...payment(1, 'pi_2'), at: later })).order;
    expect(paid.digitalDeliveredAt).toBe(later);
    expect(pay(paid, payment(5, 'pi_3')).digitalDeliveredAt).toBe(later);
  });

  test('delivers nothing of an order that is cancelled, and nothing digital of one that has nothing digital', () => {
    expect(pay(accepted(cancelOrder(placed(1000), { at })).order, payment(1000))).not.toHaveProperty(
      'digitalDeliveredAt',
    );
    const mug = input({ mug: 1 }, { mug: entry(1000) }, { shipping: free });
    expect(pay(place(mug), payment(1000))).not.toHaveProperty('digitalDeliveredAt');
  });

  test('of an all-digital order delivers it, and reports both', () => {
    const order = place(input({ book: 2 }, { book: entry(500, { digital: true }) }));
    const { order: next, events, stock } = accepted(recordPayment(order, payment(1000)));
    expect(next).toMatchObject({ status: 'delivered', paymentStatus: 'paid', digitalDeliveredAt: at });
    expect(events).toStrictEqual([
      { type: 'order.paid', orderId: 'order-1', at, captured: usd(1000) },
      { type: 'order.delivered', orderId: 'order-1', at },
    ]);
    expect(stock).toStrictEqual([]);
  });

  test('past the total makes the rest due back', () => {
    const paid = pay(placed(1000), payment(900));
    const { order, events } = accepted(recordPayment(paid, payment(150, 'pi_2')));
    expect(order).toMatchObject({ status: 'paid', paymentStatus: 'paid', dueBack: usd(50) });
    expect(events).toStrictEqual([
      { type: 'order.paid', orderId: 'order-1', at, captured: usd(1050) },
      { type: 'order.refund-due', orderId: 'order-1', at, dueBack: usd(50) },
    ]);
  });

  test('on a cancelled order makes all of it due back and revives nothing', () => {
    const cancelled = accepted(cancelOrder(placed(1000), { at })).order;
    const { order, events } = accepted(recordPayment(cancelled, payment(1000)));
    expect(order).toMatchObject({ status: 'cancelled', dueBack: usd(1000) });
    const reported = { provider: 'stripe', reference: 'pi_1', amount: usd(1000) };
    expect(events).toStrictEqual([
      { type: 'order.payment-recorded', orderId: 'order-1', at, ...reported },
      { type: 'order.refund-due', orderId: 'order-1', at, dueBack: usd(1000) },
    ]);
  });

  test('after the order was paid is all due back, whatever goodwill was given before', () => {
    const paid = pay(placed(1000), payment(1000));
    const kind = accepted(refundOrder(paid, { id: 'r1', amount: usd(200), reason: 'late', ...first, at })).order;
    expect(pay(kind, { ...payment(100, 'pi_2'), at: later }).dueBack).toStrictEqual(usd(100));
  });

  describe('that is reported after money has gone back', () => {
    const [earlier, latest] = ['2026-11-20T00:00:00.000Z', '2026-11-23T00:00:00.000Z'];
    const a = (order: Order) => accepted(recordPayment(order, payment(1000))).order;
    const b = (order: Order) => accepted(recordPayment(order, { ...payment(1000, 'pi_2'), at: later })).order;
    const refundOf = (amount: number, id: string, instant: string) => (order: Order) => {
      const facts = { id, amount: usd(amount), reason: 'twice', ...first, reported: true, at: instant };
      const requested = accepted(refundOrder(order, facts)).order;
      return accepted(confirmRefund(requested, { id, at: instant })).order;
    };
    const inTurn = (...facts: readonly ((order: Order) => Order)[]): Order =>
      facts.reduce((order, fact) => fact(order), placed(1000));

    test.each([
      ['a refund of all', [refundOf(1000, 'r1', latest)], 0],
      ['a refund of a part', [refundOf(400, 'r1', latest)], 600],
      ['several refunds', [refundOf(400, 'r1', latest), refundOf(300, 'r2', latest)], 300],
    ])('is settled by %s that was later than it, in whatever order they arrive', (_, gone, due) => {
      const inTime = inTurn(a, b, ...gone);
      const late = inTurn(a, ...gone, b);
      expect([inTime.dueBack, late.dueBack]).toStrictEqual([usd(due), usd(due)]);
      expect(late.refunds).toStrictEqual(inTime.refunds);
    });

    test('is settled by a refund at its own instant: the payment was first', () => {
      const refund = refundOf(400, 'r1', later);
      expect([inTurn(a, b, refund).dueBack, inTurn(a, refund, b).dueBack]).toStrictEqual([usd(600), usd(600)]);
    });

    test('is settled by a dispute that was lost after it', () => {
      const lost = (order: Order) =>
        accepted(recordDispute(order, { id: 'd1', ...first, amount: usd(300), status: 'lost', at: latest })).order;
      expect(inTurn(a, lost, b)).toMatchObject({ dueBack: usd(700), disputes: inTurn(a, b, lost).disputes });
    });

    test('has been withdrawn by a dispute that was lost after it, for which nothing was held', () => {
      const lost = (order: Order) =>
        accepted(recordDispute(order, { id: 'd1', ...first, amount: usd(1000), status: 'lost', at: latest })).order;
      const [late, inTime] = [
        inTurn(a, refundOf(1000, 'r1', later), lost, b),
        inTurn(a, b, refundOf(1000, 'r1', later), lost),
      ];
      expect(late).toMatchObject({ dueBack: usd(0), disputes: [{ withdrawn: usd(1000), goodwill: usd(1000) }] });
      expect([late.refunds, late.disputes]).toStrictEqual([inTime.refunds, inTime.disputes]);
      expect(refundable(late)).toStrictEqual(usd(0));
    });

    test('is past the total by what went back later, where it makes the order paid', () => {
      const part = (order: Order) => accepted(recordPayment(order, payment(600))).order;
      const refund = refundOf(100, 'r1', latest);
      for (const order of [inTurn(part, b, refund), inTurn(part, refund, b)]) {
        expect(order).toMatchObject({ status: 'paid', dueBack: usd(500), payments: [{}, { excess: usd(600) }] });
        expect(order.refunds[0]).not.toHaveProperty('goodwill');
      }
    });

    test('does not make the order paid where too little of its total is left', () => {
      const part = (order: Order) => accepted(recordPayment(order, payment(600))).order;
      expect(inTurn(part, refundOf(600, 'r1', latest), (order) => pay(order, payment(600, 'pi_3')))).toMatchObject({
        status: 'pending',
        dueBack: usd(0),
      });
    });

    test('is due back where the goodwill was earlier than it', () => {
      expect(inTurn(a, refundOf(1000, 'r1', earlier), b).dueBack).toStrictEqual(usd(1000));
    });
  });

  test.each([0, -0, -1])('of %s is refused', (amount) => {
    expect(refused(recordPayment(placed(1000), payment(amount)))).toStrictEqual({
      type: 'payment.amount-not-positive',
      status: 'pending',
      amount: usd(amount),
    });
  });

  test.each([
    [0.5, 'money.not-an-integer'],
    [NaN, 'money.not-an-integer'],
    [Infinity, 'money.out-of-range'],
    [2 ** 53, 'money.out-of-range'],
  ])('of %s, no count of minor units, is refused', (amount, type) => {
    // On an order that holds so much that a double would swallow the half.
    const rich = pay(placed(1000), payment(2 ** 52 + 1));
    expect(refused(recordPayment(rich, payment(amount, 'pi_2')))).toMatchObject({ type });
  });

  test('is refused when all payments together pass 2^53 − 1', () => {
    const rich = pay(placed(1000), payment(Number.MAX_SAFE_INTEGER));
    expect(refused(recordPayment(rich, payment(1, 'pi_2')))).toStrictEqual({
      type: 'money.out-of-range',
      status: 'paid',
      limit: Number.MAX_SAFE_INTEGER,
    });
  });

  test('in another currency is refused', () => {
    const euros = { ...payment(1000), amount: { amount: 1000, currency: 'EUR' } };
    expect(refused(recordPayment(placed(1000), euros))).toStrictEqual({
      type: 'money.currency-mismatch',
      status: 'pending',
      expected: 'USD',
      actual: 'EUR',
    });
  });
});

describe('recording a failed payment', () => {
  const failure = { provider: 'stripe', reference: 'pi_1', reason: 'card_declined', at };

  test.each([
    ['pending', () => placed(1000)],
    ['paid', () => pay(placed(1000), payment(1000, 'pi_0'))],
    ['cancelled', () => accepted(cancelOrder(placed(1000), { at })).order],
  ])('on an order that is %s keeps the attempt and changes nothing else', (_, make) => {
    const order = make();
    const { order: next, events, stock } = accepted(recordPaymentFailure(order, failure));
    expect(next).toStrictEqual({ ...order, failedPayments: [failure] });
    expect(events).toStrictEqual([
      { type: 'order.payment-failed', orderId: 'order-1', at, provider: 'stripe', reference: 'pi_1' },
    ]);
    expect(stock).toStrictEqual([]);
  });

  test('a second time does nothing, however its instant is written', () => {
    const { order } = accepted(recordPaymentFailure(placed(1000), failure));
    const again = { ...failure, at: '2026-11-21T09:30:00Z' };
    expect(accepted(recordPaymentFailure(order, again))).toStrictEqual({ order, events: [], stock: [], usage: [] });
  });

  test.each([{ at: later }, { reference: 'pi_2' }, { provider: 'sandbox' }, { reason: 'expired_card' }])(
    'keeps each attempt apart: %j',
    (other) => {
      const { order } = accepted(recordPaymentFailure(placed(1000), failure));
      const { order: next } = accepted(recordPaymentFailure(order, { ...failure, ...other }));
      expect(next.failedPayments).toStrictEqual([failure, { ...failure, ...other }]);
    },
  );
});

describe('recording a payment in progress', () => {
  const begun = { provider: 'stripe', reference: 'pi_1', method: 'sepa_debit', at };
  const processing = (order: Order, facts: Partial<typeof begun> = {}): Order =>
    accepted(recordPaymentProcessing(order, { ...begun, ...facts })).order;
  const failing = (order: Order, instant: string): Order =>
    accepted(
      recordPaymentFailure(order, { provider: 'stripe', reference: 'pi_1', reason: 'debit_refused', at: instant }),
    ).order;
  const expire = (order: Order) => expireOrder(order, { deadline: later, at: later });

  test('keeps the order from expiring and from another payment, until the total is captured', () => {
    const { order, events } = accepted(recordPaymentProcessing(placed(1000), begun));
    expect(order).toMatchObject({ status: 'pending', paymentStatus: 'processing', processingPayments: [begun] });
    expect(events).toStrictEqual([
      { type: 'order.payment-processing', orderId: 'order-1', at, provider: 'stripe', reference: 'pi_1' },
    ]);
    expect(refused(expire(order))).toStrictEqual({ type: 'order.payment-in-progress', status: 'pending' });
    expect(refused(checkPayment(order))).toStrictEqual({ type: 'order.payment-in-progress', status: 'pending' });
    // What was captured otherwise is recorded all the same.
    expect(pay(order, payment(400, 'pi_2'))).toMatchObject({ status: 'pending', paymentStatus: 'processing' });
    expect(pay(order, payment(1000))).toMatchObject({ status: 'paid', paymentStatus: 'paid' });
  });

  test('ends with a failure, unless it began again later', () => {
    const failed = failing(processing(placed(1000)), later);
    expect(failed.paymentStatus).toBe('unpaid');
    expect(expire(failed).ok).toBe(true);
    expect(accepted(checkPayment(failed))).toStrictEqual(usd(1000));
    expect(processing(failed, { at: '2026-11-22T00:00:00.001Z' }).paymentStatus).toBe('processing');
  });

  test('that is reported after it failed holds nothing up: a failure counts first among equals', () => {
    expect(processing(failing(placed(1000), at)).paymentStatus).toBe('unpaid');
    expect(processing(failing(placed(1000), later)).paymentStatus).toBe('unpaid');
    const two = processing(processing(failing(placed(1000), later)), { reference: 'pi_2' });
    expect(two.paymentStatus).toBe('processing');
  });

  test('that is reported after it succeeded changes nothing: success is final', () => {
    const part = pay(placed(1000), payment(400));
    expect(processing(part, { at: later }).paymentStatus).toBe('unpaid');
  });

  test('a second time, or with an earlier instant, does nothing', () => {
    const once = processing(placed(1000), { at: later });
    for (const instant of [later, '2026-11-22T00:00:00Z', at]) {
      const again = recordPaymentProcessing(once, { ...begun, at: instant });
      expect(accepted(again)).toStrictEqual({ order: once, events: [], stock: [], usage: [] });
    }
    const paid = pay(once, payment(1000));
    expect(accepted(recordPaymentProcessing(paid, { ...begun, at: later })).order).toBe(paid);
    expect(refused(recordPaymentProcessing(once, { ...begun, at: later, method: 'card' }))).toStrictEqual({
      type: 'payment.already-recorded',
      provider: 'stripe',
      reference: 'pi_1',
      status: 'pending',
    });
  });

  test('is refused once the order is no longer pending', () => {
    const cancelled = accepted(cancelOrder(placed(1000), { at })).order;
    for (const order of [pay(placed(1000), payment(1000, 'pi_2')), cancelled]) {
      expect(refused(recordPaymentProcessing(order, begun))).toStrictEqual({
        type: 'order.not-pending',
        status: order.status,
      });
    }
  });
});

describe('what a payment that starts has to take', () => {
  test('is the total less what is held for the order', () => {
    expect(accepted(checkPayment(placed(1000)))).toStrictEqual(usd(1000));
    expect(accepted(checkPayment(pay(placed(1000), payment(400))))).toStrictEqual(usd(600));
  });

  test('is nothing once the order is paid or cancelled', () => {
    const paid = pay(placed(1000), payment(1000));
    expect(refused(checkPayment(paid))).toStrictEqual({ type: 'order.not-pending', status: 'paid' });
  });
});
