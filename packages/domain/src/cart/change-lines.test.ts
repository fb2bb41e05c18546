import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../testing/accepted.js';
import { lawRuns } from '../../testing/law-runs.js';
import { cartOf } from '../../testing/shop.js';
import { maximumLines } from './cart.js';
import { addToCart, removeFromCart, setQuantity } from './change-lines.js';

const full = cartOf(Object.fromEntries(Array.from({ length: maximumLines }, (_, index) => [`v${index}`, 1])));
const outOfRange = (quantity: number) => ({
  type: 'cart.quantity-out-of-range',
  variantId: 'mug',
  quantity,
  minimum: 1,
  maximum: 999,
});

describe('adding to a cart', () => {
  test('makes a line, and sums on the next addition', () => {
    const once = accepted(addToCart(cartOf({ cup: 1 }), 'mug', 2));
    expect(once.lines).toStrictEqual([
      { variantId: 'cup', quantity: 1 },
      { variantId: 'mug', quantity: 2 },
    ]);
    expect(accepted(addToCart(once, 'cup', 4)).lines[0]).toStrictEqual({ variantId: 'cup', quantity: 5 });
  });

  test.each([0, -1, 1.5, NaN, Infinity, 1000, 2 ** 53])('refuses %s units', (quantity) => {
    expect(refused(addToCart(cartOf({}), 'mug', quantity))).toStrictEqual(outOfRange(quantity));
  });

  test('refuses to take units away, even when some are left', () => {
    expect(refused(addToCart(cartOf({ mug: 5 }), 'mug', -2))).toStrictEqual(outOfRange(-2));
  });

  test('reaches 999 units and refuses the sum beyond', () => {
    expect(accepted(addToCart(cartOf({ mug: 998 }), 'mug', 1)).lines).toStrictEqual([
      { variantId: 'mug', quantity: 999 },
    ]);
    expect(refused(addToCart(cartOf({ mug: 998 }), 'mug', 2))).toStrictEqual(outOfRange(1000));
    expect(refused(addToCart(cartOf({ mug: 1 }), 'mug', 1000))).toStrictEqual(outOfRange(1001));
  });

  test('refuses the 501st line, and still sums on the 500 there are', () => {
    const tooMany = { type: 'cart.too-many-lines', maximum: 500 };
    expect(refused(addToCart(full, 'mug', 1))).toStrictEqual(tooMany);
    expect(refused(setQuantity(full, 'mug', 1))).toStrictEqual(tooMany);
    expect(accepted(addToCart(full, 'v499', 1)).lines.at(-1)).toStrictEqual({ variantId: 'v499', quantity: 2 });
  });

  test('keeps variants apart whatever they are called', () => {
    const ids = fc.constantFrom('__proto__', 'constructor', 'a', 'A', 'á', '\uD800', '');
    fc.assert(
      fc.property(fc.array(fc.tuple(ids, fc.integer({ min: 1, max: 9 })), { maxLength: 20 }), (additions) => {
        const cart = additions.reduce((sofar, [id, quantity]) => accepted(addToCart(sofar, id, quantity)), cartOf({}));
        const sums = new Map<string, number>();
        for (const [id, quantity] of additions) sums.set(id, (sums.get(id) ?? 0) + quantity);
        expect(cart.lines).toStrictEqual([...sums].map(([variantId, quantity]) => ({ variantId, quantity })));
      }),
      lawRuns,
    );
  });
});

describe('setting a quantity', () => {
  test('replaces the quantity of a line, or makes the line', () => {
    const cart = accepted(setQuantity(cartOf({ mug: 5, cup: 1 }), 'mug', 2));
    expect(cart.lines).toStrictEqual([
      { variantId: 'mug', quantity: 2 },
      { variantId: 'cup', quantity: 1 },
    ]);
    expect(accepted(setQuantity(cartOf({}), 'mug', 999)).lines).toHaveLength(1);
  });

  test.each([0, -1, 1.5, NaN, 1000])('refuses %s units; removing is its own command', (quantity) => {
    expect(refused(setQuantity(cartOf({ mug: 5 }), 'mug', quantity))).toStrictEqual(outOfRange(quantity));
  });
});

describe('removing from a cart', () => {
  test('takes the line out', () => {
    expect(accepted(removeFromCart(cartOf({ mug: 5, cup: 1 }), 'mug')).lines).toStrictEqual([
      { variantId: 'cup', quantity: 1 },
    ]);
  });

  test('refuses a variant that is not in the cart', () => {
    expect(refused(removeFromCart(cartOf({ mug: 5 }), 'constructor'))).toStrictEqual({
      type: 'cart.line-not-found',
      variantId: 'constructor',
    });
  });
});
