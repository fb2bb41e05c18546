import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { place } from '../../../testing/order-life.js';
import { at, cartOf, entry, input, placed, usd } from '../../../testing/shop.js';
import { cancelOrder } from '../cancelling/cancel-order.js';
import type { Order } from '../order.js';
import { recordDispute } from './record-dispute.js';
import { recordPayment } from './record-payment.js';
import { refundOrder } from './refund-order.js';
import { confirmRefund, failRefund } from './settle-refund.js';
import { splitRefund } from './split-refund.js';

const paying = (amount: number): Order => recorded(placed(1000), amount);
const recorded = (order: Order, amount: number, reference = 'pi_1'): Order =>
  accepted(recordPayment(order, { provider: 'stripe', reference, amount: usd(amount), at })).order;
const paid = (): Order => paying(1000);
const payment = { provider: 'stripe', paymentReference: 'pi_1' };
const request = (amount: number, id = 'r1') => ({ id, amount: usd(amount), reason: 'broken', ...payment, at });
const refund = (order: Order, amount: number, facts: string | { readonly reported: boolean } = 'r1'): Order => {
  const more = typeof facts === 'string' ? { id: facts } : facts;
  return accepted(refundOrder(order, { ...request(amount), ...more })).order;
};
const confirm = (order: Order, id = 'r1'): Order => accepted(confirmRefund(order, { id, at })).order;

describe('refunding', () => {
  test('requests that money goes back and changes no status until it is back', () => {
    const { order, events, stock } = accepted(refundOrder(paid(), request(400)));
    expect(order.refunds).toStrictEqual([
      {
        id: 'r1',
        amount: usd(400),
        goodwill: usd(400),
        reason: 'broken',
        ...payment,
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
    const cancelled = recorded(accepted(cancelOrder(placed(1000), { at })).order, 1000);
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

  test('is refused while the order is pending, even when a part is paid', () => {
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

  test('while the order is pending is recorded only where the provider reports it as made', () => {
    const part = refund(paying(600), 600, { reported: true });
    expect(part).toMatchObject({ status: 'pending', refunds: [{ status: 'pending', goodwill: usd(600) }] });
    // What went back does not count towards the total.
    const second = recorded(confirm(part), 600, 'pi_2');
    expect(second).toMatchObject({ status: 'pending', paymentStatus: 'unpaid', dueBack: usd(0) });
    expect(recorded(second, 400, 'pi_3')).toMatchObject({ status: 'paid', paymentStatus: 'paid', dueBack: usd(0) });
    // Nor does it count while it is on its way.
    expect(recorded(part, 999, 'pi_2').status).toBe('pending');
    expect(recorded(part, 1000, 'pi_2').status).toBe('paid');
  });

  test('of a part payment that failed is owed beside what the order needs', () => {
    const part = refund(paying(600), 600, { reported: true });
    const failed = accepted(failRefund(part, { id: 'r1', at })).order;
    expect(failed).toMatchObject({ status: 'pending', dueBack: usd(600) });
    expect(recorded(failed, 999, 'pi_2').status).toBe('pending');
    expect(recorded(failed, 1100, 'pi_2')).toMatchObject({ status: 'paid', dueBack: usd(700) });
  });

  test('names a payment that the order has, and takes no more than is left of it', () => {
    const two = recorded(paying(600), 400, 'pi_2');
    expect(refused(refundOrder(two, request(601)))).toMatchObject({
      type: 'refund.exceeds-captured',
      refundable: usd(600),
    });
    const rest = refund(two, 500);
    expect(refused(refundOrder(rest, request(101, 'r2')))).toMatchObject({ refundable: usd(100) });
    expect(refundOrder(rest, { ...request(400, 'r2'), paymentReference: 'pi_2' }).ok).toBe(true);
    for (const other of [{ paymentReference: 'pi_3' }, { provider: 'sandbox' }]) {
      expect(refused(refundOrder(two, { ...request(1), ...other }))).toStrictEqual({
        type: 'refund.payment-not-found',
        ...payment,
        ...other,
        status: 'paid',
      });
    }
  });

  test('with a known id and another payment or reason is refused', () => {
    const once = refund(recorded(paid(), 500, 'pi_2'), 400);
    for (const other of [{ paymentReference: 'pi_2' }, { provider: 'sandbox' }, { reason: 'late' }]) {
      expect(refused(refundOrder(once, { ...request(400), ...other }))).toStrictEqual({
        type: 'refund.already-recorded',
        refundId: 'r1',
        status: 'paid',
      });
    }
  });

  test('off the step of the currency takes only all that is left', () => {
    const kwd = (amount: number) => ({ amount, currency: 'KWD' });
    const prices = { mug: { ...entry(0), unitPrice: kwd(1000) } };
    const quote = { method: 'post', charge: kwd(0) };
    const cart = { ...cartOf({ mug: 1 }), currency: 'KWD' };
    const order = place(input({}, prices, { cart, shipping: quote }));
    // Captured before amounts had a step.
    const paidOff = accepted(
      recordPayment(order, { provider: 'stripe', reference: 'pi_1', amount: kwd(1005), at }),
    ).order;
    const off = { ...request(0), amount: kwd(5) };
    expect(refused(refundOrder(paidOff, off))).toStrictEqual({
      type: 'money.off-step',
      amount: kwd(5),
      step: 10,
      status: 'paid',
    });
    expect(refused(splitRefund(paidOff, kwd(5)))).toMatchObject({ type: 'money.off-step' });
    const rest = accepted(refundOrder(paidOff, { ...request(0), amount: kwd(1000) })).order;
    expect(refundOrder(rest, { ...off, id: 'r2' }).ok).toBe(true);
    expect(splitRefund(rest, kwd(5)).ok).toBe(true);
  });
});
