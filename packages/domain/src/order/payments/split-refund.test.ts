import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { at, placed, usd } from '../../../testing/shop.js';
import type { Order } from '../order.js';
import { recordDispute } from './record-dispute.js';
import { recordPayment } from './record-payment.js';
import { refundOrder } from './refund-order.js';
import { confirmRefund, failRefund } from './settle-refund.js';
import { splitRefund } from './split-refund.js';

const pay = (order: Order, reference: string, amount: number): Order =>
  accepted(recordPayment(order, { provider: 'stripe', reference, amount: usd(amount), at })).order;
/** 10.00, paid by 6.00 and then by 4.00. */
const order = pay(pay(placed(1000), 'pi_1', 600), 'pi_2', 400);
const refund = (of: Order, id: string, amount: number, paymentReference: string): Order =>
  accepted(refundOrder(of, { id, amount: usd(amount), reason: 'broken', provider: 'stripe', paymentReference, at }))
    .order;
const split = (of: Order, amount: number) =>
  accepted(splitRefund(of, usd(amount))).map((part) => [part.paymentReference, part.amount.amount]);

describe('splitting a refund over payments', () => {
  test('takes the oldest first, and from each at most what it captured', () => {
    expect(split(order, 600)).toStrictEqual([['pi_1', 600]]);
    expect(split(order, 601)).toStrictEqual([
      ['pi_1', 600],
      ['pi_2', 1],
    ]);
    expect(split(order, 1000)).toStrictEqual([
      ['pi_1', 600],
      ['pi_2', 400],
    ]);
    expect(accepted(splitRefund(order, usd(5)))).toStrictEqual([
      { provider: 'stripe', paymentReference: 'pi_1', amount: usd(5) },
    ]);
  });

  test('takes nothing again that is back or on its way back, and what failed once more', () => {
    const onItsWay = refund(order, 'r1', 500, 'pi_1');
    expect(split(onItsWay, 200)).toStrictEqual([
      ['pi_1', 100],
      ['pi_2', 100],
    ]);
    const back = accepted(confirmRefund(onItsWay, { id: 'r1', at })).order;
    expect(split(back, 200)).toStrictEqual([
      ['pi_1', 100],
      ['pi_2', 100],
    ]);
    const failed = accepted(failRefund(onItsWay, { id: 'r1', at })).order;
    expect(split(failed, 200)).toStrictEqual([['pi_1', 200]]);
  });

  test('takes nothing that a lost dispute has withdrawn', () => {
    const dispute = { id: 'd1', provider: 'stripe', paymentReference: 'pi_1', amount: usd(600), at } as const;
    expect(split(accepted(recordDispute(order, { ...dispute, status: 'open' })).order, 100)).toStrictEqual([
      ['pi_1', 100],
    ]);
    expect(split(accepted(recordDispute(order, { ...dispute, status: 'lost' })).order, 100)).toStrictEqual([
      ['pi_2', 100],
    ]);
  });

  test('takes less than nothing from no payment, when a dispute was lost over what was refunded', () => {
    const refunded = refund(order, 'r1', 600, 'pi_1');
    const dispute = {
      id: 'd1',
      provider: 'stripe',
      paymentReference: 'pi_1',
      amount: usd(300),
      status: 'lost',
      at,
    } as const;
    expect(split(accepted(recordDispute(refunded, dispute)).order, 100)).toStrictEqual([['pi_2', 100]]);
  });

  test('refuses more than the order holds', () => {
    expect(refused(splitRefund(refund(order, 'r1', 500, 'pi_1'), usd(501)))).toStrictEqual({
      type: 'refund.exceeds-captured',
      refundable: usd(500),
      requested: usd(501),
      status: 'paid',
    });
  });

  test('keeps payments of two providers apart that have one reference', () => {
    const twice = accepted(
      recordPayment(pay(placed(1000), 'pi_1', 600), { provider: 'sandbox', reference: 'pi_1', amount: usd(400), at }),
    ).order;
    const parts = accepted(splitRefund(refund(twice, 'r1', 600, 'pi_1'), usd(400)));
    expect(parts).toStrictEqual([{ provider: 'sandbox', paymentReference: 'pi_1', amount: usd(400) }]);
  });

  test.each([
    [0, 'refund.amount-not-positive'],
    [-1, 'refund.amount-not-positive'],
    [0.5, 'money.not-an-integer'],
  ])('refuses %s', (amount, type) => {
    expect(refused(splitRefund(order, usd(amount)))).toMatchObject({ type });
  });

  test('refuses a pending order, and another currency', () => {
    expect(refused(splitRefund(pay(placed(1000), 'pi_1', 600), usd(1)))).toStrictEqual({
      type: 'order.not-refundable',
      status: 'pending',
    });
    expect(refused(splitRefund(order, { amount: 1, currency: 'EUR' }))).toMatchObject({
      type: 'money.currency-mismatch',
    });
  });
});
