import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { orderIn, payment, units } from '../../../testing/order-life.js';
import { at, usd } from '../../../testing/shop.js';
import { cancelUnits } from '../cancelling/cancel-units.js';
import type { Order } from '../order.js';
import { refundOrder } from '../payments/refund-order.js';
import { deliverParcel } from './deliver-parcel.js';
import { returnUnits } from './return-units.js';
import { confirmRefund } from '../payments/settle-refund.js';

const request = (quantities: Readonly<Record<string, number>>, id = 'return-1', restock = true) => ({
  id,
  lines: units(quantities),
  restock,
  at,
});
const back = (order: Order, ...facts: Parameters<typeof request>) => accepted(returnUnits(order, request(...facts)));

describe('returning units', () => {
  test('makes exactly what was paid for them due back, tax included and shipping kept', () => {
    const { order, events, stock } = accepted(
      returnUnits(orderIn.delivered, { ...request({ mug: 2, cup: 2 }), reason: 'too small' }),
    );
    expect(order).toMatchObject({ status: 'delivered', paymentStatus: 'paid', dueBack: usd(730) });
    expect(order.returns).toStrictEqual([
      {
        id: 'return-1',
        lines: [
          { variantId: 'cup', quantity: 2, amount: usd(292), tax: usd(27) },
          { variantId: 'mug', quantity: 2, amount: usd(438), tax: usd(40) },
        ],
        amount: usd(730),
        restock: true,
        reason: 'too small',
        at,
      },
    ]);
    expect(events).toStrictEqual([
      { type: 'order.units-returned', orderId: 'order-1', at, returnId: 'return-1', amount: usd(730) },
      { type: 'order.refund-due', orderId: 'order-1', at, dueBack: usd(730) },
    ]);
    expect(stock).toStrictEqual([
      { type: 'restock', variantId: 'cup', quantity: 2 },
      { type: 'restock', variantId: 'mug', quantity: 2 },
    ]);
  });

  test('that cannot be sold again puts nothing back into the stock', () => {
    expect(back(orderIn.delivered, { mug: 1 }, 'return-1', false).stock).toStrictEqual([]);
  });

  test('takes the lowest unit numbers that are left, after those that were cancelled too', () => {
    const first = back(orderIn.delivered, { mug: 2 }).order;
    expect(back(first, { mug: 1 }, 'return-2').order.returns.map(({ amount }) => amount.amount)).toStrictEqual([
      438, 220,
    ]);
    const { order } = accepted(cancelUnits(orderIn.partially_shipped, { id: 'c1', lines: units({ mug: 2 }), at }));
    expect(back(order, { mug: 1 }).order.returns[0]?.amount).toStrictEqual(usd(220));
  });

  test('owes at most the money still held', () => {
    const refunded = accepted(
      refundOrder(orderIn.delivered, { id: 'r1', amount: usd(1800), reason: 'late', ...payment, at }),
    ).order;
    const { order } = back(accepted(confirmRefund(refunded, { id: 'r1', at })).order, { mug: 1 });
    expect(order.returns[0]?.amount).toStrictEqual(usd(219));
    expect(order.dueBack).toStrictEqual(usd(67));
  });

  test('owes the whole of it beside goodwill that was given before', () => {
    const kind = accepted(
      refundOrder(orderIn.delivered, { id: 'r1', amount: usd(300), reason: 'late', ...payment, at }),
    ).order;
    expect(back(kind, { mug: 1 }).order.dueBack).toStrictEqual(usd(219));
  });

  test('is possible as soon as they are shipped, and for no unit twice', () => {
    const { order } = back(orderIn.partially_shipped, { mug: 1 });
    expect(order.status).toBe('partially_shipped');
    expect(refused(returnUnits(order, request({ mug: 1 }, 'return-2')))).toStrictEqual({
      type: 'units.not-available',
      variantId: 'mug',
      requested: 1,
      available: 0,
      status: 'partially_shipped',
    });
  });

  test.each(['pending', 'paid', 'cancelled'] as const)(
    'is refused when the order is %s: nothing was shipped',
    (status) => {
      expect(refused(returnUnits(orderIn[status], request({ mug: 1 })))).toMatchObject({
        type: 'units.not-available',
        available: 0,
        status,
      });
    },
  );

  test('is refused for digital units, which are never shipped', () => {
    expect(refused(returnUnits(orderIn.delivered, request({ book: 1 })))).toMatchObject({
      type: 'units.not-available',
      available: 0,
    });
  });

  test('twice with one id does nothing, and with other content is refused', () => {
    const { order } = back(orderIn.delivered, { mug: 1 });
    const again = request({ mug: 1 });
    expect(accepted(returnUnits(order, again))).toStrictEqual({ order, events: [], stock: [], usage: [] });
    for (const other of [
      { lines: units({ mug: 2 }) },
      { restock: false },
      { reason: 'late' },
      { shippingRefund: usd(1) },
    ]) {
      expect(refused(returnUnits(order, { ...again, ...other }))).toStrictEqual({
        type: 'return.already-recorded',
        returnId: 'return-1',
        status: 'delivered',
      });
    }
  });

  test('gives back of the shipping what is named, tax included, and never more than was paid for it', () => {
    const first = accepted(returnUnits(orderIn.delivered, { ...request({ mug: 1 }), shippingRefund: usd(400) }));
    expect(first.order).toMatchObject({ dueBack: usd(619), returns: [{ amount: usd(619), shippingRefund: usd(400) }] });
    const second = { ...request({ cup: 1 }, 'return-2'), shippingRefund: usd(151) };
    expect(refused(returnUnits(first.order, second))).toStrictEqual({
      type: 'return.shipping-exceeds-paid',
      refundable: usd(150),
      requested: usd(151),
      status: 'delivered',
    });
    expect(accepted(returnUnits(first.order, { ...second, shippingRefund: usd(150) })).order.dueBack).toStrictEqual(
      usd(619 + 145 + 150),
    );
    expect(
      accepted(returnUnits(first.order, { ...second, shippingRefund: usd(0) })).order.returns[1],
    ).not.toHaveProperty('shippingRefund');
  });

  test.each([
    [usd(-1), 'return.amount-not-positive'],
    [usd(0.5), 'money.not-an-integer'],
    [{ amount: 1, currency: 'EUR' }, 'money.currency-mismatch'],
  ])('is refused with a shipping refund of %j', (shippingRefund, type) => {
    expect(refused(returnUnits(orderIn.delivered, { ...request({ mug: 1 }), shippingRefund }))).toMatchObject({ type });
  });

  test('of all that left in parcels makes the order returned, whatever comes last', () => {
    const all = back(orderIn.delivered, { mug: 3, cup: 2 });
    expect(all.order.status).toBe('returned');
    expect(all.events.map(({ type }) => type)).toContain('order.returned');
    // Before the rest is cancelled, the order is still partially shipped.
    const some = back(orderIn.partially_shipped, { mug: 1 }).order;
    const cancelled = cancelUnits(some, { id: 'c1', lines: units({ mug: 2, cup: 2 }), at });
    expect(accepted(cancelled).order.status).toBe('returned');
    expect(accepted(cancelled).events.map(({ type }) => type)).toContain('order.returned');
    // A parcel that arrives later changes only itself.
    const arrived = accepted(deliverParcel(accepted(cancelled).order, { id: 'parcel-1', at }));
    expect(arrived.order).toMatchObject({ status: 'returned', shipments: [{ deliveredAt: at }] });
    expect(arrived.events.map(({ type }) => type)).toStrictEqual(['order.parcel-delivered']);
  });

  test('is refused for nothing, and for what was not ordered', () => {
    expect(refused(returnUnits(orderIn.delivered, request({})))).toStrictEqual({
      type: 'units.none',
      status: 'delivered',
    });
    expect(refused(returnUnits(orderIn.delivered, request({ pot: 1 })))).toStrictEqual({
      type: 'units.not-ordered',
      variantId: 'pot',
      status: 'delivered',
    });
  });
});
