import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { orderIn, pay, payment, place, sale, ship, units } from '../../../testing/order-life.js';
import { at, usd } from '../../../testing/shop.js';
import { cancelOrder } from './cancel-order.js';
import { cancelUnits } from './cancel-units.js';
import type { Order } from '../order.js';
import { refundOrder } from '../payments/refund-order.js';
import { returnUnits } from '../fulfilment/return-units.js';
import { confirmRefund } from '../payments/settle-refund.js';
import { waiveUnits } from './waive-units.js';

type Quantities = Readonly<Record<string, number>>;
const waive = (order: Order, quantities: Quantities) =>
  accepted(waiveUnits(order, { id: `w${order.unitWaivers.length}`, lines: units(quantities), reason: 'chipped', at }));
const back = (order: Order, quantities: Quantities): Order =>
  accepted(returnUnits(order, { id: `return-${order.returns.length}`, lines: units(quantities), restock: true, at }))
    .order;
const amounts = (records: readonly { readonly amount: { readonly amount: number } }[] = []) =>
  records.map(({ amount }) => amount.amount);

describe('waiving units', () => {
  test('makes exactly what was paid for them due back, tax included and shipping kept, and moves nothing', () => {
    const { order, events, stock, usage } = waive(orderIn.shipped, { mug: 2, cup: 1 });
    expect(order).toMatchObject({ status: 'shipped', paymentStatus: 'paid', dueBack: usd(583) });
    expect(order.unitWaivers).toStrictEqual([
      {
        id: 'w0',
        lines: [
          { variantId: 'cup', quantity: 1, amount: usd(145), tax: usd(13) },
          { variantId: 'mug', quantity: 2, amount: usd(438), tax: usd(40) },
        ],
        amount: usd(583),
        reason: 'chipped',
        at,
      },
    ]);
    expect(events).toStrictEqual([
      { type: 'order.units-waived', orderId: 'order-1', at, amount: usd(583) },
      { type: 'order.refund-due', orderId: 'order-1', at, dueBack: usd(583) },
    ]);
    expect([stock, usage]).toStrictEqual([[], []]);
  });

  test('gives the money of digital units back, which cannot come back themselves', () => {
    expect(waive(orderIn.delivered, { book: 1 }).order).toMatchObject({ status: 'delivered', dueBack: usd(367) });
  });

  test('adds no tax to prices that include it', () => {
    const tax = { prices: 'inclusive', rates: { standard: 100_000 } } as const;
    expect(waive(pay(place({ ...sale, tax })), { mug: 2 }).order.unitWaivers[0]?.lines).toStrictEqual([
      { variantId: 'mug', quantity: 2, amount: usd(398), tax: usd(36) },
    ]);
  });

  test('of units that are still to be sent sends them all the same', () => {
    const { order } = waive(orderIn.paid, { mug: 3 });
    expect(ship(order).shipments[0]?.lines).toContainEqual({ variantId: 'mug', quantity: 3 });
  });

  test('goes on where the last waiver, return or cancellation ended, and waives no unit twice', () => {
    const first = waive(orderIn.delivered, { mug: 2 }).order;
    expect(amounts(waive(first, { mug: 1 }).order.unitWaivers)).toStrictEqual([438, 220]);
    expect(refused(waiveUnits(first, { id: 'other', lines: units({ mug: 2 }), at }))).toStrictEqual({
      type: 'units.not-available',
      variantId: 'mug',
      requested: 2,
      available: 1,
      status: 'delivered',
    });
    expect(amounts(waive(back(orderIn.delivered, { mug: 2 }), { mug: 1 }).order.unitWaivers)).toStrictEqual([220]);
    const cancelled = accepted(cancelUnits(orderIn.paid, { id: 'other', lines: units({ mug: 3 }), at })).order;
    expect(refused(waiveUnits(cancelled, { id: 'other', lines: units({ mug: 1 }), at }))).toMatchObject({
      available: 0,
    });
  });

  test('owes at most the money still held', () => {
    const asked = accepted(
      refundOrder(orderIn.delivered, { id: 'r1', amount: usd(1800), reason: 'late', ...payment, at }),
    ).order;
    expect(waive(accepted(confirmRefund(asked, { id: 'r1', at })).order, { mug: 1 }).order.dueBack).toStrictEqual(
      usd(67),
    );
  });

  test('is paid off by a refund of as much, and leaves what else is due', () => {
    const { order } = waive(back(orderIn.delivered, { cup: 1 }), { mug: 1 });
    expect(order.dueBack).toStrictEqual(usd(364));
    const refunded = accepted(
      refundOrder(order, { id: 'r1', amount: usd(219), reason: 'chipped', ...payment, at }),
    ).order;
    expect(refunded.dueBack).toStrictEqual(usd(145));
    expect(refunded.refunds[0]).not.toHaveProperty('goodwill');
  });

  test.each(['pending', 'cancelled'] as const)('is refused on an order that is %s', (status) => {
    expect(refused(waiveUnits(orderIn[status], { id: 'other', lines: units({ mug: 1 }), at }))).toStrictEqual({
      type: 'order.not-refundable',
      status,
    });
  });

  test('is refused for nothing, and for what was not ordered', () => {
    expect(refused(waiveUnits(orderIn.paid, { id: 'other', lines: [], at }))).toStrictEqual({
      type: 'units.none',
      status: 'paid',
    });
    expect(refused(waiveUnits(orderIn.paid, { id: 'other', lines: units({ pot: 1 }), at }))).toMatchObject({
      type: 'units.not-ordered',
    });
  });
});

