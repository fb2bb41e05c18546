import * as fc from 'fast-check';
import type { LineSelector, Promotion, PromotionConditions, PromotionEffect, PromotionUsage } from '../src/index.js';
import { at } from './shop.js';

/** Ids that objects have by themselves stand among the ordinary ones. */
export const variantIds = ['__proto__', 'constructor', 'a', 'B', 'b', 'ä', '10', '9'] as const;
export const productIds = ['p1', 'p2', 'constructor'] as const;
export const categoryIds = ['mugs', 'books', 'toString'] as const;
export const codes = ['save10', 'vip', '\uD800'] as const;
export const group = fc.constantFrom('guest', 'regular', 'premium', '__proto__');
export const generatedCodes = ['gen-1', 'gen-2'] as const;

const instant = fc.constantFrom('2026-11-20T00:00:00Z', at, '2026-11-21T09:30:00Z', '2026-11-22T00:00:00.000Z');
/** Small ones, where rounding shows, and ones whose product with a rate is past 2^53. */
export const price = fc.oneof(fc.nat({ max: 20 }), fc.nat({ max: 5000 }), fc.nat({ max: 2 ** 39 }));
export const money = (amount: fc.Arbitrary<number>) => amount.map((each) => ({ amount: each, currency: 'USD' }));
/** In the cart's currency but for one time in twenty. */
const offered = (amount: fc.Arbitrary<number>) =>
  fc.record({
    amount,
    currency: fc.oneof({ weight: 19, arbitrary: fc.constant('USD') }, { weight: 1, arbitrary: fc.constant('EUR') }),
  });
const rate = fc.oneof(fc.constantFrom(0, 100_000, 200_000, 333_333, 500_000, 1_000_000), fc.nat({ max: 1_000_000 }));

/** Each of the facts one time in `of`, so that not every promotion has something that keeps it from applying. */
function sometimes<T extends object>(
  of: number,
  facts: { readonly [Key in keyof T]-?: fc.Arbitrary<NonNullable<T[Key]>> },
) {
  const rarely = Object.entries<fc.Arbitrary<unknown>>(facts).map(([key, arbitrary]) =>
    fc.oneof(
      { weight: of - 1, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: arbitrary.map((value) => [[key, value] as const]) },
    ),
  );
  return fc.tuple(...rarely).map((entries) => Object.fromEntries(entries.flat()) as Partial<T>);
}

const selector: fc.Arbitrary<LineSelector> = fc.oneof(
  fc.constant({}),
  fc.record(
    {
      variantIds: fc.subarray([...variantIds]),
      productIds: fc.subarray([...productIds]),
      categoryIds: fc.subarray([...categoryIds]),
    },
    { requiredKeys: [] },
  ),
);

const target: fc.Arbitrary<Promotion['target']> = fc.oneof(
  fc.record({ type: fc.constant('lines' as const), selector }),
  fc.constant({ type: 'order' as const }),
  fc.constant({ type: 'shipping' as const }),
);

const unitGroup = fc.record({
  selector,
  quantity: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 500 })),
});

const commonEffects: readonly fc.Arbitrary<PromotionEffect>[] = [
  fc.record(
    { type: fc.constant('percent' as const), rate, cap: offered(fc.oneof(fc.nat({ max: 30 }), price)) },
    { requiredKeys: ['type', 'rate'] },
  ),
  fc.record({
    type: fc.constant('amount' as const),
    amount: offered(price),
    mode: fc.constantFrom('each' as const, 'across' as const),
  }),
  fc.record({ type: fc.constant('fixedPrice' as const), price: offered(price) }),
  fc.record({
    type: fc.constant('tiers' as const),
    by: fc.constant('subtotal' as const),
    tiers: fc.array(fc.record({ from: offered(price), rate }), { maxLength: 3 }),
  }),
  fc.record({
    type: fc.constant('tiers' as const),
    by: fc.constant('quantity' as const),
    tiers: fc.array(fc.record({ from: fc.nat({ max: 1500 }), rate }), { maxLength: 3 }),
  }),
];
const buyAndGet: fc.Arbitrary<PromotionEffect> = fc.record(
  {
    type: fc.constant('buyXGetY' as const),
    buy: unitGroup,
    get: unitGroup,
    rate,
    maxApplications: fc.integer({ min: 1, max: 4 }),
  },
  { requiredKeys: ['type', 'buy', 'get', 'rate'] },
);
const effectOn = {
  lines: fc.oneof(...commonEffects, buyAndGet),
  order: fc.oneof(...commonEffects, buyAndGet),
  shipping: fc.oneof(...commonEffects, fc.constant({ type: 'freeShipping' as const })),
};

const conditions = sometimes<PromotionConditions>(8, {
  startsAt: instant,
  endsAt: instant,
  minimumSubtotal: offered(price),
  minimumQuantity: fc.nat({ max: 1500 }),
  contains: selector,
  groups: fc.subarray(['guest', 'regular', 'premium']),
  firstOrder: fc.boolean(),
  couponCode: fc.constantFrom(...codes),
  singleUse: fc.boolean(),
  usageLimit: fc.nat({ max: 3 }),
  customerUsageLimit: fc.nat({ max: 3 }),
  budget: offered(fc.oneof(fc.nat({ max: 30 }), price)),
});

export const arbitraryPromotion = (ids: fc.Arbitrary<string>): fc.Arbitrary<Promotion> =>
  target.chain((chosen) =>
    fc
      .record({
        base: fc.record({
          id: ids,
          name: fc.constant('offer'),
          target: fc.constant(chosen),
          effect: effectOn[chosen.type],
          conditions,
        }),
        stacking: sometimes<Pick<Promotion, 'priority' | 'exclusiveGroup' | 'combinable' | 'stops'>>(4, {
          priority: fc.constantFrom(-Infinity, -1, 0, 0.5, 1, Infinity),
          exclusiveGroup: fc.constantFrom('summer', '__proto__'),
          combinable: fc.boolean(),
          stops: fc.boolean(),
        }),
      })
      .map(({ base, stacking }) => ({ ...base, ...stacking })),
  );

export const arbitraryUsage: fc.Arbitrary<PromotionUsage> = fc.record(
  {
    uses: fc.nat({ max: 3 }),
    customerUses: fc.nat({ max: 3 }),
    spent: offered(fc.nat({ max: 20 })),
    codes: fc.subarray([...generatedCodes]),
  },
  { requiredKeys: ['uses', 'customerUses'] },
);
