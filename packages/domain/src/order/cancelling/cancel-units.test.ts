import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { orderIn, pay, place, sale, ship, units } from '../../../testing/order-life.js';
import { at, cartOf, entry, free, input, usd } from '../../../testing/shop.js';
import { cancelUnits } from './cancel-units.js';
import type { Order } from '../order.js';

const cancel = (order: Order, quantities: Readonly<Record<string, number>>) =>
  accepted(
    cancelUnits(order, {
      id: `c${order.unitCancellations.length}`,
      lines: units(quantities),
      at,
      reason: 'out of stock',
    }),
  );

describe('cancelling units', () => {
  test('releases them and makes exactly what was paid for them due back, tax included, shipping kept', () => {
    const { order, events, stock, usage } = cancel(orderIn.paid, { mug: 2, cup: 1 });
    expect(order).toMatchObject({ status: 'paid', dueBack: usd(583) });
    expect(order.unitCancellations).toStrictEqual([
      {
        id: 'c0',
        lines: [
          { variantId: 'cup', quantity: 1, amount: usd(145), tax: usd(13) },
          { variantId: 'mug', quantity: 2, amount: usd(438), tax: usd(40) },
        ],
        amount: usd(583),
        reason: 'out of stock',
        at,
      },
    ]);
    expect(events).toStrictEqual([
      { type: 'order.units-cancelled', orderId: 'order-1', at, amount: usd(583) },
      { type: 'order.refund-due', orderId: 'order-1', at, dueBack: usd(583) },
    ]);
    expect(stock).toStrictEqual([
      { type: 'release', variantId: 'cup', quantity: 1 },
      { type: 'release', variantId: 'mug', quantity: 2 },
    ]);
    expect(usage).toStrictEqual([]);
  });

  test('goes on where the last cancellation ended', () => {
    const { order } = cancel(cancel(orderIn.paid, { mug: 2 }).order, { mug: 1 });
    expect(order.unitCancellations.map(({ amount }) => amount.amount)).toStrictEqual([438, 220]);
  });

  test('adds no tax to prices that include it', () => {
    const tax = { prices: 'inclusive', rates: { standard: 100_000 } } as const;
    const { order } = cancel(pay(place({ ...sale, tax })), { mug: 2 });
    expect(order.unitCancellations[0]?.lines).toStrictEqual([
      { variantId: 'mug', quantity: 2, amount: usd(398), tax: usd(36) },
    ]);
  });

  test('sums a variant that is named twice', () => {
    const lines = [...units({ mug: 1 }), ...units({ mug: 2 })];
    expect(accepted(cancelUnits(orderIn.paid, { id: 'c9', lines, at })).stock).toStrictEqual([
      { type: 'release', variantId: 'mug', quantity: 3 },
    ]);
    expect(refused(cancelUnits(orderIn.paid, { id: 'c9', lines: [...lines, ...units({ mug: 1 })], at }))).toMatchObject(
      {
        requested: 4,
        available: 3,
      },
    );
  });

  test('of all that is not shipped makes the order shipped, or delivered when every parcel has arrived', () => {
    const { order, events } = cancel(orderIn.partially_shipped, { mug: 2, cup: 2 });
    expect(order.status).toBe('shipped');
    expect(events.map(({ type }) => type)).toStrictEqual([
      'order.units-cancelled',
      'order.shipped',
      'order.refund-due',
    ]);
    const arrived = {
      ...orderIn.partially_shipped,
      shipments: orderIn.delivered.shipments.map((parcel) => ({ ...parcel, lines: units({ mug: 1 }) })),
    };
    expect(cancel(arrived, { mug: 2, cup: 2 }).order.status).toBe('delivered');
  });

  test('of all but what is digital leaves a delivered order, whose digital lines are kept and paid, and whose shipping is due back', () => {
    const { order, events } = cancel(orderIn.paid, { mug: 3, cup: 2 });
    // 950 for the units, 550 for the shipping, tax included.
    expect(order).toMatchObject({
      status: 'delivered',
      dueBack: usd(1500),
      unitCancellations: [{ amount: usd(1500), shippingRefund: usd(550) }],
    });
    expect(events[0]).toMatchObject({ type: 'order.units-cancelled', amount: usd(1500) });
  });

  test('of all that is not shipped never cancels what was', () => {
    const order = ship(pay(place(input({ mug: 2 }, { mug: entry(500) }, { shipping: free }))), 'parcel-1', { mug: 1 });
    const { order: next, usage } = cancel(order, { mug: 1 });
    expect(next).toMatchObject({ status: 'shipped', dueBack: usd(500) });
    expect(next).not.toHaveProperty('cancellation');
    expect(usage).toStrictEqual([]);
  });

  test('of the whole order cancels it, so that shipping is due back and the usage of promotions is released', () => {
    const { mug, cup } = sale.prices;
    if (mug === undefined || cup === undefined) throw new Error('the sale has both');
    const whole = pay(place({ ...sale, cart: cartOf({ mug: 3, cup: 2 }), prices: { mug, cup } }));
    const { order: most } = cancel(whole, { mug: 3 });
    expect(most.status).toBe('paid');
    const { order, events, stock, usage } = cancel(most, { cup: 2 });
    expect(order).toMatchObject({
      status: 'cancelled',
      dueBack: whole.pricing.total,
      cancellation: { at, reason: 'out of stock' },
    });
    expect(events.map(({ type }) => type)).toStrictEqual([
      'order.units-cancelled',
      'order.cancelled',
      'order.refund-due',
    ]);
    expect(stock).toStrictEqual([{ type: 'release', variantId: 'cup', quantity: 2 }]);
    expect(usage).toMatchObject([{ type: 'release', promotionId: 'third' }]);
  });

  test('is refused for units that were shipped or cancelled before, and for digital ones', () => {
    const order = cancel(ship(orderIn.paid, 'parcel-1', { mug: 1 }), { mug: 1 }).order;
    expect(refused(cancelUnits(order, { id: 'c9', lines: units({ mug: 2 }), at }))).toStrictEqual({
      type: 'units.not-available',
      variantId: 'mug',
      requested: 2,
      available: 1,
      status: 'partially_shipped',
    });
    expect(refused(cancelUnits(orderIn.paid, { id: 'c9', lines: units({ book: 1 }), at }))).toMatchObject({
      requested: 1,
      available: 0,
    });
  });

  test('is refused for nothing, and for what was not ordered', () => {
    expect(refused(cancelUnits(orderIn.paid, { id: 'c9', lines: [], at }))).toStrictEqual({
      type: 'units.none',
      status: 'paid',
    });
    expect(refused(cancelUnits(orderIn.paid, { id: 'c9', lines: units({ constructor: 1 }), at }))).toStrictEqual({
      type: 'units.not-ordered',
      variantId: 'constructor',
      status: 'paid',
    });
  });

  test.each([0, -1, 0.5, NaN, Infinity, 2 ** 53])('is refused for %s units', (quantity) => {
    const lines = [{ variantId: 'mug', quantity }];
    expect(refused(cancelUnits(orderIn.paid, { id: 'c9', lines, at }))).toMatchObject({
      type: 'units.not-available',
      requested: quantity,
    });
    expect(refused(cancelUnits(orderIn.paid, { id: 'c9', lines: [...units({ mug: 1 }), ...lines], at }))).toMatchObject(
      {
        type: 'units.not-available',
      },
    );
  });

  test.each([
    ['pending', 'order.not-cancellable'],
    ['shipped', 'order.not-cancellable'],
    ['delivered', 'order.not-cancellable'],
    ['cancelled', 'order.already-cancelled'],
  ] as const)('is refused on an order that is %s', (status, type) => {
    expect(refused(cancelUnits(orderIn[status], { id: 'c9', lines: units({ mug: 1 }), at }))).toStrictEqual({
      type,
      orderId: 'order-1',
      status,
    });
  });

  test('owes nothing for what was given away', () => {
    const gifts = input({ mug: 1, cup: 1 }, { mug: entry(0), cup: entry(0) }, { shipping: free });
    const { order, events } = cancel(place(gifts), { mug: 1 });
    expect(order).toMatchObject({ status: 'paid', dueBack: usd(0) });
    expect(events).toStrictEqual([{ type: 'order.units-cancelled', orderId: 'order-1', at, amount: usd(0) }]);
  });

  test('twice with one id does nothing, whatever has happened since, and with other content is refused', () => {
    const { order } = cancel(orderIn.paid, { mug: 2 });
    const sent = ship(order);
    const again = { id: 'c0', lines: [...units({ mug: 1 }), ...units({ mug: 1 })], reason: 'out of stock', at };
    for (const state of [order, sent]) {
      expect(accepted(cancelUnits(state, again))).toStrictEqual({ order: state, events: [], stock: [], usage: [] });
      for (const other of [{ lines: units({ mug: 1 }) }, { lines: units({ mug: 2, cup: 1 }) }, { reason: 'broken' }]) {
        expect(refused(cancelUnits(state, { ...again, ...other }))).toStrictEqual({
          type: 'cancellation.already-recorded',
          id: 'c0',
          status: state.status,
        });
      }
    }
  });
});
