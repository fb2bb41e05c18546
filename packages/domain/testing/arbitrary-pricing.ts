import * as fc from 'fast-check';
import type { PriceEntry, PricingInput, ShippingQuote, TaxRules } from '../src/index.js';
import {
  arbitraryPromotion,
  arbitraryUsage,
  categoryIds,
  codes,
  money,
  price,
  productIds,
  generatedCodes,
  group,
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

const minimumOrderRules = fc.array(
  fc.record(
    {
      minimum: money(fc.nat({ max: 100 })),
      basis: fc.constantFrom('subtotal' as const, 'afterDiscounts' as const),
      group,
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
    couponCodes: fc.subarray([...codes, ...generatedCodes, 'unknown']),
    customer: fc.record({
      groups: fc.uniqueArray(group, { maxLength: 2 }),
      orderCount: fc.nat({ max: 1 }),
    }),
    promotions,
    minimumOrderRules,
    quote: fc.option(
      fc.record(
        { method: fc.constant('post'), charge: money(price), taxClass: fc.constantFrom(...taxClasses) },
        { requiredKeys: ['method', 'charge'] },
      ),
      { nil: undefined },
    ),
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
    ...(facts.quote === undefined ? {} : { shipping: quoteOf(facts.quote, facts.tax) }),
    ...(facts.tax === undefined ? {} : { tax: facts.tax }),
    at,
  }));

/** Without rules a class has no rate. */
function quoteOf({ method, charge, taxClass }: ShippingQuote, rules: TaxRules | undefined): ShippingQuote {
  return { method, charge, ...(taxClass === undefined || rules === undefined ? {} : { taxClass }) };
}
