import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { orderIn, pay, payment, place, sale } from '../../../testing/order-life.js';
import { at, cartOf, usd } from '../../../testing/shop.js';
import { cancelOrder } from './cancel-order.js';
import { cancelUnits } from './cancel-units.js';
import type { Order } from '../order.js';
import { recordPaymentProcessing } from '../payments/record-payment.js';
import { refundOrder } from '../payments/refund-order.js';
import { waiveUnits } from './waive-units.js';

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

  /** The sale without its download. */
  const physical = (): Order => {
    const { mug, cup } = sale.prices;
    if (mug === undefined || cup === undefined) throw new Error('the sale has both');
    return pay(place({ ...sale, cart: cartOf({ mug: 3, cup: 2 }), prices: { mug, cup } }));
  };

  test('that is paid makes all captured money due back, shipping included', () => {
    const paid = physical();
    const { total } = paid.pricing;
    const { order, events, stock } = accepted(cancelOrder(paid, { at }));
    expect(order).toMatchObject({ status: 'cancelled', paymentStatus: 'paid', dueBack: total });
    expect(order.cancellation).toStrictEqual({ at });
    expect(events).toStrictEqual([
      { type: 'order.cancelled', orderId: 'order-1', at },
      { type: 'order.refund-due', orderId: 'order-1', at, dueBack: total },
    ]);
    expect(stock).toStrictEqual(released);
  });

  test('gives back the usage of its promotions, with their amounts', () => {
    expect(accepted(cancelOrder(place(), { at })).usage).toStrictEqual([
      { type: 'release', promotionId: 'third', amount: usd(598) },
    ]);
  });

  test('whose digital lines were delivered cancels all other units, and owes them and the shipping', () => {
    const { order, events, stock, usage } = accepted(cancelOrder(orderIn.paid, { at, reason: 'changed my mind' }));
    expect(order).toMatchObject({ status: 'delivered', dueBack: usd(1500) });
    expect(order).not.toHaveProperty('cancellation');
    expect(order.unitCancellations).toMatchObject([{ id: 'order-1', reason: 'changed my mind' }]);
    expect(events.map(({ type }) => type)).toStrictEqual([
      'order.units-cancelled',
      'order.delivered',
      'order.refund-due',
    ]);
    expect(stock).toStrictEqual(released);
    expect(usage).toStrictEqual([]);
    // The download is given back by hand.
    const waived = waiveUnits(order, { id: 'w1', lines: [{ variantId: 'book', quantity: 1 }], at });
    expect(accepted(waived).order.dueBack).toStrictEqual(usd(1867));
  });

  test('releases what is left when units were cancelled before, and owes all the money once', () => {
    const lines = [{ variantId: 'mug', quantity: 2 }];
    const some = accepted(cancelUnits(physical(), { id: 'c1', lines, at })).order;
    const { order, stock } = accepted(cancelOrder(some, { at }));
    expect(order.dueBack).toStrictEqual(some.pricing.total);
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
    const paid = physical();
    const { order } = accepted(refundOrder(paid, { id: 'r1', amount: usd(300), reason: 'late', ...payment, at }));
    expect(accepted(cancelOrder(order, { at })).order.dueBack).toStrictEqual(usd(paid.pricing.total.amount - 300));
  });

  test('twice is refused', () => {
    expect(refused(cancelOrder(orderIn.cancelled, { at }))).toStrictEqual({
      type: 'order.already-cancelled',
      orderId: 'order-1',
      status: 'cancelled',
    });
  });

  test('is allowed while a delayed payment is under way, whose money is due back when it comes', () => {
    const begun = { provider: 'stripe', reference: 'pi_1', at };
    const { order } = accepted(cancelOrder(accepted(recordPaymentProcessing(place(), begun)).order, { at }));
    expect(order).toMatchObject({ status: 'cancelled', paymentStatus: 'processing' });
    expect(pay(order)).toMatchObject({ status: 'cancelled', paymentStatus: 'paid', dueBack: usd(1867) });
  });

  test.each(['partially_shipped', 'shipped', 'delivered', 'returned'] as const)('that is %s is refused', (status) => {
    expect(refused(cancelOrder(orderIn[status], { at }))).toStrictEqual({
      type: 'order.not-cancellable',
      orderId: 'order-1',
      status,
    });
  });
});
