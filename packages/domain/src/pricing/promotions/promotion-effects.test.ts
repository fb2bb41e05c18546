/** Long because each effect of a promotion has its examples and its laws. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accepted } from '../../../testing/accepted.js';
import { lawRuns } from '../../../testing/law-runs.js';
import { givenByTrying } from '../../../testing/reference-pricing.js';
import { entry, input, promotion, usd } from '../../../testing/shop.js';
import { unitsGiven } from './give-units.js';
import { priceCart } from '../price-cart.js';
import { priceLines } from '../lines/price-lines.js';
import type { PricedCart } from '../priced-cart.js';
import type { PricingInput } from '../pricing-input.js';
import type { LineSelector, Promotion, PromotionEffect } from './promotion.js';

const prices = {
  cup: entry(105, { productId: 'cups', categoryIds: ['kitchen'] }),
  mug: entry(300, { productId: 'mugs', categoryIds: ['kitchen'] }),
  pen: entry(50, { productId: 'pens', categoryIds: ['office'] }),
};
const kitchen: LineSelector = { categoryIds: ['kitchen'] };
const offer = (effect: PromotionEffect, facts: Partial<Promotion> = {}): Promotion => ({
  id: 'p',
  name: 'offer',
  target: { type: 'order' },
  effect,
  ...facts,
});
const onKitchen = { target: { type: 'lines', selector: kitchen } } as const;
const onShipping = { target: { type: 'shipping' } } as const;
const price = (
  promotions: readonly Promotion[],
  facts: Partial<PricingInput> = {},
  quantities = { cup: 2, mug: 1, pen: 3 },
): PricedCart => accepted(priceCart(input(quantities, prices, { promotions, ...facts })));
/** Off cup (210), mug (300) and pen (150). */
const takenOff = ({ lines }: PricedCart): readonly number[] => lines.map(({ discountTotal }) => discountTotal.amount);
const post = { shipping: { method: 'post', charge: usd(500) } } as const;

describe('a capped percentage', () => {
  test('takes no more than its cap in all, split in proportion to what it would have taken', () => {
    const capped = price([offer({ type: 'percent', rate: 500_000, cap: usd(100) }, onKitchen)]);
    // 105 and 150 of 255: 41.18 and 58.82.
    expect(takenOff(capped)).toStrictEqual([41, 59, 0]);
    expect(capped.applied[0]).toMatchObject({ basis: usd(510), amount: usd(100) });
  });

  test('takes all of itself while that is no more than its cap', () => {
    expect(takenOff(price([offer({ type: 'percent', rate: 500_000, cap: usd(255) }, onKitchen)]))).toStrictEqual([
      105, 150, 0,
    ]);
  });

  test('of zero takes nothing', () => {
    expect(price([offer({ type: 'percent', rate: 500_000, cap: usd(0) })]).skipped[0]?.reason.type).toBe(
      'promotion.no-effect',
    );
  });
});

describe('an amount', () => {
  test('off each unit is taken as often as there are units', () => {
    expect(takenOff(price([offer({ type: 'amount', amount: usd(20), mode: 'each' }, onKitchen)]))).toStrictEqual([
      40, 20, 0,
    ]);
  });

  test('off each unit takes no more of a line than is left of it', () => {
    expect(takenOff(price([offer({ type: 'amount', amount: usd(100), mode: 'each' })]))).toStrictEqual([200, 100, 150]);
    expect(takenOff(price([offer({ type: 'amount', amount: usd(2 ** 53 - 1), mode: 'each' })]))).toStrictEqual([
      210, 300, 150,
    ]);
  });

  test('across the order is taken once, in proportion to what is left', () => {
    expect(takenOff(price([offer({ type: 'amount', amount: usd(66), mode: 'across' })]))).toStrictEqual([21, 30, 15]);
  });

  test('across some lines takes no more than is left of them together', () => {
    expect(takenOff(price([offer({ type: 'amount', amount: usd(9999), mode: 'across' }, onKitchen)]))).toStrictEqual([
      210, 300, 0,
    ]);
  });

  test.each(['each', 'across'] as const)('%s of shipping is taken once, and no more than it costs', (mode) => {
    const off = (amount: number) =>
      price([offer({ type: 'amount', amount: usd(amount), mode }, onShipping)], post).shippingTotal;
    expect([off(200), off(900)]).toStrictEqual([usd(300), usd(0)]);
  });
});

describe('a fixed price', () => {
  test('takes what is left above it for each unit, and nothing off what costs less', () => {
    expect(takenOff(price([offer({ type: 'fixedPrice', price: usd(60) })]))).toStrictEqual([90, 240, 0]);
  });

  test('counts what earlier promotions took off', () => {
    const promotions = [
      offer({ type: 'percent', rate: 500_000 }, { id: 'a', priority: 1 }),
      offer({ type: 'fixedPrice', price: usd(60) }),
    ];
    expect(takenOff(price(promotions))).toStrictEqual([105, 240, 75]);
  });

  test('of shipping is what shipping costs at most', () => {
    expect(price([offer({ type: 'fixedPrice', price: usd(199) }, onShipping)], post).shippingTotal).toStrictEqual(
      usd(199),
    );
  });
});

