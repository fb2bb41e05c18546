import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { at, placed, usd } from '../../../testing/shop.js';
import { cancelOrder } from '../cancelling/cancel-order.js';
import type { Order } from '../order.js';
import { recordDispute } from './record-dispute.js';
import { recordPayment } from './record-payment.js';
import { refundOrder } from './refund-order.js';
import { confirmRefund, failRefund } from './settle-refund.js';

const paying = (amount: number): Order =>
  accepted(recordPayment(placed(1000), { provider: 'stripe', reference: 'pi_1', amount: usd(amount), at })).order;
const paid = (): Order => paying(1000);
const request = (amount: number, id = 'r1') => ({ id, amount: usd(amount), reason: 'broken', at });
const refund = (order: Order, amount: number, id = 'r1'): Order =>
  accepted(refundOrder(order, request(amount, id))).order;
const confirm = (order: Order, id = 'r1'): Order => accepted(confirmRefund(order, { id, at })).order;

describe('refunding', () => {
  test('asks for money to go back and changes no status until it is back', () => {
    const { order, events, stock } = accepted(refundOrder(paid(), { ...request(400), paymentReference: 'pi_1' }));
    expect(order.refunds).toStrictEqual([
      {
        id: 'r1',
        amount: usd(400),
        goodwill: usd(400),
        reason: 'broken',
        paymentReference: 'pi_1',
        status: 'pending',
        requestedAt: at,
      },
    ]);
    expect(order).toMatchObject({ status: 'paid', paymentStatus: 'paid' });
    expect(events).toStrictEqual([
      { type: 'order.refund-requested', orderId: 'order-1', at, refundId: 'r1', amount: usd(400) },
    ]);
    expect(stock).toStrictEqual([]);
  });

  test('pays off what is due first; the rest is goodwill', () => {
    const over = paying(1300);
    expect(refund(over, 200)).toMatchObject({ dueBack: usd(100) });
    expect(refund(over, 200).refunds[0]).not.toHaveProperty('goodwill');
    expect(refund(over, 350)).toMatchObject({ dueBack: usd(0), refunds: [{ goodwill: usd(50) }] });
  });

  test('on a cancelled order pays off what is due', () => {
    const cancelled = accepted(cancelOrder(paid(), { at })).order;
    expect(refund(cancelled, 1000)).toMatchObject({ status: 'cancelled', dueBack: usd(0) });
  });

  test('a second time with one id does nothing', () => {
    const once = refund(paid(), 400);
    expect(accepted(refundOrder(once, request(400)))).toStrictEqual({ order: once, events: [], stock: [], usage: [] });
  });

  test('with a known id and another amount is refused, so that neither is lost', () => {
    expect(refused(refundOrder(refund(paid(), 400), request(500)))).toStrictEqual({
      type: 'refund.amount-changed',
      status: 'paid',
      refundId: 'r1',
      recorded: usd(400),
      requested: usd(500),
    });
  });

  test('with a known id and as much of another currency is refused too', () => {
    const euros = { ...request(400), amount: { amount: 400, currency: 'EUR' } };
    expect(refused(refundOrder(refund(paid(), 400), euros))).toMatchObject({
      type: 'refund.amount-changed',
      recorded: usd(400),
      requested: { amount: 400, currency: 'EUR' },
    });
  });

  test('takes all that is captured and refuses a cent more, counting what is on its way and what is back', () => {
    const rest = refund(confirm(refund(refund(paid(), 400), 100, 'r2')), 500, 'r3');
    expect(refused(refundOrder(rest, request(1, 'r4')))).toStrictEqual({
      type: 'refund.exceeds-captured',
      status: 'paid',
      refundable: usd(0),
      requested: usd(1),
    });
    expect(refused(refundOrder(paid(), request(1001)))).toMatchObject({ refundable: usd(1000) });
  });

  test('counts no failed refund', () => {
    const failed = accepted(failRefund(refund(paid(), 1000), { id: 'r1', at })).order;
    expect(refund(failed, 1000, 'r2').refunds).toHaveLength(2);
  });

  test('takes nothing that a lost dispute has withdrawn', () => {
    const dispute = {
      id: 'd1',
      provider: 'stripe',
      paymentReference: 'pi_1',
      amount: usd(700),
      status: 'lost',
      at,
    } as const;
    const disputed = accepted(recordDispute(paid(), dispute)).order;
    expect(refused(refundOrder(disputed, request(301)))).toMatchObject({ refundable: usd(300) });
    expect(
      refused(refundOrder(accepted(recordDispute(refund(paid(), 400), dispute)).order, request(1, 'r2'))),
    ).toMatchObject({
      refundable: usd(0),
    });
  });

  test('is refused while the order is pending, even when part of it is paid', () => {
    expect(refused(refundOrder(paying(999), request(1)))).toStrictEqual({
      type: 'order.not-refundable',
      status: 'pending',
    });
  });

  test.each([
    [0, 'refund.amount-not-positive'],
    [-1, 'refund.amount-not-positive'],
    [0.5, 'money.not-an-integer'],
    [NaN, 'money.not-an-integer'],
    [Infinity, 'money.out-of-range'],
  ])('of %s is refused', (amount, type) => {
    expect(refused(refundOrder(paid(), request(amount)))).toMatchObject({ type });
  });

  test('in another currency is refused', () => {
    expect(refused(refundOrder(paid(), { ...request(1), amount: { amount: 1, currency: 'EUR' } }))).toStrictEqual({
      type: 'money.currency-mismatch',
      status: 'paid',
      expected: 'USD',
      actual: 'EUR',
    });
  });
});
