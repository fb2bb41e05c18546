import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { arbitraryInput } from '../../../testing/arbitrary-pricing.js';
import { lawRuns } from '../../../testing/law-runs.js';
import { entry, input, promotion, usd } from '../../../testing/shop.js';
import { priceCart } from '../price-cart.js';
import type { PricingInput } from '../pricing-input.js';
import type { Promotion, PromotionConditions, PromotionEffect, PromotionUsage } from './promotion.js';

const price = (facts: Partial<Promotion>, usage?: PromotionUsage, more: Partial<PricingInput> = {}) =>
  priceCart(
    input(
      { mug: 1 },
      { mug: entry(1000) },
      {
        promotions: [promotion('p', 0, facts)],
        ...(usage === undefined ? {} : { promotionUsage: { p: usage } }),
        ...more,
      },
    ),
  );
const group = (quantity: number) => ({ quantity, selector: {} });
const deal = { type: 'buyXGetY', buy: group(1), get: group(1), rate: 0 } as const;

describe('a promotion is refused by name', () => {
  test.each<[string, (rate: number) => PromotionEffect]>([
    ['percentage', (rate) => ({ type: 'percent', rate })],
    [
      'tier',
      (rate) => ({
        type: 'tiers',
        by: 'quantity',
        tiers: [
          { from: 0, rate: 0 },
          { from: 9, rate },
        ],
      }),
    ],
    ['tier by subtotal', (rate) => ({ type: 'tiers', by: 'subtotal', tiers: [{ from: usd(9), rate }] })],
    ['share of what is given', (rate) => ({ ...deal, rate })],
  ])('for a %s that is no rate', (_, effect) => {
    for (const rate of [-1, 0.5, NaN, 1_000_001, Infinity, 2 ** 53]) {
      expect(refused(price({ effect: effect(rate) }))).toStrictEqual({
        type: 'pricing.promotion-rate-out-of-range',
        promotionId: 'p',
        rate,
      });
    }
  });

  const counted: readonly [string, (count: number) => readonly [Partial<Promotion>, PromotionUsage?]][] = [
    ['minimum quantity', (count) => [{ conditions: { minimumQuantity: count } }]],
    ['usage limit', (count) => [{ conditions: { usageLimit: count } }]],
    ["customer's usage limit", (count) => [{ conditions: { customerUsageLimit: count } }]],
    ['number of uses', (count) => [{}, { uses: count, customerUses: 0 }]],
    ["customer's number of uses", (count) => [{}, { uses: 0, customerUses: count }]],
    [
      'tier',
      (count) => [
        {
          effect: {
            type: 'tiers',
            by: 'quantity',
            tiers: [
              { from: 1, rate: 0 },
              { from: count, rate: 0 },
            ],
          },
        },
      ],
    ],
    ['quantity to buy', (count) => [{ effect: { ...deal, buy: group(count) } }]],
    ['quantity to get', (count) => [{ effect: { ...deal, get: group(count) } }]],
    ['number of applications', (count) => [{ effect: { ...deal, maxApplications: count } }]],
  ];
  test.each(counted)('for a %s that is no count', (_, facts) => {
    for (const count of [-1, -0, 0.5, NaN, Infinity, 2 ** 53]) {
      expect(refused(price(...facts(count)))).toStrictEqual({
        type: 'pricing.promotion-count-malformed',
        promotionId: 'p',
        count,
      });
    }
    expect(accepted(price(...facts(1)))).toBeDefined();
  });

  test('for buying none, getting none or applying never, while other counts may be zero', () => {
    expect(
      counted.map(([name, facts]) => (price(...facts(0)).ok ? undefined : name)).filter((name) => name !== undefined),
    ).toStrictEqual(['quantity to buy', 'quantity to get', 'number of applications']);
  });

  const budget = usd(5);
  test.each<[string, (amount: { amount: number; currency: string }) => readonly [Partial<Promotion>, PromotionUsage?]]>(
    [
      ['cap', (cap) => [{ effect: { type: 'percent', rate: 0, cap } }]],
      ['amount', (amount) => [{ effect: { type: 'amount', amount, mode: 'across' } }]],
      ['price', (fixed) => [{ effect: { type: 'fixedPrice', price: fixed } }]],
      [
        'tier',
        (from) => [
          {
            effect: {
              type: 'tiers',
              by: 'subtotal',
              tiers: [
                { from: usd(0), rate: 0 },
                { from, rate: 0 },
              ],
            },
          },
        ],
      ],
      ['minimum subtotal', (minimumSubtotal) => [{ conditions: { minimumSubtotal } }]],
      ['budget', (amount) => [{ conditions: { budget: amount } }]],
      ['spent budget', (spent) => [{ conditions: { budget } }, { uses: 0, customerUses: 0, spent }]],
    ],
  )('for a %s that is no amount', (_, facts) => {
    for (const amount of [-1, -0, 0.5, NaN, Infinity, 2 ** 53]
      .map(usd)
      .concat({ amount: 1, currency: 'XAU' }, { amount: NaN, currency: 'EUR' })) {
      expect(refused(price(...facts(amount)))).toStrictEqual({
        type: 'pricing.promotion-amount-malformed',
        promotionId: 'p',
        amount,
      });
    }
  });

  test.each<[Promotion['target'], PromotionEffect]>([
    [{ type: 'lines', selector: {} }, { type: 'freeShipping' }],
    [{ type: 'order' }, { type: 'freeShipping' }],
    [{ type: 'shipping' }, deal],
    [{ type: 'order' }, { type: 'gift' as 'freeShipping' }],
    [{ type: 'shipping' }, { type: 'constructor' as 'freeShipping' }],
    [{ type: 'planet' as 'order' }, { type: 'percent', rate: 0 }],
  ])('for a target that its effect cannot take from: %j, %j', (target, effect) => {
    expect(refused(price({ target, effect }))).toStrictEqual({
      type: 'pricing.promotion-target-unsuitable',
      promotionId: 'p',
      target: target.type,
      effect: effect.type,
    });
  });
});