describe('tiers', () => {
  const bySubtotal = (...tiers: readonly (readonly [number, number])[]): PromotionEffect => ({
    type: 'tiers',
    by: 'subtotal',
    tiers: tiers.map(([from, rate]) => ({ from: usd(from), rate })),
  });
  const byQuantity = (...tiers: readonly (readonly [number, number])[]): PromotionEffect => ({
    type: 'tiers',
    by: 'quantity',
    tiers: tiers.map(([from, rate]) => ({ from, rate })),
  });
  const takes = (effect: PromotionEffect, facts: Partial<Promotion> = onKitchen) =>
    price([offer(effect, facts)]).applied[0]?.amount.amount ?? 0;

  test('take the highest rate reached, not that of the highest tier', () => {
    expect(takes(bySubtotal([100, 200_000], [500, 100_000]))).toBe(102);
  });

  test('are reached by the targeted lines alone, at their first cent and unit', () => {
    expect([takes(bySubtotal([510, 100_000])), takes(bySubtotal([511, 100_000]))]).toStrictEqual([51, 0]);
    expect([takes(byQuantity([3, 100_000])), takes(byQuantity([4, 100_000]))]).toStrictEqual([51, 0]);
    expect([takes(byQuantity([6, 100_000]), {}), takes(byQuantity([7, 100_000]), {})]).toStrictEqual([66, 0]);
  });

  test('are reached by what lines cost before any discount', () => {
    const priced = price([
      offer({ type: 'percent', rate: 500_000 }, { id: 'a', priority: 1 }),
      offer(bySubtotal([660, 100_000])),
    ]);
    expect(priced.applied[1]?.amount).toStrictEqual(usd(33));
  });

  test('off shipping are reached by all lines together', () => {
    expect(price([offer(bySubtotal([660, 500_000]), onShipping)], post).shippingTotal).toStrictEqual(usd(250));
  });

  test('off lines round per line, off the order once', () => {
    expect(takes(bySubtotal([0, 50_000]), { target: { type: 'lines', selector: {} } })).toBe(11 + 15 + 8);
    expect(takes(bySubtotal([0, 50_000]), {})).toBe(33);
  });
});

test('free shipping takes the whole charge, and has no effect where there is none', () => {
  expect(price([offer({ type: 'freeShipping' }, onShipping)], post)).toMatchObject({
    shippingTotal: usd(0),
    applied: [{ level: 'shipping', basis: usd(500), amount: usd(500), shares: [] }],
  });
  expect(price([offer({ type: 'freeShipping' }, onShipping)]).skipped[0]?.reason.type).toBe('promotion.no-effect');
});

