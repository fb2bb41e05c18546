import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { entry, input, promotion, usd } from '../../../testing/shop.js';
import { chargeShipping } from './charge-shipping.js';
import { priceCart } from '../price-cart.js';

const flat = { method: 'post', charge: { type: 'flat', amount: usd(500) } } as const;
const tiered = (...tiers: readonly (readonly [number, number])[]) =>
  ({
    method: 'post',
    charge: { type: 'tiered', tiers: tiers.map(([from, amount]) => ({ from: usd(from), amount: usd(amount) })) },
  }) as const;

describe('shipping', () => {
  test('at a flat charge costs that charge', () => {
    expect(accepted(chargeShipping(flat, usd(1), false))).toBe(500);
  });

  test.each([
    [0, 700],
    [4999, 700],
    [5000, 300],
    [10_000, 0],
  ])('by tiers, of a subtotal of %i, costs %i', (subtotal, charge) => {
    expect(accepted(chargeShipping(tiered([5000, 300], [0, 700], [10_000, 0]), usd(subtotal), false))).toBe(charge);
  });

  test('looks at the undiscounted subtotal', () => {
    const promotions = [promotion('half', 500_000)];
    const quote = tiered([0, 700], [5000, 0]);
    const priced = accepted(priceCart(input({ mug: 1 }, { mug: entry(5000) }, { promotions, shipping: quote })));
    expect(priced.shipping?.charge).toStrictEqual(usd(0));
  });

  test('below the first tier is refused', () => {
    const error = { type: 'pricing.shipping-below-first-tier', method: 'post', subtotal: usd(99) };
    expect(refused(chargeShipping(tiered([100, 5]), usd(99), false))).toStrictEqual(error);
    expect(refused(chargeShipping(tiered(), usd(99), false))).toStrictEqual(error);
  });

  test('of two tiers that start together takes the cheaper, in whatever order they come', () => {
    expect(accepted(chargeShipping(tiered([0, 700], [0, 300]), usd(1), false))).toBe(300);
    expect(accepted(chargeShipping(tiered([0, 300], [0, 700]), usd(1), false))).toBe(300);
  });

  test('is free when every line is digital, and not for an empty or a mixed cart', () => {
    const prices = { book: entry(100, { digital: true }), mug: entry(100) };
    const charge = (quantities: Readonly<Record<string, number>>) =>
      accepted(priceCart(input(quantities, prices, { shipping: flat }))).shipping?.charge.amount;
    expect([charge({ book: 1 }), charge({ book: 1, mug: 1 }), charge({})]).toStrictEqual([0, 500, 500]);
  });

  test('without a quote costs nothing and is not mentioned', () => {
    const priced = accepted(priceCart(input({ mug: 1 }, { mug: entry(100) })));
    expect(priced).toMatchObject({ shippingTotal: usd(0), total: usd(100) });
    expect(priced).not.toHaveProperty('shipping');
  });

  test.each([
    [{ amount: 1, currency: 'EUR' }, 'money.currency-mismatch'],
    [usd(-1), 'pricing.negative-amount'],
    [usd(0.5), 'money.not-an-integer'],
    [usd(2 ** 53), 'money.out-of-range'],
  ])('is refused when the quote names %j', (bad, type) => {
    const quotes = [
      { method: 'post', charge: { type: 'flat', amount: bad } },
      { method: 'post', charge: { type: 'tiered', tiers: [{ from: bad, amount: usd(1) }] } },
      { method: 'post', charge: { type: 'tiered', tiers: [{ from: usd(0), amount: bad }] } },
    ] as const;
    expect(quotes.map((quote) => refused(chargeShipping(quote, usd(1), false)).type)).toStrictEqual([type, type, type]);
  });

  test('of digital goods alone costs nothing by tiers either, below the first one too', () => {
    expect(accepted(chargeShipping(tiered([0, 700]), usd(0), true))).toBe(0);
    expect(accepted(chargeShipping(tiered([5000, 700]), usd(0), true))).toBe(0);
  });

  test.each([-1, 0.5, NaN, 2 ** 53])('by a quote of %s is refused, of digital goods alone too', (amount) => {
    for (const digital of [true, false]) {
      const quotes = [
        { ...flat, charge: { type: 'flat', amount: usd(amount) } } as const,
        tiered([0, amount]),
        tiered([0, 1], [amount, 1]),
      ];
      expect(quotes.map((quote) => chargeShipping(quote, usd(10), digital).ok)).toStrictEqual([false, false, false]);
    }
  });
});
