import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { cartOf, entry, input, promotion, usd } from '../../../testing/shop.js';
import { defaultMinimumOrderRules } from './minimum-order.js';
import { priceCart } from '../price-cart.js';
import type { MinimumOrder } from '../priced-cart.js';
import type { MinimumOrderRule, PricingInput } from '../pricing-input.js';

const prices = { book: entry(400, { digital: true }), mug: entry(400) };
const check = (rules: readonly MinimumOrderRule[], facts: Partial<PricingInput> = {}): MinimumOrder =>
  accepted(priceCart(input({ mug: 1 }, prices, { minimumOrderRules: rules, ...facts }))).minimumOrder;
const missed = (required: number, actual: number): MinimumOrder => ({
  met: false,
  required: usd(required),
  actual: usd(actual),
  missing: usd(required - actual),
});
const half = [promotion('half', 500_000)];

describe('the minimum order', () => {
  test('is exported to be built on', () => {
    expect(defaultMinimumOrderRules).toStrictEqual([{ minimum: usd(1000), basis: 'subtotal' }]);
  });

  test('is refused when it is malformed, also after one that is not', () => {
    const rules: readonly MinimumOrderRule[] = [
      { minimum: usd(100), basis: 'subtotal' },
      { minimum: usd(0.5), basis: 'subtotal' },
    ];
    expect(refused(priceCart(input({ mug: 1 }, prices, { minimumOrderRules: rules })))).toMatchObject({
      type: 'money.not-an-integer',
    });
  });

  test('is 10.00 USD before discounts when the shop has given no rules', () => {
    const byDefault = (quantity: number): MinimumOrder => {
      const { minimumOrderRules: _, ...rest } = input({ mug: quantity }, prices, { promotions: half });
      return accepted(priceCart(rest)).minimumOrder;
    };
    expect([byDefault(2), byDefault(3)]).toStrictEqual([missed(1000, 800), { met: true }]);
  });

  test('is met by exactly as much, and is none when the rules are none', () => {
    expect(check([{ minimum: usd(400), basis: 'subtotal' }])).toStrictEqual({ met: true });
    expect(check([{ minimum: usd(401), basis: 'subtotal' }])).toStrictEqual(missed(401, 400));
    expect(check([])).toStrictEqual({ met: true });
  });

  test('looks at the subtotal or at what discounts leave, as the rule says; shipping does not count', () => {
    const shipping = { method: 'post', charge: usd(5000) } as const;
    const facts = { promotions: half, shipping };
    expect(check([{ minimum: usd(300), basis: 'subtotal' }], facts)).toStrictEqual({ met: true });
    expect(check([{ minimum: usd(300), basis: 'afterDiscounts' }], facts)).toStrictEqual(missed(300, 200));
  });

  test('of a group replaces the general one', () => {
    const rules = [
      { minimum: usd(900), basis: 'subtotal' },
      { minimum: usd(500), basis: 'subtotal', group: 'premium' },
    ] as const;
    expect(check(rules)).toStrictEqual(missed(900, 400));
    expect(check(rules, { customer: { groups: ['premium'], orderCount: 0 } })).toStrictEqual(missed(500, 400));
    expect(check(rules.slice(1))).toStrictEqual({ met: true });
  });

  test('of several groups is that which misses least, and all rules of one group must be met', () => {
    const rules = [
      { minimum: usd(100), basis: 'subtotal', group: 'staff' },
      { minimum: usd(600), basis: 'subtotal', group: 'staff' },
      { minimum: usd(500), basis: 'subtotal', group: 'premium' },
      { minimum: usd(900), basis: 'subtotal' },
    ] as const;
    const of = (...groups: readonly string[]) => check(rules, { customer: { groups, orderCount: 0 } });
    expect(of('staff')).toStrictEqual(missed(600, 400));
    expect([of('staff', 'premium'), of('premium', 'staff', 'regular')]).toStrictEqual([
      missed(500, 400),
      missed(500, 400),
    ]);
    expect(of('regular')).toStrictEqual(missed(900, 400));
    const met = [...rules, { minimum: usd(400), basis: 'subtotal', group: 'vip' }] as const;
    expect(check(met, { customer: { groups: ['staff', 'vip'], orderCount: 0 } })).toStrictEqual({ met: true });
  });

  test('in another currency does not apply, not even as the rule of a group', () => {
    const euros = { amount: 9000, currency: 'EUR' };
    expect(check([{ minimum: euros, basis: 'subtotal' }])).toStrictEqual({ met: true });
    const rules = [
      { minimum: euros, basis: 'subtotal', group: 'guest' },
      { minimum: usd(500), basis: 'subtotal' },
    ] as const;
    expect(check(rules)).toStrictEqual(missed(500, 400));
  });

  test('is waived for all-digital carts alone, and only where the rule says so', () => {
    const rule = { minimum: usd(1000), basis: 'subtotal' } as const;
    const waived = [{ ...rule, waivedForDigital: true }];
    expect(check(waived, { cart: cartOf({ book: 1 }) })).toStrictEqual({ met: true });
    expect(check(waived, { cart: cartOf({ book: 1, mug: 1 }) })).toStrictEqual(missed(1000, 800));
    expect(check(waived, { cart: cartOf({}) })).toStrictEqual(missed(1000, 0));
    expect(check([rule], { cart: cartOf({ book: 1 }) })).toStrictEqual(missed(1000, 400));
  });

  test('that is missed by most is named; of two missed alike the one that requires more', () => {
    const rules: readonly MinimumOrderRule[] = [
      { minimum: usd(500), basis: 'subtotal' },
      { minimum: usd(600), basis: 'subtotal' },
      { minimum: usd(400), basis: 'afterDiscounts' },
    ];
    expect(check(rules, { promotions: half })).toStrictEqual(missed(600, 400));
    expect(check(rules.toReversed(), { promotions: half })).toStrictEqual(missed(600, 400));
    const apart = [
      { minimum: usd(450), basis: 'subtotal' },
      { minimum: usd(400), basis: 'afterDiscounts' },
    ] as const;
    expect(check(apart, { promotions: half })).toStrictEqual(missed(400, 200));
  });
});
