import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../testing/accepted.js';
import { at, placed, usd } from '../../testing/shop.js';
import { cancelOrder } from './cancel-order.js';
import { recordPayment } from './record-payment.js';
import { refundOrder } from './refund-order.js';

const released = [
  { type: 'release', variantId: 'cup', quantity: 2 },
  { type: 'release', variantId: 'mug', quantity: 1 },
];
const paid = accepted(
  recordPayment(placed(1000), { provider: 'stripe', reference: 'pi_1', amount: usd(1000), at }),
).order;

describe('cancelling an order', () => {
  test('that is pending releases its stock and owes nothing', () => {
    const { order, events, stock } = accepted(cancelOrder(placed(1000), { at, reason: 'changed my mind' }));
    expect(order).toMatchObject({ status: 'cancelled', paymentStatus: 'unpaid', dueBack: usd(0) });
    expect(order.cancellation).toStrictEqual({ at, reason: 'changed my mind' });
    expect(events).toStrictEqual([{ type: 'order.cancelled', orderId: 'order-1', at }]);
    expect(stock).toStrictEqual(released);
  });

  test('that is paid makes all captured money due back', () => {
    const { order, events, stock } = accepted(cancelOrder(paid, { at }));
    expect(order).toMatchObject({ status: 'cancelled', paymentStatus: 'paid', dueBack: usd(1000) });
    expect(order.cancellation).toStrictEqual({ at });
    expect(events).toStrictEqual([
      { type: 'order.cancelled', orderId: 'order-1', at },
      { type: 'order.refund-due', orderId: 'order-1', at, dueBack: usd(1000) },
    ]);
    expect(stock).toStrictEqual(released);
  });

  test('that is partly paid owes that part', () => {
    const partly = recordPayment(placed(1000), { provider: 'stripe', reference: 'pi_1', amount: usd(400), at });
    expect(accepted(cancelOrder(accepted(partly).order, { at })).order).toMatchObject({
      status: 'cancelled',
      paymentStatus: 'unpaid',
      dueBack: usd(400),
    });
  });

  test('owes no more than is still held after goodwill', () => {
    const { order } = accepted(refundOrder(paid, { id: 'r1', amount: usd(300), reason: 'late', at }));
    expect(accepted(cancelOrder(order, { at })).order.dueBack).toStrictEqual(usd(700));
  });

  test('twice is refused', () => {
    const { order } = accepted(cancelOrder(paid, { at }));
    expect(refused(cancelOrder(order, { at }))).toStrictEqual({
      type: 'order.already-cancelled',
      orderId: 'order-1',
      status: 'cancelled',
    });
  });
});
