import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { at, change, entry, input, promotion, usd } from '../../../testing/shop.js';
import { priceCart } from '../../pricing/price-cart.js';
import { placeOrder } from './place-order.js';

const facts = { id: 'order-1', number: '1001', email: 'ann@example.com', at };
const address = { fullName: 'Ann', line1: '1 High Street', city: 'York', country: 'GB' };

describe('placing an order', () => {
  test('keeps the price it was placed with, the addresses, the descriptions and how it is sent, and waits for payment', () => {
    const pricing = accepted(priceCart(input({ mug: 2 }, { mug: entry(1999) })));
    const descriptions = { mug: { name: 'Mug', sku: 'M-1' } };
    const delivery = { name: 'Standard', days: { min: 3, max: 5 } };
    const given = {
      ...facts,
      customerId: 'ann',
      descriptions,
      shippingAddress: address,
      billingAddress: address,
      delivery,
    };
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
      delivery,
      payments: [],
      failedPayments: [],
      refunds: [],
      disputes: [],
      shipments: [],
      returns: [],
      unitCancellations: [],
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

  test('for a total of zero delivers what is digital at once', () => {
    const free = accepted(priceCart(input({ book: 1 }, { book: entry(0, { digital: true }) })));
    const { order, events, stock } = accepted(placeOrder(free, facts));
    expect(order).toMatchObject({ status: 'delivered', paymentStatus: 'paid', digitalDeliveredAt: at });
    expect(events.map(({ type }) => type)).toStrictEqual(['order.placed', 'order.paid', 'order.delivered']);
    expect(stock).toStrictEqual([]);
  });

  test('counts the usage of each promotion that took something off, with the amount', () => {
    const promotions = [promotion('tenth', 100_000), promotion('nothing', 0)];
    const pricing = accepted(priceCart(input({ mug: 1 }, { mug: entry(1999) }, { promotions })));
    expect(accepted(placeOrder(pricing, facts)).usage).toStrictEqual([
      { type: 'count', promotionId: 'tenth', amount: usd(200) },
    ]);
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
