import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accepted } from '../../testing/accepted.js';
import { lawRuns } from '../../testing/law-runs.js';
import { usd } from '../../testing/shop.js';
import { allocate } from '../money/allocate.js';
import { splitUnits } from './split-units.js';

describe('the units of a line', () => {
  test('carry the odd cents of its discount first', () => {
    expect(splitUnits(100, 3, 10, 'USD')).toStrictEqual([
      { units: 1, discount: usd(4), total: usd(96) },
      { units: 2, discount: usd(3), total: usd(97) },
    ]);
  });

  test('are one run when they all carry the same', () => {
    expect(splitUnits(100, 3, 9, 'USD')).toStrictEqual([{ units: 3, discount: usd(3), total: usd(97) }]);
  });

  test('share its discount as allocate does with equal weights', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), fc.nat({ max: 2 ** 40 }), (quantity, discount) => {
        const units = splitUnits(2 ** 40, quantity, discount, 'USD').flatMap((run) =>
          Array.from({ length: run.units }, () => run.discount),
        );
        const weights = Array.from({ length: quantity }, () => 1);
        expect(units).toStrictEqual(accepted(allocate(usd(discount), weights)));
      }),
      lawRuns,
    );
  });
});
