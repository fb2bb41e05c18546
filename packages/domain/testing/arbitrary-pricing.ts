import * as fc from 'fast-check';
import type { PriceEntry, PricingInput, Promotion, Segment } from '../src/index.js';
import { at } from './shop.js';

/** Ids that objects have by themselves stand among the ordinary ones. */
const variantIds = ['__proto__', 'constructor', 'a', 'B', 'b', 'ä', '10', '9'] as const;
const categoryIds = ['mugs', 'books', 'toString'] as const;
const codes = ['save10', 'vip', '\uD800'] as const;
const segment = fc.constantFrom<Segment>('guest', 'regular', 'premium');
const instant = fc.constantFrom('2026-11-20T00:00:00Z', at, '2026-11-21T09:30:00Z', '2026-11-22T00:00:00.000Z');
const money = (amount: fc.Arbitrary<number>) => amount.map((each) => ({ amount: each, currency: 'USD' }));
/** Small ones, where rounding shows, and ones whose product with a rate is past 2^53. */
const price = fc.oneof(fc.nat({ max: 20 }), fc.nat({ max: 5000 }), fc.nat({ max: 2 ** 39 }));
const rate = fc.oneof(fc.constantFrom(0, 100_000, 200_000, 333_333, 500_000, 1_000_000), fc.nat({ max: 1_000_000 }));

const entry: fc.Arbitrary<PriceEntry> = fc.record({
  unitPrice: money(price),
  productId: fc.constantFrom('p1', 'p2', 'constructor'),
  categoryIds: fc.subarray([...categoryIds]),
  digital: fc.boolean(),
});

const target: fc.Arbitrary<Promotion['target']> = fc.oneof(
  fc.record({
    type: fc.constant('lines' as const),
    selector: fc.record(
      {
        variantIds: fc.subarray([...variantIds]),
        productIds: fc.subarray(['p1', 'p2']),
        categoryIds: fc.subarray([...categoryIds]),
      },
      { requiredKeys: [] },
    ),
  }),
  fc.constant({ type: 'order' as const }),
  fc.constant({ type: 'shipping' as const }),
);

/** Without conditions half of the time, so that enough of them apply. */
const conditions = fc.oneof(
  fc.constant({}),
  fc.record(
    {
      startsAt: instant,
      endsAt: instant,
      segments: fc.subarray<Segment>(['guest', 'regular', 'premium']),
      couponCode: fc.constantFrom(...codes),
    },
    { requiredKeys: [] },
  ),
);

export const arbitraryPromotion = (ids: fc.Arbitrary<string>): fc.Arbitrary<Promotion> =>
  fc.record(
    {
      id: ids,
      name: fc.constant('offer'),
      target,
      effect: fc.record({ type: fc.constant('percent' as const), rate }),
      conditions,
      priority: fc.constantFrom(-Infinity, -1, 0, 0.5, 1, Infinity),
    },
    { requiredKeys: ['id', 'name', 'target', 'effect'] },
  );

const promotions = fc.uniqueArray(arbitraryPromotion(fc.constantFrom('p1', 'p2', 'p10', 'P', '__proto__', 'é')), {
  selector: ({ id }) => id,
  maxLength: 6,
});

const shipping = fc.oneof(
  fc.record({ type: fc.constant('flat' as const), amount: money(price) }),
  money(price).chain((amount) =>
    fc.record({
      type: fc.constant('tiered' as const),
      tiers: fc
        .array(fc.record({ from: money(fc.nat({ max: 100 })), amount: money(price) }), { maxLength: 3 })
        .map((tiers) => [{ from: { amount: 0, currency: 'USD' }, amount }, ...tiers]),
    }),
  ),
);

const minimumOrderRules = fc.array(
  fc.record(
    {
      minimum: money(fc.nat({ max: 100 })),
      basis: fc.constantFrom('subtotal' as const, 'afterDiscounts' as const),
      segment,
      waivedForDigital: fc.boolean(),
    },
    { requiredKeys: ['minimum', 'basis'] },
  ),
  { maxLength: 4 },
);

/** Inputs that `priceCart` accepts. */
export const arbitraryInput: fc.Arbitrary<PricingInput> = fc
  .record({
    variants: fc.uniqueArray(fc.tuple(fc.constantFrom(...variantIds), fc.integer({ min: 1, max: 999 }), entry), {
      selector: ([id]) => id,
      maxLength: 6,
    }),
    couponCodes: fc.subarray([...codes, 'unknown']),
    segment,
    promotions,
    minimumOrderRules,
    quote: fc.option(fc.record({ method: fc.constant('post'), charge: shipping }), { nil: undefined }),
  })
  .map(({ variants, couponCodes, segment: customerSegment, quote, ...rules }) => ({
    ...rules,
    cart: {
      id: 'cart-1',
      currency: 'USD',
      lines: variants.map(([variantId, quantity]) => ({ variantId, quantity })),
      couponCodes,
    },
    // Made of entries: `{ __proto__: … }` would set a prototype instead.
    prices: Object.fromEntries(variants.map(([variantId, , facts]) => [variantId, facts] as const)),
    customer: { segment: customerSegment, orderCount: 0 },
    ...(quote === undefined ? {} : { shipping: quote }),
    at,
  }));
