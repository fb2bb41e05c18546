import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../testing/accepted.js';
import { lawRuns } from '../../testing/law-runs.js';
import { cartOf } from '../../testing/shop.js';
import { addCoupon, normaliseCouponCode, removeCoupon } from './change-coupons.js';

const ten = Array.from({ length: 10 }, (_, index) => `code${index}`);

describe('coupon codes', () => {
  test.each([
    ['trimmed', ' \tsave10\u00A0\n', 'save10'],
    ['lower-cased', 'SAVE10', 'save10'],
    ['NFKC-normalised', 'ＳＡＶＥ①', 'save1'],
    ['composed after lower-casing', 'H\u0331', '\u1E96'],
  ])('are kept %s', (_, code, kept) => {
    expect(accepted(addCoupon(cartOf({}), code)).couponCodes).toStrictEqual([kept]);
  });

  test('are kept in the order in which they were entered, each once', () => {
    expect(accepted(addCoupon(cartOf({}, ['b']), 'A')).couponCodes).toStrictEqual(['b', 'a']);
    expect(accepted(addCoupon(cartOf({}, ['b', 'a']), ' B ')).couponCodes).toStrictEqual(['b', 'a']);
  });

  test.each(['', '   ', '\u3000'])('are refused when nothing is left of them: %j', (code) => {
    expect(refused(addCoupon(cartOf({}), code))).toStrictEqual({ type: 'cart.coupon-code-empty' });
  });

  test('are ten at most; one of the ten may be entered again', () => {
    expect(accepted(addCoupon(cartOf({}, ten.slice(1)), 'new')).couponCodes).toHaveLength(10);
    expect(refused(addCoupon(cartOf({}, ten), 'new'))).toStrictEqual({ type: 'cart.too-many-coupons', maximum: 10 });
    expect(accepted(addCoupon(cartOf({}, ten), 'CODE3')).couponCodes).toStrictEqual(ten);
  });

  test('are taken out in any spelling', () => {
    expect(accepted(removeCoupon(cartOf({}, ['a', 'b']), ' A ')).couponCodes).toStrictEqual(['b']);
  });

  test('that the cart does not hold cannot be taken out', () => {
    expect(refused(removeCoupon(cartOf({}, ['a']), ' C '))).toStrictEqual({ type: 'cart.coupon-not-found', code: 'c' });
  });

  test('have one form: normalising it again changes nothing, lone surrogates and all', () => {
    const code = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.constantFrom('H', '\u0331', 'İ', 'Σ', 'ß', '\uD800', '\uDC00', '℡', ' ', '\u00B4', 'ʼN'))
        .map((all) => all.join('')),
    );
    fc.assert(
      fc.property(code, (entered) => {
        const once = normaliseCouponCode(entered);
        expect(normaliseCouponCode(once)).toBe(once);
      }),
      lawRuns,
    );
  });
});
