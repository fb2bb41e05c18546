import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { orderIn, pay, place } from '../../../testing/order-life.js';
import { at, usd } from '../../../testing/shop.js';
import { cancelOrder } from './cancel-order.js';
import { cancelUnits } from './cancel-units.js';
import { refundOrder } from '../payments/refund-order.js';

const released = [
  { type: 'release', variantId: 'cup', quantity: 2 },
  { type: 'release', variantId: 'mug', quantity: 3 },
];

describe('cancelling an order', () => {
  test('that is pending releases its stock and owes nothing', () => {
    const { order, events, stock } = accepted(cancelOrder(place(), { at, reason: 'changed my mind' }));
    expect(order).toMatchObject({ status: 'cancelled', paymentStatus: 'unpaid', dueBack: usd(0) });
    expect(order.cancellation).toStrictEqual({ at, reason: 'changed my mind' });
    expect(events).toStrictEqual([{ type: 'order.cancelled', orderId: 'order-1', at }]);
    expect(stock).toStrictEqual(released);
  });

  test('that is paid makes all captured money due back, shipping included', () => {
    const { order, events, stock } = accepted(cancelOrder(orderIn.paid, { at }));
    expect(order).toMatchObject({ status: 'cancelled', paymentStatus: 'paid', dueBack: usd(1867) });
    expect(order.cancellation).toStrictEqual({ at });
    expect(events).toStrictEqual([
      { type: 'order.cancelled', orderId: 'order-1', at },
      { type: 'order.refund-due', orderId: 'order-1', at, dueBack: usd(1867) },
    ]);
    expect(stock).toStrictEqual(released);
  });

  test('gives back the usage of its promotions, with their amounts', () => {
    expect(accepted(cancelOrder(orderIn.paid, { at })).usage).toStrictEqual([
      { type: 'release', promotionId: 'third', amount: usd(598) },
    ]);
  });

  test('releases what is left when units were cancelled before, and owes all the money once', () => {
    const some = accepted(cancelUnits(orderIn.paid, { lines: [{ variantId: 'mug', quantity: 2 }], at })).order;
    const { order, stock } = accepted(cancelOrder(some, { at }));
    expect(order.dueBack).toStrictEqual(usd(1867));
    expect(stock).toStrictEqual([
      { type: 'release', variantId: 'cup', quantity: 2 },
      { type: 'release', variantId: 'mug', quantity: 1 },
    ]);
  });

  test('that is partly paid owes that part', () => {
    expect(accepted(cancelOrder(pay(place(), 400), { at })).order).toMatchObject({
      status: 'cancelled',
      paymentStatus: 'unpaid',
      dueBack: usd(400),
    });
  });

  test('owes no more than is still held after goodwill', () => {
    const { order } = accepted(refundOrder(orderIn.paid, { id: 'r1', amount: usd(300), reason: 'late', at }));
    expect(accepted(cancelOrder(order, { at })).order.dueBack).toStrictEqual(usd(1567));
  });

  test('twice is refused', () => {
    expect(refused(cancelOrder(orderIn.cancelled, { at }))).toStrictEqual({
      type: 'order.already-cancelled',
      orderId: 'order-1',
      status: 'cancelled',
    });
  });

  test.each(['partially_shipped', 'shipped', 'delivered'] as const)('that is %s is refused', (status) => {
    expect(refused(cancelOrder(orderIn[status], { at }))).toStrictEqual({
      type: 'order.not-cancellable',
      orderId: 'order-1',
      status,
    });
  });
});
