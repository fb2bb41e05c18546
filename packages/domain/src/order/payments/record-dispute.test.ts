import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { orderIn, pay, payment, place } from '../../../testing/order-life.js';
import { at, usd } from '../../../testing/shop.js';
import type { Order } from '../order.js';
import { recordDispute } from './record-dispute.js';
import { recordPayment } from './record-payment.js';
import { refundOrder } from './refund-order.js';
import { failRefund } from './settle-refund.js';

type Report = Parameters<typeof recordDispute>[1];
const later = '2026-12-21T09:30:00.000Z';
const dispute: Report = {
  id: 'd1',
  provider: 'stripe',
  paymentReference: 'pi_1',
  amount: usd(1000),
  status: 'open',
  at,
};
const report = (order: Order, facts: Partial<Report> = {}) => accepted(recordDispute(order, { ...dispute, ...facts }));
const refund = (order: Order, amount: number, id = 'r1'): Order =>
  accepted(refundOrder(order, { id, amount: usd(amount), reason: 'asked', ...payment, at })).order;

describe('a disputed payment', () => {
  test('is recorded and reported, and moves no money while it is open', () => {
    const { order, events, stock } = report(orderIn.delivered);
    expect(order).toStrictEqual({
      ...orderIn.delivered,
      disputes: [
        { id: 'd1', provider: 'stripe', paymentReference: 'pi_1', amount: usd(1000), status: 'open', openedAt: at },
      ],
    });
    expect(events).toStrictEqual([
      { type: 'order.disputed', orderId: 'order-1', at, disputeId: 'd1', amount: usd(1000) },
    ]);
    expect(stock).toStrictEqual([]);
  });

  test('that is open or won pays off nothing of what is due', () => {
    const open = report(orderIn.cancelled).order;
    expect([open.dueBack, report(open, { status: 'won' }).order.dueBack]).toStrictEqual([usd(1867), usd(1867)]);
    const over = report(pay(orderIn.paid, 300, 'pi_2'), { amount: usd(200) }).order;
    expect([over.dueBack, report(over, { amount: usd(200), status: 'won' }).order.dueBack]).toStrictEqual([
      usd(300),
      usd(300),
    ]);
  });

  test('that is won moves none either', () => {
    const { order, events } = report(report(orderIn.delivered).order, { status: 'won', at: later });
    expect(order).toMatchObject({
      paymentStatus: 'paid',
      disputes: [{ status: 'won', openedAt: at, settledAt: later }],
    });
    expect(events).toStrictEqual([
      { type: 'order.dispute-won', orderId: 'order-1', at: later, disputeId: 'd1', amount: usd(1000) },
    ]);
  });

  test('that is lost counts as refunded', () => {
    const { order, events } = report(report(orderIn.delivered).order, { status: 'lost', at: later });
    expect(order).toMatchObject({
      status: 'delivered',
      paymentStatus: 'partially_refunded',
      dueBack: usd(0),
      disputes: [{ status: 'lost', openedAt: at, settledAt: later, withdrawn: usd(1000), goodwill: usd(1000) }],
    });
    expect(events).toStrictEqual([
      { type: 'order.dispute-lost', orderId: 'order-1', at: later, disputeId: 'd1', amount: usd(1000) },
    ]);
    expect(report(orderIn.delivered, { status: 'lost', amount: usd(1867) }).order.paymentStatus).toBe('refunded');
  });

  test('that is lost pays off what is due first', () => {
    const over = pay(orderIn.paid, 300, 'pi_2');
    expect(report(over, { status: 'lost', amount: usd(200) }).order).toMatchObject({ dueBack: usd(100) });
    expect(report(over, { status: 'lost', amount: usd(200) }).order.disputes[0]).not.toHaveProperty('goodwill');
    expect(report(over, { status: 'lost', amount: usd(500) }).order).toMatchObject({
      dueBack: usd(0),
      disputes: [{ goodwill: usd(200) }],
    });
    expect(report(orderIn.cancelled, { status: 'lost' }).order).toMatchObject({
      status: 'cancelled',
      dueBack: usd(867),
    });
  });

  test('that is lost counts at most what the shop still held', () => {
    const { order } = report(refund(orderIn.cancelled, 1867), { status: 'lost' });
    expect(order).toMatchObject({ paymentStatus: 'partially_refunded', dueBack: usd(0) });
    // The money that did not arrive by refund has gone by the dispute: only the rest is owed again.
    const failed = accepted(failRefund(order, { id: 'r1', at })).order;
    expect(failed).toMatchObject({ paymentStatus: 'partially_refunded', dueBack: usd(867) });
  });

  test('is recorded once: a repeat, or an opening that is reported after the end, does nothing', () => {
    const open = report(orderIn.delivered).order;
    expect(report(open, { at: later })).toStrictEqual({ order: open, events: [], stock: [], usage: [] });
    const lost = report(open, { status: 'lost' }).order;
    expect(report(lost, { status: 'lost', at: later })).toStrictEqual({
      order: lost,
      events: [],
      stock: [],
      usage: [],
    });
    expect(report(lost)).toStrictEqual({ order: lost, events: [], stock: [], usage: [] });
  });

  test('leaves others of the order alone', () => {
    const two = report(report(orderIn.delivered).order, { id: 'd2' }).order;
    expect(report(two, { id: 'd2', status: 'won' }).order.disputes.map(({ status }) => status)).toStrictEqual([
      'open',
      'won',
    ]);
  });

  test('that has ended one way cannot end the other', () => {
    expect(
      refused(recordDispute(report(orderIn.delivered, { status: 'won' }).order, { ...dispute, status: 'lost' })),
    ).toStrictEqual({
      type: 'dispute.already-settled',
      disputeId: 'd1',
      disputeStatus: 'won',
      status: 'delivered',
    });
  });

  test('with another amount than before is refused', () => {
    expect(
      refused(recordDispute(report(orderIn.delivered).order, { ...dispute, amount: usd(999), status: 'lost' })),
    ).toStrictEqual({
      type: 'dispute.amount-changed',
      disputeId: 'd1',
      recorded: usd(1000),
      actual: usd(999),
      status: 'delivered',
    });
  });

  test.each([{ paymentReference: 'pi_2' }, { provider: 'sandbox' }])(
    'of a payment that was never made is refused: %j',
    (other) => {
      expect(refused(recordDispute(orderIn.delivered, { ...dispute, ...other }))).toStrictEqual({
        type: 'dispute.payment-not-found',
        ...payment,
        ...other,
        status: 'delivered',
      });
    },
  );

  test('about more than the payment is refused', () => {
    expect(refused(recordDispute(orderIn.delivered, { ...dispute, amount: usd(1868) }))).toStrictEqual({
      type: 'dispute.exceeds-payment',
      paid: usd(1867),
      disputed: usd(1868),
      status: 'delivered',
    });
  });

  test('with a known id and another payment is refused', () => {
    const two = pay(report(orderIn.delivered).order, 1000, 'pi_2');
    expect(refused(recordDispute(two, { ...dispute, paymentReference: 'pi_2' }))).toStrictEqual({
      type: 'dispute.already-recorded',
      disputeId: 'd1',
      status: 'delivered',
    });
  });

  test('of a part payment that is lost no longer counts towards the total', () => {
    const part = pay(place(), 1000);
    const lost = report(part, { status: 'lost' }).order;
    expect(lost).toMatchObject({ status: 'pending', paymentStatus: 'unpaid', dueBack: usd(0) });
    expect(pay(lost, 867, 'pi_2').status).toBe('pending');
    expect(pay(lost, 1867, 'pi_2')).toMatchObject({ status: 'paid', paymentStatus: 'paid', dueBack: usd(0) });
  });

  test('that is won reports all that is due again, so that it is refunded', () => {
    const open = report(orderIn.cancelled).order;
    const { order, events } = report(open, { status: 'won', at: later });
    expect(order.dueBack).toStrictEqual(usd(1867));
    expect(events).toMatchObject([{ type: 'order.dispute-won' }, { type: 'order.refund-due', dueBack: usd(1867) }]);
  });

  test('that is lost takes nothing of a payment that comes later', () => {
    const gone = report(refund(orderIn.cancelled, 1867), { status: 'lost', amount: usd(1867) }).order;
    const paidLater = { provider: 'stripe', reference: 'pi_2', amount: usd(500), at: later };
    expect(accepted(recordPayment(gone, paidLater)).order.dueBack).toStrictEqual(usd(500));
  });

  test.each([
    [0, 'dispute.amount-not-positive'],
    [-1, 'dispute.amount-not-positive'],
    [0.5, 'money.not-an-integer'],
    [2 ** 53, 'money.out-of-range'],
  ])('of %s is refused', (amount, type) => {
    expect(refused(recordDispute(orderIn.delivered, { ...dispute, amount: usd(amount) }))).toMatchObject({
      type,
      status: 'delivered',
    });
  });

  test('in another currency is refused', () => {
    expect(
      refused(recordDispute(orderIn.delivered, { ...dispute, amount: { amount: 1, currency: 'EUR' } })),
    ).toMatchObject({
      type: 'money.currency-mismatch',
    });
  });
});
