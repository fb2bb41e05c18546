import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { orderIn, pay, place } from '../../../testing/order-life.js';
import { usd } from '../../../testing/shop.js';
import { recordPaymentProcessing } from '../payments/record-payment.js';
import { expireOrder } from './expire-order.js';

const deadline = '2026-11-21T10:00:00Z';
const after = '2026-11-21T10:00:30.000Z';

describe('an order whose time to pay is over', () => {
  test('is cancelled, and its stock and the usage of its promotions are released', () => {
    const { order, events, stock, usage } = accepted(expireOrder(place(), { deadline, at: after }));
    expect(order).toMatchObject({ status: 'cancelled', dueBack: usd(0), cancellation: { at: after, deadline } });
    expect(events).toStrictEqual([{ type: 'order.cancelled', orderId: 'order-1', at: after }]);
    expect(stock).toStrictEqual([
      { type: 'release', variantId: 'cup', quantity: 2 },
      { type: 'release', variantId: 'mug', quantity: 3 },
    ]);
    expect(usage).toStrictEqual([{ type: 'release', promotionId: 'third', amount: usd(598) }]);
  });

  test('is owed what was captured of it', () => {
    const { order, events } = accepted(expireOrder(pay(place(), 1866), { deadline, at: after }));
    expect(order).toMatchObject({ status: 'cancelled', paymentStatus: 'unpaid', dueBack: usd(1866) });
    expect(events.map(({ type }) => type)).toStrictEqual(['order.cancelled', 'order.refund-due']);
  });

  test('expires at the deadline itself, however it is written, and not before', () => {
    expect(expireOrder(place(), { deadline, at: '2026-11-21T10:00:00.000Z' }).ok).toBe(true);
    const at = '2026-11-21T09:59:59.999Z';
    expect(refused(expireOrder(place(), { deadline, at }))).toStrictEqual({
      type: 'order.deadline-ahead',
      deadline,
      at,
      status: 'pending',
    });
  });

  test.each(['paid', 'partially_shipped', 'shipped', 'delivered', 'cancelled', 'returned'] as const)(
    'stays when it is %s',
    (status) => {
      expect(refused(expireOrder(orderIn[status], { deadline, at: after }))).toStrictEqual({
        type: 'order.not-pending',
        status,
      });
    },
  );

  test('does not expire while a delayed payment is under way', () => {
    const begun = { provider: 'stripe', reference: 'pi_1', at: '2026-11-21T09:31:00Z' };
    const { order } = accepted(recordPaymentProcessing(place(), begun));
    expect(refused(expireOrder(order, { deadline, at: after }))).toStrictEqual({
      type: 'order.payment-in-progress',
      status: 'pending',
    });
  });

  test.each([
    [{ deadline: 'tomorrow', at: after }, 'request.deadline'],
    [{ deadline, at: '2026-02-30T10:00:00Z' }, 'request.at'],
    [{ deadline }, 'request.at'],
  ])('is refused with %j, which holds no instant', (request, path) => {
    expect(refused(expireOrder(place(), request as { deadline: string; at: string }))).toStrictEqual({
      type: 'input.malformed',
      path,
      status: 'pending',
    });
  });
});
