import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { orderIn, place, units } from '../../../testing/order-life.js';
import { at, usd } from '../../../testing/shop.js';
import { placementOf, placeOrder } from '../placing/place-order.js';
import { amendOrder } from './amend-order.js';
import { recordWithdrawal } from './record-withdrawal.js';

const shippingAddress = { fullName: 'Ann Lee', line1: '2 Mill Lane', city: 'Ockham', country: 'GB' };

describe('changing an order', () => {
  test('keeps what it was placed with, however often it is changed', () => {
    const placed = place();
    const once = accepted(amendOrder(placed, { email: 'ann.lee@example.com', note: 'gift', at }));
    expect(once.events).toEqual([{ type: 'order.amended', orderId: 'order-1', at }]);
    const twice = accepted(amendOrder(once.order, { shippingAddress, note: null, metadata: { shelf: '7' }, at })).order;
    expect(twice).toMatchObject({ email: 'ann.lee@example.com', shippingAddress, metadata: { shelf: '7' } });
    expect(twice).not.toHaveProperty('note');
    expect(twice.pricing).toBe(placed.pricing);
    expect(accepted(placeOrder(...placementOf(twice))).order).toStrictEqual(placed);
  });

  test('to what it is already changes nothing', () => {
    const order = accepted(amendOrder(place(), { metadata: { a: '1', b: '2' }, at })).order;
    const again = accepted(amendOrder(order, { metadata: { b: '2', a: '1' }, email: 'ann@example.com', at }));
    expect(again.order).toBe(order);
    expect(again.events).toEqual([]);
  });

  test.each(['partially_shipped', 'shipped', 'delivered', 'cancelled'] as const)(
    'is refused for e-mail and address once it is %s, and allowed for the note',
    (status) => {
      const order = orderIn[status];
      const refusal = { type: 'order.not-amendable', status };
      expect(refused(amendOrder(order, { email: 'ann.lee@example.com', at }))).toEqual(refusal);
      expect(refused(amendOrder(order, { shippingAddress, at }))).toEqual(refusal);
      expect(accepted(amendOrder(order, { note: 'left at the door', at })).order.note).toBe('left at the door');
    },
  );
});

test('an address with a member that is nested too deep is compared by its texts', () => {
  let deep: unknown = 'deep';
  for (let depth = 0; depth < 20_000; depth += 1) deep = [deep];
  const order = accepted(amendOrder(place(), { shippingAddress, at })).order;
  expect(accepted(amendOrder(order, { shippingAddress: { ...shippingAddress, deep } as never, at })).order).toBe(order);
});

describe('a withdrawal', () => {
  const request = { id: 'w1', lines: units({ mug: 1 }), refund: usd(219), isWhole: false, at };

  test('is recorded once', () => {
    const { order, events } = accepted(recordWithdrawal(orderIn.delivered, request));
    expect(order.withdrawals).toEqual([request]);
    expect(events).toEqual([{ type: 'order.withdrawn', withdrawalId: 'w1', refund: usd(219), orderId: 'order-1', at }]);
    expect(accepted(recordWithdrawal(order, request)).order).toBe(order);
  });

  test.each([
    { refund: usd(218) },
    { shippingRefund: usd(1) },
    { isWhole: true },
    { refund: usd(218), lines: units({ mug: 1 }), isWhole: true },
  ])('is refused under a known id with other content: %j', (other) => {
    const { order } = accepted(recordWithdrawal(orderIn.delivered, request));
    expect(refused(recordWithdrawal(order, { ...request, ...other }))).toStrictEqual({
      type: 'withdrawal.already-recorded',
      id: 'w1',
      status: 'delivered',
    });
  });

  test.each(['refund', 'shippingRefund'])('is refused with a %s in another currency', (name) => {
    const euros = { [name]: { amount: 219, currency: 'EUR' } };
    expect(refused(recordWithdrawal(orderIn.delivered, { ...request, ...euros }))).toStrictEqual({
      type: 'money.currency-mismatch',
      expected: 'USD',
      actual: 'EUR',
      status: 'delivered',
    });
  });

  test('is refused under a known id with other units, and for units that were not ordered', () => {
    const { order } = accepted(recordWithdrawal(orderIn.delivered, request));
    expect(refused(recordWithdrawal(order, { ...request, lines: units({ cup: 1 }) })).type).toBe(
      'withdrawal.already-recorded',
    );
    expect(refused(recordWithdrawal(order, { ...request, id: 'w2', lines: units({ mug: 4 }) }))).toMatchObject({
      type: 'units.not-available',
      available: 3,
    });
  });
});
