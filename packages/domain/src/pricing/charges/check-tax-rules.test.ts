import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { checkTaxRules } from './check-tax-rules.js';
import type { TaxRules } from '../pricing-input.js';

const rules: TaxRules = { prices: 'exclusive', rates: { standard: 190_000, zero: 0 }, shippingClass: 'standard' };

describe('tax rules', () => {
  test('that prices can be worked out under are accepted as they are', () => {
    expect(accepted(checkTaxRules(rules))).toBe(rules);
    expect(accepted(checkTaxRules({ prices: 'inclusive', rates: {} }))).toStrictEqual({
      prices: 'inclusive',
      rates: {},
    });
  });

  test.each([-1, -0, 0.5, NaN, Infinity, 2 ** 53, Number.MAX_SAFE_INTEGER])('at a rate of %s are refused', (rate) => {
    const error = { type: 'pricing.tax-rate-malformed', taxClass: '__proto__', rate };
    expect(refused(checkTaxRules({ ...rules, rates: Object.fromEntries([['__proto__', rate]]) }))).toStrictEqual(error);
  });

  test('at several bad rates are refused for the first class, in whatever order they are given', () => {
    expect(refused(checkTaxRules({ ...rules, rates: { b: -1, a: -2 } }))).toMatchObject({ taxClass: 'a' });
    expect(refused(checkTaxRules({ ...rules, rates: { a: -2, b: -1 } }))).toMatchObject({ taxClass: 'a' });
  });

  test.each(['luxury', 'constructor', '__proto__'])(
    'with shipping in a class without a rate are refused: %s',
    (taxClass) => {
      const error = { type: 'pricing.tax-class-without-rate', taxClass };
      expect(refused(checkTaxRules({ ...rules, shippingClass: taxClass }))).toStrictEqual(error);
    },
  );
});
