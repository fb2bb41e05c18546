import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { orderIn, payment } from '../../../testing/order-life.js';
import { at, usd } from '../../../testing/shop.js';
import type { Order } from '../order.js';
import { refundOrder } from './refund-order.js';
import { bounceRefund, confirmRefund, failRefund } from './settle-refund.js';

const later = '2026-11-22T00:00:00.000Z';
const settlement = { id: 'r1', at: later };
const refund = (order: Order, amount: number, id = 'r1'): Order =>
  accepted(refundOrder(order, { id, amount: usd(amount), reason: 'broken', ...payment, at })).order;
const confirm = (order: Order, id = 'r1'): Order => accepted(confirmRefund(order, { id, at })).order;
const fail = (order: Order, id = 'r1'): Order => accepted(failRefund(order, { id, at })).order;

describe('confirming a refund', () => {
  test('settles it and reports it', () => {
    const { order, events, stock, usage } = accepted(confirmRefund(refund(orderIn.paid, 400), settlement));
    expect(order).toMatchObject({ status: 'paid', paymentStatus: 'partially_refunded' });
    expect(order.refunds).toMatchObject([{ status: 'confirmed', requestedAt: at, settledAt: later }]);
    expect(events).toStrictEqual([
      { type: 'order.refunded', orderId: 'order-1', at: later, refundId: 'r1', amount: usd(400) },
    ]);
    expect([stock, usage]).toStrictEqual([[], []]);
  });

  test('settles only that one', () => {
    const two = refund(refund(orderIn.paid, 400), 100, 'r2');
    expect(confirm(two, 'r2').refunds.map(({ status }) => status)).toStrictEqual(['pending', 'confirmed']);
  });

  test('of all the money makes the order refunded', () => {
    expect(confirm(refund(orderIn.paid, 1867)).paymentStatus).toBe('refunded');
  });

  test('a second time does nothing', () => {
    const order = confirm(refund(orderIn.paid, 400));
    expect(accepted(confirmRefund(order, settlement))).toStrictEqual({ order, events: [], stock: [], usage: [] });
  });

  test('is refused for one that has failed', () => {
    expect(refused(confirmRefund(fail(refund(orderIn.paid, 400)), settlement))).toStrictEqual({
      type: 'refund.not-pending',
      refundId: 'r1',
      refundStatus: 'failed',
      status: 'paid',
    });
  });
});

describe('a refund that fails', () => {
  test('is owed again, and reports that itself', () => {
    const { order, events, stock, usage } = accepted(failRefund(refund(orderIn.cancelled, 1867), settlement));
    expect(order).toMatchObject({ status: 'cancelled', paymentStatus: 'paid', dueBack: usd(1867) });
    expect(order.refunds).toMatchObject([{ status: 'failed', settledAt: later }]);
    expect(events).toStrictEqual([
      { type: 'order.refund-failed', orderId: 'order-1', at: later, refundId: 'r1', amount: usd(1867) },
    ]);
    expect([stock, usage]).toStrictEqual([[], []]);
  });

  test('keeps why, as its provider reports', () => {
    const { order } = accepted(
      failRefund(refund(orderIn.paid, 400), { ...settlement, failure: 'lost_or_stolen_card' }),
    );
    expect(order.refunds).toMatchObject([{ status: 'failed', failure: 'lost_or_stolen_card' }]);
    expect(fail(refund(orderIn.paid, 400)).refunds[0]).not.toHaveProperty('failure');
  });

  test('is owed with its goodwill, which had been promised', () => {
    expect(fail(refund(orderIn.paid, 400)).dueBack).toStrictEqual(usd(400));
    expect(refund(fail(refund(orderIn.paid, 400)), 400, 'r2')).toMatchObject({ dueBack: usd(0) });
    expect(refund(fail(refund(orderIn.paid, 400)), 400, 'r2').refunds[1]).not.toHaveProperty('goodwill');
  });

  test('a second time does nothing', () => {
    const order = fail(refund(orderIn.paid, 400));
    expect(accepted(failRefund(order, settlement))).toStrictEqual({ order, events: [], stock: [], usage: [] });
  });

  test('has not been confirmed before', () => {
    expect(refused(failRefund(confirm(refund(orderIn.paid, 400)), settlement))).toStrictEqual({
      type: 'refund.not-pending',
      refundId: 'r1',
      refundStatus: 'confirmed',
      status: 'paid',
    });
  });
});

describe('a refund that the bank sends back', () => {
  test('is owed again though it was confirmed, and reports that itself', () => {
    const refunded = confirm(refund(orderIn.cancelled, 1867));
    const { order, events, stock, usage } = accepted(
      bounceRefund(refunded, { ...settlement, failure: 'lost_or_stolen_card' }),
    );
    expect(order).toMatchObject({ status: 'cancelled', paymentStatus: 'paid', dueBack: usd(1867) });
    expect(order.refunds).toMatchObject([{ status: 'failed', settledAt: later, failure: 'lost_or_stolen_card' }]);
    expect(events).toStrictEqual([
      { type: 'order.refund-failed', orderId: 'order-1', at: later, refundId: 'r1', amount: usd(1867) },
    ]);
    expect([stock, usage]).toStrictEqual([[], []]);
  });

  test('can be requested again', () => {
    const bounced = accepted(bounceRefund(confirm(refund(orderIn.paid, 1867)), settlement)).order;
    expect(confirm(refund(bounced, 1867, 'r2'), 'r2')).toMatchObject({ paymentStatus: 'refunded', dueBack: usd(0) });
  });

  test('was confirmed before: a pending one fails instead', () => {
    expect(refused(bounceRefund(refund(orderIn.paid, 400), settlement))).toStrictEqual({
      type: 'refund.not-confirmed',
      refundId: 'r1',
      status: 'paid',
    });
  });

  test('a second time does nothing', () => {
    const order = fail(refund(orderIn.paid, 400));
    expect(accepted(bounceRefund(order, settlement))).toStrictEqual({ order, events: [], stock: [], usage: [] });
  });
});

test.each([
  ['confirmed', confirmRefund],
  ['failed', failRefund],
  ['sent back', bounceRefund],
] as const)('a refund that was never requested cannot be %s', (_, settle) => {
  expect(refused<unknown, unknown>(settle(refund(orderIn.paid, 400), { id: 'constructor', at }))).toStrictEqual({
    type: 'refund.not-found',
    refundId: 'constructor',
    status: 'paid',
  });
});
