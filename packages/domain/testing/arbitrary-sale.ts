import * as fc from 'fast-check';
import type { PricingInput } from '../src/index.js';
import { entry, input, promotion, usd } from './shop.js';

const prices = fc.oneof(fc.nat({ max: 300 }), fc.constant(0));

/** A sale of a few mugs, cups and downloads, with discounts and taxes that seldom come out even. */
export const arbitrarySale: fc.Arbitrary<PricingInput> = fc
  .record({
    quantities: fc
      .record({ mug: fc.nat({ max: 3 }), cup: fc.nat({ max: 2 }), book: fc.nat({ max: 1 }) })
      .filter(({ mug, cup, book }) => mug + cup + book > 0),
    mug: prices,
    cup: prices,
    book: prices,
    rate: fc.constantFrom(0, 333_333, 1_000_000),
    charge: fc.constantFrom(0, 500, 333),
    tax: fc.option(fc.constantFrom('exclusive' as const, 'inclusive' as const), { nil: undefined }),
  })
  .map(({ quantities, mug, cup, book, rate, charge, tax }) => {
    const taxed = tax === undefined ? {} : { taxClass: 'standard' };
    return input(
      Object.fromEntries(Object.entries(quantities).filter(([, quantity]) => quantity > 0)),
      { mug: entry(mug, taxed), cup: entry(cup, taxed), book: entry(book, { ...taxed, digital: true }) },
      {
        promotions: [promotion('offer', rate)],
        shipping: { method: 'post', charge: usd(charge) },
        ...(tax === undefined ? {} : { tax: { prices: tax, rates: { standard: 88_750 }, shippingClass: 'standard' } }),
      },
    );
  });
