import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { place } from '../../../testing/order-life.js';
import { at, entry, input, placed, usd } from '../../../testing/shop.js';
import { cancelOrder } from '../cancelling/cancel-order.js';
import type { Order, Payment } from '../order.js';
import { recordPayment, recordPaymentFailure } from './record-payment.js';
import { refundOrder } from './refund-order.js';

const payment = (amount: number, reference = 'pi_1', provider = 'stripe'): Payment => ({
  provider,
  reference,
  amount: usd(amount),
  at,
});
const pay = (order: Order, ...payments: readonly Payment[]): Order =>
  payments.reduce((sofar, each) => accepted(recordPayment(sofar, each)).order, order);
const later = '2026-11-22T00:00:00.000Z';

describe('recording a payment', () => {
  test('of the total makes the order paid, and says so once', () => {
    const { order, events, stock, usage } = accepted(recordPayment(placed(1000), payment(1000)));
    expect(order).toMatchObject({ status: 'paid', paymentStatus: 'paid', dueBack: usd(0), payments: [payment(1000)] });
    expect(events).toStrictEqual([{ type: 'order.paid', orderId: 'order-1', at, captured: usd(1000) }]);
    expect([stock, usage]).toStrictEqual([[], []]);
  });

  test('of a part leaves the order pending and unpaid until the rest comes', () => {
    const { order, events } = accepted(recordPayment(placed(1000), payment(999)));
    expect(order).toMatchObject({ status: 'pending', paymentStatus: 'unpaid', dueBack: usd(0) });
    expect(events).toStrictEqual([]);
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
    expect(pay(place(input({ mug: 1 }, { mug: entry(1000) })), payment(1000))).not.toHaveProperty('digitalDeliveredAt');
  });

  test('of an all-digital order delivers it, and says both', () => {
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
    expect(events).toStrictEqual([{ type: 'order.refund-due', orderId: 'order-1', at, dueBack: usd(1000) }]);
  });

  test('past the total is due back although money was given back as goodwill before', () => {
    const paid = pay(placed(1000), payment(1000));
    const kind = accepted(refundOrder(paid, { id: 'r1', amount: usd(200), reason: 'late', at })).order;
    expect(pay(kind, payment(100, 'pi_2')).dueBack).toStrictEqual(usd(100));
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
    expect(events).toStrictEqual([{ type: 'order.payment-failed', orderId: 'order-1', at, reference: 'pi_1' }]);
    expect(stock).toStrictEqual([]);
  });

  test('a second time does nothing, however its instant is written', () => {
    const { order } = accepted(recordPaymentFailure(placed(1000), failure));
    const again = { ...failure, at: '2026-11-21T09:30:00Z' };
    expect(accepted(recordPaymentFailure(order, again))).toStrictEqual({ order, events: [], stock: [], usage: [] });
  });

  test.each([{ at: later }, { reference: 'pi_2' }, { provider: 'sandbox' }])(
    'keeps each attempt apart: %j',
    (other) => {
      const { order } = accepted(recordPaymentFailure(placed(1000), failure));
      const { order: next } = accepted(recordPaymentFailure(order, { ...failure, ...other }));
      expect(next.failedPayments).toStrictEqual([failure, { ...failure, ...other }]);
    },
  );
});