test.each([-1, -0, 0.5, NaN, Infinity, 2 ** 53])('a customer with %s orders is refused', (orderCount) => {
  expect(refused(price({}, undefined, { customer: { segment: 'guest', orderCount } }))).toStrictEqual({
    type: 'pricing.order-count-malformed',
    orderCount,
  });
});

describe('of any input, one hostile number', () => {
  /** Every path to a number in a value. */
  const numbersIn = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] =>
    typeof value === 'number'
      ? [path]
      : typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, each]) => numbersIn(each, [...path, key]))
        : [];
  const replaced = (value: unknown, [key, ...rest]: readonly string[], by: number): unknown => {
    if (key === undefined) return by;
    if (Array.isArray(value))
      return value.map((each, index) => (String(index) === key ? replaced(each, rest, by) : each));
    return Object.fromEntries(
      Object.entries(value as object).map(([name, each]) => [name, name === key ? replaced(each, rest, by) : each]),
    );
  };

  test('is refused or does no harm: nothing throws, and what is priced survives JSON', () => {
    const hostile = fc.constantFrom(NaN, -0, 1.5, -1, 2 ** 53, Infinity, -Infinity, Number.MIN_VALUE, Number.MAX_VALUE);
    fc.assert(
      fc.property(arbitraryInput, fc.nat(), hostile, (given, place, by) => {
        const paths = numbersIn(given);
        const path = paths[place % paths.length] ?? [];
        const decision = priceCart(replaced(given, path, by) as PricingInput);
        if (!decision.ok) return;
        expect(JSON.parse(JSON.stringify(decision.value))).toStrictEqual(structuredClone(decision.value));
        // Refused even where a condition before it has failed already.
        expect(path).not.toContain('conditions');
      }),
      { numRuns: lawRuns.numRuns * 3 },
    );
  });
});

test('conditions with nothing to check hold', () => {
  const none: PromotionConditions = {};
  expect(accepted(price({ conditions: none, effect: { type: 'percent', rate: 1_000_000 } })).applied).toHaveLength(1);
});
