import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../testing/accepted.js';
import { at, change, entry, input, usd } from '../../testing/shop.js';
import { priceCart } from '../pricing/price-cart.js';
import { placeOrder } from './place-order.js';

const facts = { id: 'order-1', number: '1001', email: 'ann@example.com', at };
const address = { fullName: 'Ann', line1: '1 High Street', city: 'York', country: 'GB' };

describe('placing an order', () => {
  test('keeps the price it was placed with, the addresses and the descriptions, and waits for payment', () => {
    const pricing = accepted(priceCart(input({ mug: 2 }, { mug: entry(1999) })));
    const descriptions = { mug: { name: 'Mug', sku: 'M-1' } };
    const given = { ...facts, customerId: 'ann', descriptions, shippingAddress: address, billingAddress: address };
    expect(accepted(placeOrder(pricing, given)).order).toStrictEqual({
      id: 'order-1',
      number: '1001',
      customerId: 'ann',
      email: 'ann@example.com',
      placedAt: at,
      pricing,
      descriptions,
      shippingAddress: address,
      billingAddress: address,
      payments: [],
      failedPayments: [],
      refunds: [],
      status: 'pending',
      paymentStatus: 'unpaid',
      dueBack: usd(0),
    });
  });

  test('says that it was placed and for how much', () => {
    expect(change(1000).events).toStrictEqual([{ type: 'order.placed', orderId: 'order-1', at, total: usd(1000) }]);
  });

  test('reserves what has stock, in the order of variant ids, and nothing for digital goods', () => {
    expect(change(1000).stock).toStrictEqual([
      { type: 'reserve', variantId: 'cup', quantity: 2 },
      { type: 'reserve', variantId: 'mug', quantity: 1 },
    ]);
  });

  test('for a total of zero is paid at once', () => {
    const { order, events } = change(0);
    expect(order).toMatchObject({ status: 'paid', paymentStatus: 'paid', dueBack: usd(0) });
    expect(events.map(({ type }) => type)).toStrictEqual(['order.placed', 'order.paid']);
  });

  test('refuses an empty cart', () => {
    const pricing = accepted(priceCart(input({}, {})));
    expect(refused(placeOrder(pricing, facts))).toStrictEqual({ type: 'cart.empty' });
  });

  test('refuses a cart below the minimum order, with the facts', () => {
    const { minimumOrderRules: _, ...byDefault } = input({ mug: 1 }, { mug: entry(999) });
    expect(refused(placeOrder(accepted(priceCart(byDefault)), facts))).toStrictEqual({
      type: 'order.below-minimum',
      required: usd(1000),
      actual: usd(999),
      missing: usd(1),
    });
  });
});
