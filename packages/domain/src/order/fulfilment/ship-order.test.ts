import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { orderIn, payment, ship, units } from '../../../testing/order-life.js';
import { at, entry, free, input, usd } from '../../../testing/shop.js';
import { place } from '../../../testing/order-life.js';
import { cancelUnits } from '../cancelling/cancel-units.js';
import type { Order } from '../order.js';
import { recordDispute } from '../payments/record-dispute.js';
import { refundOrder } from '../payments/refund-order.js';
import { shipOrder } from './ship-order.js';

const refund = (order: Order, amount: number): Order =>
  accepted(refundOrder(order, { id: 'r1', amount: usd(amount), reason: 'late', ...payment, at })).order;

describe('shipping a parcel', () => {
  test('of some units makes the order partially shipped, and lets them leave the stock', () => {
    const label = { carrier: 'dhl', trackingNumber: '00340434' };
    const { order, events, stock } = accepted(
      shipOrder(orderIn.paid, { id: 'parcel-1', lines: units({ mug: 2 }), ...label, at }),
    );
    expect(order).toMatchObject({ status: 'partially_shipped', paymentStatus: 'paid', dueBack: usd(0) });
    expect(order.shipments).toStrictEqual([{ id: 'parcel-1', lines: units({ mug: 2 }), ...label, shippedAt: at }]);
    expect(events).toStrictEqual([{ type: 'order.parcel-shipped', orderId: 'order-1', at, shipmentId: 'parcel-1' }]);
    expect(stock).toStrictEqual([{ type: 'ship', variantId: 'mug', quantity: 2 }]);
  });

  test('of the rest makes it shipped, and reports it once', () => {
    const { order, events } = accepted(
      shipOrder(orderIn.partially_shipped, { id: 'parcel-2', lines: units({ mug: 2, cup: 2 }), at }),
    );
    expect(order.status).toBe('shipped');
    expect(events).toStrictEqual([
      { type: 'order.parcel-shipped', orderId: 'order-1', at, shipmentId: 'parcel-2' },
      { type: 'order.shipped', orderId: 'order-1', at },
    ]);
  });

  test('takes every open unit when none are named, and nothing digital', () => {
    expect(ship(orderIn.partially_shipped, 'parcel-2').shipments[1]?.lines).toStrictEqual(units({ cup: 2, mug: 2 }));
    expect(refused(shipOrder(orderIn.paid, { id: 'parcel-1', lines: units({ book: 1 }), at }))).toStrictEqual({
      type: 'units.not-available',
      variantId: 'book',
      requested: 1,
      available: 0,
      status: 'paid',
    });
  });

  test.each(['pending', 'shipped', 'delivered', 'cancelled', 'returned'] as const)(
    'is refused when the order is %s',
    (status) => {
      expect(refused(shipOrder(orderIn[status], { id: 'parcel-2', at }))).toStrictEqual({
        type: 'order.not-shippable',
        status,
      });
    },
  );

  test('is refused for more than is open, for nothing, and for what was not ordered', () => {
    const attempt = (quantities: Readonly<Record<string, number>>) =>
      refused(shipOrder(orderIn.partially_shipped, { id: 'parcel-2', lines: units(quantities), at }));
    expect(attempt({ mug: 3 })).toMatchObject({ type: 'units.not-available', requested: 3, available: 2 });
    expect(attempt({})).toStrictEqual({ type: 'units.none', status: 'partially_shipped' });
    expect(attempt({ pot: 1 })).toStrictEqual({
      type: 'units.not-ordered',
      variantId: 'pot',
      status: 'partially_shipped',
    });
  });

  test('twice with one id does nothing, whatever is open now, and with other content is refused', () => {
    const order = orderIn.partially_shipped;
    const again = { id: 'parcel-1', lines: units({ mug: 1 }), at };
    expect(accepted(shipOrder(order, again))).toStrictEqual({ order, events: [], stock: [], usage: [] });
    for (const other of [{}, { lines: units({ mug: 2 }) }, { carrier: 'dhl' }, { trackingNumber: '1' }]) {
      expect(refused(shipOrder(order, { id: 'parcel-1', at, ...other }))).toStrictEqual({
        type: 'shipment.already-recorded',
        shipmentId: 'parcel-1',
        status: 'partially_shipped',
      });
    }
  });

  test('of all that is open is a repeat of a parcel of all that was open, and of no other', () => {
    const all = accepted(shipOrder(orderIn.paid, { id: 'parcel-1', at })).order;
    expect(accepted(shipOrder(all, { id: 'parcel-1', at })).order).toBe(all);
    const part = accepted(shipOrder(orderIn.paid, { id: 'parcel-1', lines: units({ mug: 2 }), at })).order;
    const both = accepted(shipOrder(part, { id: 'parcel-2', at })).order;
    for (const order of [part, both]) {
      expect(refused(shipOrder(order, { id: 'parcel-1', at }))).toMatchObject({ type: 'shipment.already-recorded' });
    }
    expect(accepted(shipOrder(both, { id: 'parcel-2', at })).order).toBe(both);
  });

  test('of all that is open is no repeat of a parcel of some units, though the others are cancelled since', () => {
    const rest = { id: 'rest', lines: units({ mug: 2, cup: 2 }) };
    const cut = accepted(cancelUnits(orderIn.partially_shipped, { ...rest, at: '2026-11-21T09:30:00.001Z' })).order;
    expect(refused(shipOrder(cut, { id: 'parcel-1', at }))).toMatchObject({ type: 'shipment.already-recorded' });
  });

  test('of all that is open is a repeat of a parcel of all that was left after units were cancelled', () => {
    const cut = accepted(cancelUnits(orderIn.paid, { id: 'cut', lines: units({ mug: 1 }), at })).order;
    const all = ship(cut);
    expect(accepted(shipOrder(all, { id: 'parcel-1', at })).order).toBe(all);
  });

  test('is refused once all the money is back or on its way back, and not while a cent is held', () => {
    expect(refused(shipOrder(refund(orderIn.paid, 1867), { id: 'parcel-1', at }))).toStrictEqual({
      type: 'order.money-gone-back',
      status: 'paid',
    });
    expect(shipOrder(refund(orderIn.paid, 1866), { id: 'parcel-1', at }).ok).toBe(true);
  });

  test('is refused once a lost dispute has withdrawn all the money', () => {
    const dispute = {
      id: 'd1',
      provider: 'stripe',
      paymentReference: 'pi_1',
      amount: usd(1867),
      status: 'lost',
      at,
    } as const;
    const { order } = accepted(recordDispute(orderIn.paid, dispute));
    expect(refused(shipOrder(order, { id: 'parcel-1', at }))).toMatchObject({ type: 'order.money-gone-back' });
  });

  test('is free to go where there was nothing to pay', () => {
    expect(ship(place(input({ mug: 1 }, { mug: entry(0) }, { shipping: free }))).status).toBe('shipped');
  });
});
