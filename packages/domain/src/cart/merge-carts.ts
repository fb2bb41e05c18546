import { accept, refuse, type Decision } from '../decision.js';
import type { VariantId } from '../flavoured.js';
import { findMismatch, type CurrencyMismatch } from '../money/money.js';
import { findMalformed, type MalformedInput } from '../shape.js';
import { cartShape, maximumQuantity, type Cart, type CartLine } from './cart.js';
import { addCoupon } from './change-coupons.js';
import { isQuantity, quantityOutOfRange, type QuantityOutOfRange } from './change-lines.js';

/**
 * A line whose sum was more than a line may have: `wanted` units, of which `quantity` (999) are in the cart.
 *
 * @example const clamped: ClampedLine = { variantId: 'mug', wanted: 1200, quantity: 999 };
 */
export type ClampedLine = { readonly variantId: VariantId; readonly wanted: number; readonly quantity: number };

/**
 * The cart after a merge, and what it could not take of the other one.
 *
 * @example const merged: MergedCart = { cart, clamped: [], couponsLeftOut: ['eleventh'] };
 */
export type MergedCart = {
  readonly cart: Cart;
  readonly clamped: readonly ClampedLine[];
  /** Codes of `from` that the cart had no room for. */
  readonly couponsLeftOut: readonly string[];
};

/**
 * Merges a guest's cart (`from`) into the cart of the customer who signs in (`into`), which keeps its id and its
 * customer. Quantities are summed and clamped at 999; no line is dropped, even past 500 lines (additions are then
 * refused). Coupon codes of `into` come first; those of `from` that no longer fit are reported.
 * Errors: `money.currency-mismatch`, `cart.quantity-out-of-range` (of a line that no cart can have), `input.malformed`.
 *
 * @example
 * const merged = mergeCarts(cart, { ...cart, id: 'guest-1' });
 * merged.ok && merged.value.cart.lines; // => [{ variantId: 'mug', quantity: 4 }]
 */
export function mergeCarts(
  into: Cart,
  from: Cart,
): Decision<MergedCart, CurrencyMismatch | QuantityOutOfRange | MalformedInput> {
  const bad =
    findMalformed(cartShape, into, 'into') ?? findMalformed(cartShape, from, 'from') ?? findMismatch(into, from);
  if (bad !== undefined) return refuse(bad);
  const all = [...into.lines, ...from.lines];
  const malformed = all.find(({ quantity }) => !isQuantity(quantity));
  if (malformed !== undefined) return refuse(quantityOutOfRange(malformed.variantId, malformed.quantity));

  const sums = new Map<VariantId, number>();
  for (const { variantId, quantity } of all) sums.set(variantId, (sums.get(variantId) ?? 0) + quantity);
  const lines: CartLine[] = [];
  const clamped: ClampedLine[] = [];
  for (const [variantId, wanted] of sums) {
    const quantity = Math.min(wanted, maximumQuantity);
    lines.push({ variantId, quantity });
    if (quantity < wanted) clamped.push({ variantId, wanted, quantity });
  }

  let cart: Cart = { ...into, lines };
  const couponsLeftOut: string[] = [];
  for (const code of from.couponCodes) {
    const entered = addCoupon(cart, code);
    if (entered.ok) cart = entered.value;
    else couponsLeftOut.push(code);
  }
  return accept({ cart, clamped, couponsLeftOut });
}