describe('buying some to get some', () => {
  const group = (quantity: number, selector: LineSelector = {}) => ({ quantity, selector });
  const deal = (buy: number, get: number, facts: Partial<Extract<PromotionEffect, { type: 'buyXGetY' }>> = {}) =>
    offer({ type: 'buyXGetY', buy: group(buy), get: group(get), rate: 1_000_000, ...facts });

  test('gives the cheapest units of the cart', () => {
    expect(takenOff(price([deal(2, 1)]))).toStrictEqual([0, 0, 100]);
  });

  test('gives in whole applications alone', () => {
    expect(takenOff(price([deal(4, 2)]))).toStrictEqual([0, 0, 100]);
    expect(price([deal(5, 2)]).skipped[0]?.reason.type).toBe('promotion.no-effect');
  });

  test('counts a unit as bought or as given, never as both', () => {
    const mugs = { buy: group(1, { variantIds: ['mug'] }), get: group(1, { variantIds: ['mug'] }) };
    expect(takenOff(price([deal(1, 1, mugs)], {}, { cup: 2, mug: 1, pen: 3 }))).toStrictEqual([0, 0, 0]);
    expect(takenOff(price([deal(1, 1, mugs)], {}, { cup: 2, mug: 5, pen: 3 }))).toStrictEqual([0, 600, 0]);
  });

  test('gives as often as the units allow, and then the cheapest units that allow it', () => {
    const facts = { buy: group(1, { variantIds: ['cup'] }), get: group(1, kitchen) };
    // The one cup has to be bought, so the dearer mug is given.
    expect(takenOff(price([deal(1, 1, facts)], {}, { cup: 1, mug: 1, pen: 1 }))).toStrictEqual([0, 300, 0]);
    // One application leaves a choice: the cheaper cup.
    expect(takenOff(price([deal(1, 1, facts)], {}, { cup: 2, mug: 1, pen: 1 }))).toStrictEqual([105, 0, 0]);
  });

  test.each([
    [{ a: 1, b: 1 }, 100],
    [{ a: 2, b: 1 }, 300],
    [{ a: 3, b: 3 }, 300],
  ])('buy one a, get one a or b: %j costs %i', (quantities, total) => {
    const facts = { buy: group(1, { variantIds: ['a'] }), get: group(1, { variantIds: ['a', 'b'] }) };
    const twoPrices = { a: entry(100), b: entry(200) };
    const priced = accepted(priceCart(input(quantities, twoPrices, { promotions: [deal(1, 1, facts)] })));
    expect(priced.total).toStrictEqual(usd(total));
  });

  test('gives no more often than it says', () => {
    expect(takenOff(price([deal(1, 1, { maxApplications: 2 })]))).toStrictEqual([0, 0, 100]);
  });

  test('takes a share of what is left of the given units, rounded once', () => {
    const tenth = offer({ type: 'percent', rate: 100_000 }, { id: 'a', priority: 1 });
    // 135 left of 150 for 3 pens: 2 of them at half price are 45.
    expect(takenOff(price([tenth, deal(1, 1, { rate: 500_000, maxApplications: 2 })]))).toStrictEqual([21, 30, 60]);
  });

  test('gives units that cost nothing too, before others', () => {
    const priced = accepted(
      priceCart(input({ gift: 1, mug: 1 }, { gift: entry(0), mug: entry(300) }, { promotions: [deal(1, 1)] })),
    );
    expect(priced.skipped[0]?.reason.type).toBe('promotion.no-effect');
  });

  test('gives of units at one price those of the first variant', () => {
    const same = { b: entry(100), a: entry(100), B: entry(100) };
    expect(
      takenOff(accepted(priceCart(input({ b: 1, a: 1, B: 1 }, same, { promotions: [deal(1, 1)] })))),
    ).toStrictEqual([100, 0, 0]);
  });

  test('looks only at the lines that it targets', () => {
    expect(takenOff(price([{ ...deal(2, 1), ...onKitchen }]))).toStrictEqual([105, 0, 0]);
  });

  test('gives as many units as trying every number of applications says', () => {
    const variantIds = ['a', 'b', 'c', 'd', 'e'] as const;
    const some = fc.record({
      quantity: fc.integer({ min: 1, max: 4 }),
      selector: fc.record({ variantIds: fc.subarray([...variantIds]) }),
    });
    const effect = fc.record(
      {
        type: fc.constant('buyXGetY' as const),
        buy: some,
        get: some,
        rate: fc.constant(500_000),
        maxApplications: fc.integer({ min: 1, max: 3 }),
      },
      { requiredKeys: ['type', 'buy', 'get', 'rate'] },
    );
    const cart = fc.uniqueArray(
      fc.record({
        id: fc.constantFrom(...variantIds),
        quantity: fc.integer({ min: 1, max: 7 }),
        amount: fc.nat({ max: 3 }),
      }),
      {
        selector: ({ id }) => id,
      },
    );
    fc.assert(
      fc.property(effect, cart, (deals, variants) => {
        const list = Object.fromEntries(variants.map(({ id, amount }) => [id, entry(amount)]));
        const lines = accepted(
          priceLines(input(Object.fromEntries(variants.map(({ id, quantity }) => [id, quantity])), list)),
        );
        const tried = givenByTrying(
          deals,
          lines.map((line) => ({ id: line.variantId, quantity: line.quantity, entry: line.entry })),
        );
        expect(unitsGiven(deals, lines).given).toStrictEqual(lines.map(({ variantId }) => tried.get(variantId)));
      }),
      { numRuns: lawRuns.numRuns * 5 },
    );
  });
});

describe('a budget', () => {
  const limited = (amount: number, facts: Partial<Promotion> = {}) =>
    offer({ type: 'percent', rate: 500_000 }, { ...onKitchen, conditions: { budget: usd(amount) }, ...facts });
  const spent = (amount: number) => ({ promotionUsage: { p: { uses: 1, customerUses: 0, spent: usd(amount) } } });

  test('truncates to what is left of it, in proportion to what would have been taken', () => {
    expect(takenOff(price([limited(1000)], spent(900)))).toStrictEqual([41, 59, 0]);
  });

  test('that is not used up takes nothing away', () => {
    expect(takenOff(price([limited(255)]))).toStrictEqual([105, 150, 0]);
  });

  test('once exhausted, or overdrawn, skips', () => {
    const budget = usd(1000);
    for (const amount of [1000, 1001]) {
      const reason = { type: 'promotion.budget-exhausted', budget, spent: usd(amount) };
      expect(price([limited(1000)], spent(amount)).skipped[0]?.reason).toStrictEqual(reason);
    }
  });

  test('and a cap hold both', () => {
    const effect = { type: 'percent', rate: 500_000, cap: usd(50) } as const;
    expect(price([limited(40, { effect })]).discountTotal).toStrictEqual(usd(40));
    expect(price([limited(60, { effect })]).discountTotal).toStrictEqual(usd(50));
  });
});

test('promotions of one target each explain what they found and took', () => {
  const priced = price([promotion('a', 100_000), offer({ type: 'amount', amount: usd(5), mode: 'across' })]);
  expect(priced.applied.map(({ basis, amount }) => [basis.amount, amount.amount])).toStrictEqual([
    [660, 66],
    [594, 5],
  ]);
});