describe('units that were waived', () => {
  test('bring nothing more when they come back, and the others their own share', () => {
    const { order } = waive(orderIn.delivered, { mug: 1 });
    const one = back(order, { mug: 1 });
    expect(one).toMatchObject({
      dueBack: usd(219),
      returns: [{ amount: usd(0), lines: [{ quantity: 1, waived: 1, tax: usd(0) }] }],
    });
    const all = back(one, { mug: 2 });
    expect(all.dueBack).toStrictEqual(usd(658));
    expect(all.returns[1]?.lines).toStrictEqual([{ variantId: 'mug', quantity: 2, amount: usd(439), tax: usd(40) }]);
  });

  test('bring nothing more when they come back together with others', () => {
    const all = back(waive(orderIn.delivered, { mug: 2 }).order, { mug: 3 });
    expect(all.returns[0]?.lines).toStrictEqual([
      { variantId: 'mug', quantity: 3, amount: usd(220), tax: usd(20), waived: 2 },
    ]);
    expect(all.dueBack).toStrictEqual(usd(658));
    expect(refused(waiveUnits(all, { id: 'other', lines: units({ mug: 1 }), at }))).toMatchObject({ available: 0 });
  });

  test('bring nothing more when they are cancelled', () => {
    const { order } = accepted(
      cancelUnits(waive(orderIn.paid, { mug: 1 }).order, { id: 'other', lines: units({ mug: 2 }), at }),
    );
    expect(order).toMatchObject({
      dueBack: usd(438),
      unitCancellations: [{ amount: usd(219), lines: [{ quantity: 2, waived: 1 }] }],
    });
    expect(waive(order, { mug: 1 }).order.dueBack).toStrictEqual(usd(658));
  });

  test('bring nothing more when the order is cancelled: what is left is due back once', () => {
    const { order } = waive(orderIn.paid, { mug: 3 });
    const { order: left } = accepted(cancelOrder(order, { at }));
    // All but the download, 3.67.
    expect(left.dueBack).toStrictEqual(usd(1500));
  });
});

test('waiving twice with one id does nothing, and with other content is refused', () => {
  const { order } = waive(orderIn.shipped, { mug: 2 });
  const again = { id: 'w0', lines: units({ mug: 2 }), reason: 'chipped', at };
  expect(accepted(waiveUnits(order, again))).toStrictEqual({ order, events: [], stock: [], usage: [] });
  for (const other of [{ lines: units({ mug: 1 }) }, { reason: 'late' }]) {
    expect(refused(waiveUnits(order, { ...again, ...other }))).toStrictEqual({
      type: 'waiver.already-recorded',
      id: 'w0',
      status: 'shipped',
    });
  }
});
