import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { at, cartOf, change, entry, free, input, promotion, usd } from '../../../testing/shop.js';
import { priceCart } from '../../pricing/price-cart.js';
import { cancelOrder } from '../cancelling/cancel-order.js';
import { placeOrder } from './place-order.js';

const facts = { id: 'order-1', number: '1001', email: 'ann@example.com', at };
const address = { fullName: 'Ann', line1: '1 High Street', city: 'York', country: 'GB' };

describe('placing an order', () => {
  test('keeps the price it was placed with, the addresses, the descriptions and how it is sent, and waits for payment', () => {
    const pricing = accepted(priceCart(input({ mug: 2 }, { mug: entry(1999) }, { shipping: free })));
    const descriptions = { mug: { name: 'Mug', sku: 'M-1', image: '/images/mug.webp' } };
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
      schemaVersion: 1,
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
      processingPayments: [],
      failedPayments: [],
      refunds: [],
      disputes: [],
      shipments: [],
      returns: [],
      unitCancellations: [],
      unitWaivers: [],
      status: 'pending',
      paymentStatus: 'unpaid',
      dueBack: usd(0),
    });
  });

  test('reports that it was placed and for how much', () => {
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
    const gift = accepted(priceCart(input({ book: 1 }, { book: entry(0, { digital: true }) })));
    const { order, events, stock } = accepted(placeOrder(gift, facts));
    expect(order).toMatchObject({ status: 'delivered', paymentStatus: 'paid', digitalDeliveredAt: at });
    expect(events.map(({ type }) => type)).toStrictEqual(['order.placed', 'order.paid', 'order.delivered']);
    expect(stock).toStrictEqual([]);
  });

  test('counts the usage of each promotion that took something off, with the amount', () => {
    const promotions = [promotion('tenth', 100_000), promotion('nothing', 0)];
    const pricing = accepted(priceCart(input({ mug: 1 }, { mug: entry(1999) }, { promotions, shipping: free })));
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

  test('refuses a cart without a shipping quote, unless every line is digital', () => {
    const book = entry(500, { digital: true });
    const mixed = accepted(priceCart(input({ mug: 1, book: 1 }, { mug: entry(1999), book })));
    expect(refused(placeOrder(mixed, facts))).toStrictEqual({ type: 'order.shipping-method-missing' });
    expect(placeOrder(accepted(priceCart(input({ book: 1 }, { book }))), facts).ok).toBe(true);
  });

  test('is for the customer of the cart, unless another one is named', () => {
    const cart = { ...cartOf({ mug: 1 }), customerId: 'ann' };
    const pricing = accepted(priceCart(input({}, { mug: entry(1999) }, { cart, shipping: free })));
    expect(accepted(placeOrder(pricing, facts)).order.customerId).toBe('ann');
    expect(accepted(placeOrder(pricing, { ...facts, customerId: undefined })).order.customerId).toBe('ann');
    expect(accepted(placeOrder(pricing, { ...facts, customerId: 'ben' })).order.customerId).toBe('ben');
  });

  test('counts and releases the generated code that a promotion takes', () => {
    const sale = promotion('gen', 100_000, { conditions: { singleUse: true } });
    const promotionUsage = { gen: { uses: 0, customerUses: 0, codes: ['code-2', 'code-1'] } };
    const cart = cartOf({ mug: 1 }, ['code-2', 'code-1']);
    const given = input({}, { mug: entry(1000) }, { cart, promotions: [sale], promotionUsage, shipping: free });
    const { order, usage } = accepted(placeOrder(accepted(priceCart(given)), facts));
    expect(usage).toStrictEqual([{ type: 'count', promotionId: 'gen', amount: usd(100), code: 'code-1' }]);
    expect(accepted(cancelOrder(order, { at })).usage).toMatchObject([{ type: 'release', code: 'code-1' }]);
  });

  test.each<[string, object]>([
    ['facts', []],
    ['facts.id', { id: 7 }],
    ['facts.email', { email: null }],
    ['facts.at', { at: 'now' }],
    ['facts.customerId', { customerId: 7 }],
    ['facts.descriptions.mug.sku', { descriptions: { mug: { name: 'Mug' } } }],
    ['facts.shippingAddress.country', { shippingAddress: { ...address, country: undefined } }],
    ['facts.delivery.days.max', { delivery: { name: 'Post', days: { min: 1, max: -1 } } }],
  ])('refuses facts that are missing, null or of another type: %s', (path, spoilt) => {
    const pricing = accepted(priceCart(input({ mug: 1 }, { mug: entry(1999) }, { shipping: free })));
    const given = Array.isArray(spoilt) ? spoilt : { ...facts, ...spoilt };
    expect(refused(placeOrder(pricing, given as typeof facts))).toStrictEqual({ type: 'input.malformed', path });
  });

  test('takes no fact of the life of an order, such as a payment, as one of its placement', () => {
    const pricing = accepted(priceCart(input({ mug: 1 }, { mug: entry(1999) }, { shipping: free })));
    const more = { ...facts, cancellation: { at }, paidAt: at, status: 'paid' };
    expect(accepted(placeOrder(pricing, more)).order).toStrictEqual(accepted(placeOrder(pricing, facts)).order);
  });
});
