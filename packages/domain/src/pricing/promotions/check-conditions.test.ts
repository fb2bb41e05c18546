import { describe, expect, test } from 'vitest';
import { accepted } from '../../../testing/accepted.js';
import { cartOf, entry, input, promotion, usd } from '../../../testing/shop.js';
import { priceCart } from '../price-cart.js';
import type { Customer, PricingInput } from '../pricing-input.js';
import type { Promotion, PromotionConditions, PromotionUsage } from './promotion.js';

const prices = { mug: entry(500, { categoryIds: ['kitchen'] }), pen: entry(100) };
/** A cart of 1100 cents and 3 units. */
const reason = (conditions: PromotionConditions, facts: Partial<PricingInput> = {}, more: Partial<Promotion> = {}) =>
  accepted(
    priceCart(
      input({ mug: 2, pen: 1 }, prices, { promotions: [promotion('p', 100_000, { conditions, ...more })], ...facts }),
    ),
  ).skipped.find(({ promotionId }) => promotionId === 'p')?.reason;
const used = (usage: Partial<PromotionUsage>) => ({ promotionUsage: { p: { uses: 0, customerUses: 0, ...usage } } });

describe('a promotion', () => {
  test('asks for a minimum subtotal, reached at its last cent', () => {
    expect(reason({ minimumSubtotal: usd(1100) })).toBeUndefined();
    expect(reason({ minimumSubtotal: usd(1101) })).toStrictEqual({
      type: 'promotion.below-minimum-subtotal',
      required: usd(1101),
      actual: usd(1100),
    });
  });

  test('measures the minimum subtotal before any discount', () => {
    const half = promotion('half', 500_000, { target: { type: 'lines', selector: {} } });
    const promotions = [half, promotion('p', 100_000, { conditions: { minimumSubtotal: usd(1100) } })];
    expect(reason({}, { promotions })).toBeUndefined();
  });

  test('asks for a minimum quantity of the whole cart, whatever it targets', () => {
    const pens = { target: { type: 'lines', selector: { variantIds: ['pen'] } } } as const;
    expect(reason({ minimumQuantity: 3 }, {}, pens)).toBeUndefined();
    expect(reason({ minimumQuantity: 4 }, {}, pens)).toStrictEqual({
      type: 'promotion.below-minimum-quantity',
      required: 4,
      actual: 3,
    });
  });

  test('asks for a line in the cart', () => {
    expect(reason({ contains: { categoryIds: ['kitchen'] } })).toBeUndefined();
    const contains = { categoryIds: ['office'] };
    expect(reason({ contains })).toStrictEqual({ type: 'promotion.not-contained', contains });
    expect(reason({ contains: {} }, { cart: cartOf({}) })?.type).toBe('promotion.not-contained');
  });

  test.each<[Customer, string | undefined]>([
    [{ groups: ['regular'], orderCount: 0 }, undefined],
    [{ groups: ['regular'], orderCount: 1 }, 'promotion.not-first-order'],
    [{ groups: ['guest'], orderCount: 7 }, undefined],
  ])('for a first order is for those who have placed none, as all guests have: %j', (customer, type) => {
    expect(reason({ firstOrder: true }, { customer })?.type).toBe(type);
    expect(reason({ firstOrder: false }, { customer })).toBeUndefined();
  });

  test('for a first order says how many there were', () => {
    const customer = { groups: ['premium'], orderCount: 4 } as const;
    expect(reason({ firstOrder: true }, { customer })).toStrictEqual({
      type: 'promotion.not-first-order',
      orderCount: 4,
    });
  });

  test('is for customers of several groups when any of them is listed', () => {
    const customer = { groups: ['regular', 'wholesale'], orderCount: 1 };
    expect(reason({ groups: ['wholesale', 'staff'] }, { customer })).toBeUndefined();
    expect(reason({ groups: ['staff'] }, { customer })).toStrictEqual({
      type: 'promotion.group-not-eligible',
      groups: ['staff'],
      customerGroups: ['regular', 'wholesale'],
    });
    expect(reason({ firstOrder: true }, { customer: { groups: ['regular', 'guest'], orderCount: 1 } })).toBeUndefined();
  });

  test('of single-use codes needs one that is free, and no other code opens it', () => {
    const codes = (...free: readonly string[]) => ({
      promotionUsage: { p: { uses: 0, customerUses: 0, codes: free } },
    });
    const entered = (...all: readonly string[]) => ({ cart: cartOf({ mug: 1 }, all) });
    const conditions = { singleUse: true, couponCode: 'save' };
    expect(reason(conditions, { ...codes('A-1', 'A-2'), ...entered('a-2') })).toBeUndefined();
    const missing = { type: 'promotion.coupon-missing' };
    expect(reason(conditions, { ...codes('A-1'), ...entered('a-2') })).toStrictEqual(missing);
    expect(reason(conditions, { ...codes('A-1'), ...entered('save') })).toStrictEqual(missing);
    expect(reason(conditions, entered('a-1'))).toStrictEqual(missing);
    expect(reason({ singleUse: false }, entered())).toBeUndefined();
  });

  test('of which less than a step of its budget is left is used up', () => {
    const kwd = (amount: number) => ({ amount, currency: 'KWD' });
    const cart = { ...cartOf({ mug: 1 }), currency: 'KWD' };
    const dinarPrices = { mug: { ...entry(0), unitPrice: kwd(1000) } };
    const spent = (amount: number) => ({
      cart,
      prices: dinarPrices,
      promotionUsage: { p: { uses: 1, customerUses: 0, spent: kwd(amount) } },
    });
    expect(reason({ budget: kwd(100) }, spent(91))).toStrictEqual({
      type: 'promotion.budget-exhausted',
      budget: kwd(100),
      spent: kwd(91),
    });
    expect(reason({ budget: kwd(100) }, spent(90))).toBeUndefined();
  });

  test('is used in no more orders than its limit', () => {
    expect(reason({ usageLimit: 3 })).toBeUndefined();
    expect(reason({ usageLimit: 3 }, used({ uses: 2 }))).toBeUndefined();
    expect(reason({ usageLimit: 3 }, used({ uses: 3 }))).toStrictEqual({
      type: 'promotion.usage-limit-reached',
      limit: 3,
      uses: 3,
    });
    expect(reason({ usageLimit: 0 })).toStrictEqual({ type: 'promotion.usage-limit-reached', limit: 0, uses: 0 });
    expect(reason({}, used({ uses: 9, customerUses: 9 }))).toBeUndefined();
  });

  test('is used in no more orders of one customer than that limit', () => {
    expect(reason({ customerUsageLimit: 1 }, used({ uses: 9 }))).toBeUndefined();
    expect(reason({ customerUsageLimit: 1 }, used({ customerUses: 1 }))).toStrictEqual({
      type: 'promotion.customer-usage-limit-reached',
      limit: 1,
      uses: 1,
    });
  });

  test('whose id every object has is not used before it is', () => {
    const promotions = [promotion('constructor', 100_000, { conditions: { usageLimit: 1 } })];
    expect(accepted(priceCart(input({ pen: 1 }, prices, { promotions, promotionUsage: {} }))).applied).toHaveLength(1);
  });

  const euro = { amount: 0, currency: 'EUR' };
  test.each<[string, PromotionConditions, Partial<Promotion>]>([
    ['minimum subtotal', { minimumSubtotal: euro }, {}],
    ['budget', { budget: euro }, {}],
    ['cap', {}, { effect: { type: 'percent', rate: 100_000, cap: euro } }],
    ['amount', {}, { effect: { type: 'amount', amount: euro, mode: 'each' } }],
    ['price', {}, { effect: { type: 'fixedPrice', price: euro } }],
    [
      'tier',
      {},
      {
        effect: {
          type: 'tiers',
          by: 'subtotal',
          tiers: [
            { from: usd(0), rate: 1 },
            { from: euro, rate: 1 },
          ],
        },
      },
    ],
  ])('is skipped when it has amounts in another currency: its %s', (_, conditions, more) => {
    expect(reason(conditions, {}, more)).toStrictEqual({
      type: 'promotion.currency-mismatch',
      expected: 'USD',
      actual: 'EUR',
    });
  });

  test('is skipped when its budget was spent in another currency', () => {
    expect(reason({ budget: usd(5) }, used({ spent: { amount: 9, currency: 'EUR' } }))?.type).toBe(
      'promotion.currency-mismatch',
    );
    expect(reason({}, used({ spent: { amount: 9, currency: 'EUR' } }))).toBeUndefined();
  });

  test('names the first condition that fails, in one fixed order', () => {
    const failing: PromotionConditions = {
      startsAt: '2030-01-01T00:00:00Z',
      endsAt: '2020-01-01T00:00:00Z',
      minimumSubtotal: usd(9999),
      minimumQuantity: 99,
      contains: { variantIds: [] },
      groups: [],
      firstOrder: true,
      couponCode: 'x',
      usageLimit: 0,
      customerUsageLimit: 0,
      budget: usd(0),
    };
    const customer = { groups: ['regular'], orderCount: 1 } as const;
    const foreign = { effect: { type: 'fixedPrice', price: euro } } as const;
    const named = Object.keys(failing).map((_, index, all) => {
      const rest = Object.fromEntries(Object.entries(failing).filter(([key]) => all.indexOf(key) >= index));
      return reason(rest, { customer }, foreign)?.type;
    });
    expect([...named, reason({}, { customer }, foreign)?.type]).toStrictEqual([
      'promotion.not-started',
      'promotion.ended',
      'promotion.below-minimum-subtotal',
      'promotion.below-minimum-quantity',
      'promotion.not-contained',
      'promotion.group-not-eligible',
      'promotion.not-first-order',
      'promotion.coupon-missing',
      'promotion.usage-limit-reached',
      'promotion.customer-usage-limit-reached',
      'promotion.budget-exhausted',
      'promotion.currency-mismatch',
    ]);
  });
});
