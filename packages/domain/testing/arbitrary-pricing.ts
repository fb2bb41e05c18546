import * as fc from 'fast-check';
import type { PriceEntry, PricingInput, TaxRules } from '../src/index.js';
import {
  arbitraryPromotion,
  arbitraryUsage,
  categoryIds,
  codes,
  money,
  price,
  productIds,
  segment,
  variantIds,
} from './arbitrary-promotion.js';
import { at } from './shop.js';

const taxClasses = ['standard', 'constructor'] as const;

const entry: fc.Arbitrary<PriceEntry> = fc.record(
  {
    unitPrice: money(price),
    productId: fc.constantFrom(...productIds),
    categoryIds: fc.subarray([...categoryIds]),
    digital: fc.boolean(),
    taxClass: fc.constantFrom(...taxClasses),
  },
  { requiredKeys: ['unitPrice', 'productId', 'categoryIds', 'digital'] },
);

const taxRate = fc.oneof(fc.constantFrom(0, 70_000, 88_750, 200_000), fc.nat({ max: 1_000_000 }));
const tax: fc.Arbitrary<TaxRules> = fc.record(
  {
    prices: fc.constantFrom('exclusive' as const, 'inclusive' as const),
    rates: fc.record({ standard: taxRate, constructor: taxRate }),
    shippingClass: fc.constantFrom(...taxClasses),
  },
  { requiredKeys: ['prices', 'rates'] },
);

const promotions = fc.uniqueArray(
  fc.record({
    promotion: arbitraryPromotion(fc.constantFrom('p1', 'p2', 'p10', 'P', '__proto__', 'é', 'q', 'toString')),
    usage: fc.option(arbitraryUsage, { nil: undefined }),
  }),
  { selector: ({ promotion }) => promotion.id, maxLength: 8 },
);

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

const quantity = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 999 }));

/** Inputs that `priceCart` accepts. */
export const arbitraryInput: fc.Arbitrary<PricingInput> = fc
  .record({
    variants: fc.uniqueArray(fc.tuple(fc.constantFrom(...variantIds), quantity, entry), {
      selector: ([id]) => id,
      maxLength: 6,
    }),
    couponCodes: fc.subarray([...codes, 'unknown']),
    customer: fc.record({ segment, orderCount: fc.nat({ max: 1 }) }),
    promotions,
    minimumOrderRules,
    quote: fc.option(fc.record({ method: fc.constant('post'), charge: shipping }), { nil: undefined }),
    tax: fc.option(tax, { nil: undefined }),
  })
  .map((facts) => ({
    cart: {
      id: 'cart-1',
      currency: 'USD',
      lines: facts.variants.map(([variantId, wanted]) => ({ variantId, quantity: wanted })),
      couponCodes: facts.couponCodes,
    },
    // Made of entries: `{ __proto__: … }` would set a prototype instead.
    prices: Object.fromEntries(
      facts.variants.map(([variantId, , { taxClass, ...priced }]) => [
        variantId,
        // Without rules a class has no rate.
        { ...priced, ...(taxClass === undefined || facts.tax === undefined ? {} : { taxClass }) },
      ]),
    ),
    customer: facts.customer,
    promotions: facts.promotions.map(({ promotion }) => promotion),
    promotionUsage: Object.fromEntries(
      facts.promotions.flatMap(({ promotion, usage }) => (usage === undefined ? [] : [[promotion.id, usage] as const])),
    ),
    minimumOrderRules: facts.minimumOrderRules,
    ...(facts.quote === undefined ? {} : { shipping: facts.quote }),
    ...(facts.tax === undefined ? {} : { tax: facts.tax }),
    at,
  }));
