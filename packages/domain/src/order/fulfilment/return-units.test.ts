import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { orderIn, units } from '../../../testing/order-life.js';
import { at, usd } from '../../../testing/shop.js';
import { cancelUnits } from '../cancelling/cancel-units.js';
import type { Order } from '../order.js';
import { refundOrder } from '../payments/refund-order.js';
import { returnUnits } from './return-units.js';
import { confirmRefund } from '../payments/settle-refund.js';

const request = (quantities: Readonly<Record<string, number>>, id = 'return-1', restock = true) => ({
  id,
  lines: units(quantities),
  restock,
  at,
});
const back = (order: Order, ...asked: Parameters<typeof request>) => accepted(returnUnits(order, request(...asked)));

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
    const { order } = accepted(cancelUnits(orderIn.partially_shipped, { lines: units({ mug: 2 }), at }));
    expect(back(order, { mug: 1 }).order.returns[0]?.amount).toStrictEqual(usd(220));
  });

  test('owes at most the money still held', () => {
    const refunded = accepted(
      refundOrder(orderIn.delivered, { id: 'r1', amount: usd(1800), reason: 'late', at }),
    ).order;
    const { order } = back(accepted(confirmRefund(refunded, { id: 'r1', at })).order, { mug: 1 });
    expect(order.returns[0]?.amount).toStrictEqual(usd(219));
    expect(order.dueBack).toStrictEqual(usd(67));
  });

  test('owes the whole of it beside goodwill that was given before', () => {
    const kind = accepted(refundOrder(orderIn.delivered, { id: 'r1', amount: usd(300), reason: 'late', at })).order;
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

  test('is refused with the id of another return', () => {
    expect(refused(returnUnits(back(orderIn.delivered, { mug: 1 }).order, request({ mug: 1 })))).toStrictEqual({
      type: 'return.already-recorded',
      returnId: 'return-1',
      status: 'delivered',
    });
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
