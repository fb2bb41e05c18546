import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accepted } from '../../../testing/accepted.js';
import { lawRuns } from '../../../testing/law-runs.js';
import { usd } from '../../../testing/shop.js';
import { allocate } from '../../money/allocate.js';
import { splitUnits } from './split-units.js';

describe('the units of a line', () => {
  test('carry the odd cents of its discount first', () => {
    expect(splitUnits(100, 3, 50, 0, 'USD')).toStrictEqual([
      { units: 2, discount: usd(17), total: usd(83), tax: usd(0) },
      { units: 1, discount: usd(16), total: usd(84), tax: usd(0) },
    ]);
  });

  test('are one run when they all carry the same', () => {
    expect(splitUnits(100, 3, 0, 0, 'USD')).toStrictEqual([
      { units: 3, discount: usd(0), total: usd(100), tax: usd(0) },
    ]);
  });

  test('carry tax by what was paid for them', () => {
    // 83 + 83 + 84 carry 10 cents of tax: 3.32, 3.32 and 3.36, so the odd cent is the last one's.
    expect(splitUnits(100, 3, 50, 10, 'USD')).toStrictEqual([
      { units: 2, discount: usd(17), total: usd(83), tax: usd(3) },
      { units: 1, discount: usd(16), total: usd(84), tax: usd(4) },
    ]);
  });

  test('carry the odd cents of its tax first where they were paid for alike', () => {
    expect(splitUnits(100, 3, 0, 50, 'USD')).toStrictEqual([
      { units: 2, discount: usd(0), total: usd(100), tax: usd(17) },
      { units: 1, discount: usd(0), total: usd(100), tax: usd(16) },
    ]);
  });

  const lines = fc
    .record({
      unitPrice: fc.oneof(fc.nat({ max: 9 }), fc.nat({ max: 5000 }), fc.nat({ max: 2 ** 41 })),
      quantity: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 999 })),
      shape: fc.record({
        discount: fc.nat({ max: 1_000_000 }),
        tax: fc.nat({ max: 3_000_000 }),
        odd: fc.nat({ max: 99 }),
      }),
    })
    .map(({ unitPrice, quantity, shape }) => {
      const subtotal = unitPrice * quantity;
      const discount = Math.min(subtotal, Math.floor(subtotal * (shape.discount / 1_000_000)) + shape.odd);
      return { unitPrice, quantity, discount, tax: Math.floor((subtotal - discount) * (shape.tax / 1_000_000)) };
    });

  test('share its discount as allocate does with equal weights, and its tax as it does with their totals', () => {
    fc.assert(
      fc.property(lines, ({ unitPrice, quantity, discount, tax }) => {
        const units = splitUnits(unitPrice, quantity, discount, tax, 'USD').flatMap((run) =>
          Array.from({ length: run.units }, () => run),
        );
        const discounts = accepted(
          allocate(
            usd(discount),
            units.map(() => 1),
          ),
        );
        expect(units.map((unit) => unit.discount)).toStrictEqual(discounts);
        expect(units.map((unit) => unit.total)).toStrictEqual(discounts.map(({ amount }) => usd(unitPrice - amount)));
        const taxes = accepted(
          allocate(
            usd(tax),
            units.map(({ total }) => total.amount),
          ),
        );
        expect(units.map((unit) => unit.tax)).toStrictEqual(taxes);
      }),
      lawRuns,
    );
  });
});
