import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../testing/accepted.js';
import { lawRuns } from '../../testing/law-runs.js';
import { cartOf } from '../../testing/shop.js';
import type { Cart } from './cart.js';
import { addToCart } from './change-lines.js';
import { mergeCarts } from './merge-carts.js';

const customers = (quantities: Readonly<Record<string, number>>, codes: readonly string[] = []): Cart => ({
  ...cartOf(quantities, codes),
  id: 'cart-2',
  customerId: 'ann',
});
const numbered = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);
const ones = (ids: readonly string[]): Readonly<Record<string, number>> => Object.fromEntries(ids.map((id) => [id, 1]));

describe('merging carts on sign-in', () => {
  test('sums each variant and keeps the id and the customer of the cart merged into', () => {
    expect(accepted(mergeCarts(customers({ mug: 2, cup: 1 }), cartOf({ pot: 4, mug: 3 })))).toStrictEqual({
      cart: {
        id: 'cart-2',
        customerId: 'ann',
        currency: 'USD',
        lines: [
          { variantId: 'mug', quantity: 5 },
          { variantId: 'cup', quantity: 1 },
          { variantId: 'pot', quantity: 4 },
        ],
        couponCodes: [],
      },
      clamped: [],
      couponsLeftOut: [],
    });
  });

  test('clamps a sum at 999 units and says what was wanted', () => {
    const { cart, clamped } = accepted(mergeCarts(customers({ mug: 999, cup: 998 }), cartOf({ mug: 1, cup: 1 })));
    expect(cart.lines).toStrictEqual([
      { variantId: 'mug', quantity: 999 },
      { variantId: 'cup', quantity: 999 },
    ]);
    expect(clamped).toStrictEqual([{ variantId: 'mug', wanted: 1000, quantity: 999 }]);
  });

  test('drops no line past 500, after which additions are refused', () => {
    const { cart } = accepted(mergeCarts(customers(ones(numbered('a', 500))), cartOf(ones(numbered('b', 500)))));
    expect(cart.lines).toHaveLength(1000);
    expect(refused(addToCart(cart, 'mug', 1))).toStrictEqual({ type: 'cart.too-many-lines', maximum: 500 });
  });

  test('keeps its own coupon codes first and says which of the others found no room', () => {
    const own = numbered('own', 8);
    const merged = accepted(mergeCarts(customers({}, own), cartOf({}, ['own3', 'x', 'y', 'z', 'x'])));
    expect(merged.cart.couponCodes).toStrictEqual([...own, 'x', 'y']);
    expect(merged.couponsLeftOut).toStrictEqual(['z']);
  });

  test('is refused between two currencies', () => {
    expect(refused(mergeCarts(customers({}), { ...cartOf({}), currency: 'EUR' }))).toStrictEqual({
      type: 'money.currency-mismatch',
      expected: 'USD',
      actual: 'EUR',
    });
  });

  test.each([0, -1, 1.5, NaN, 1000])('is refused for a line of %s units, which no cart has', (quantity) => {
    const refusal = { type: 'cart.quantity-out-of-range', variantId: 'mug', quantity, minimum: 1, maximum: 999 };
    expect(refused(mergeCarts(customers({ mug: quantity }), cartOf({ mug: 1 })))).toStrictEqual(refusal);
    expect(refused(mergeCarts(customers({ mug: 1 }), cartOf({ mug: quantity })))).toStrictEqual(refusal);
  });

  test('has every unit of both carts, but for those it reports', () => {
    const id = fc.constantFrom('__proto__', 'constructor', 'a', 'A', '\uD800', '');
    const lines = fc.uniqueArray(fc.record({ variantId: id, quantity: fc.integer({ min: 1, max: 999 }) }), {
      selector: ({ variantId }) => variantId,
    });
    fc.assert(
      fc.property(lines, lines, (own, others) => {
        const merged = accepted(mergeCarts({ ...customers({}), lines: own }, { ...cartOf({}), lines: others }));
        const of = (held: Cart['lines'], variantId: string): number =>
          held.find((line) => line.variantId === variantId)?.quantity ?? 0;
        for (const { variantId } of [...own, ...others]) {
          const wanted = of(own, variantId) + of(others, variantId);
          expect(of(merged.cart.lines, variantId)).toBe(wanted > 999 ? 999 : wanted);
          expect(merged.clamped.some((line) => line.variantId === variantId)).toBe(wanted > 999);
        }
        expect(merged.cart.lines).toHaveLength(new Set([...own, ...others].map(({ variantId }) => variantId)).size);
      }),
      lawRuns,
    );
  });
});
