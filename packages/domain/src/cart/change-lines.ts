import { accept, refuse, type Decision } from '../decision.js';
import type { VariantId } from '../flavoured.js';
import { findMalformed, number, text, type MalformedInput } from '../shape.js';
import { cartShape, maximumLines, maximumQuantity, type Cart } from './cart.js';

/**
 * `quantity` is what the line would have had: no integer from `minimum` to `maximum` units.
 *
 * @example
 * const error: QuantityOutOfRange = {
 *   type: 'cart.quantity-out-of-range',
 *   variantId: 'mug',
 *   quantity: 1000,
 *   minimum: 1,
 *   maximum: maximumQuantity,
 * };
 */
export type QuantityOutOfRange = {
  readonly type: 'cart.quantity-out-of-range';
  readonly variantId: VariantId;
  readonly quantity: number;
  readonly minimum: number;
  readonly maximum: number;
};

/**
 * The cart has `maximum` lines already, or more since it was merged.
 *
 * @example const error: TooManyLines = { type: 'cart.too-many-lines', maximum: maximumLines };
 */
export type TooManyLines = { readonly type: 'cart.too-many-lines'; readonly maximum: number };

/**
 * The cart has no line of the variant.
 *
 * @example const error: LineNotFound = { type: 'cart.line-not-found', variantId: 'mug' };
 */
export type LineNotFound = { readonly type: 'cart.line-not-found'; readonly variantId: VariantId };

/**
 * Adds `quantity` units (an integer from 1) to the line of a variant. A refused addition changes nothing.
 * Errors: `cart.quantity-out-of-range` (its `quantity` is the sum), `cart.too-many-lines`, `input.malformed`.
 *
 * @example
 * const added = addToCart(cart, 'lamp', 2);
 * added.ok && added.value.lines; // => [...cart.lines, { variantId: 'lamp', quantity: 2 }]
 */
export function addToCart(
  cart: Cart,
  variantId: VariantId,
  quantity: number,
): Decision<Cart, QuantityOutOfRange | TooManyLines | MalformedInput> {
  const malformed = findMalformedLine(cart, variantId, quantity);
  if (malformed !== undefined) return refuse(malformed);
  // By itself: the sum with a negative number may be a valid quantity.
  if (!Number.isInteger(quantity) || quantity < 1) return refuse(quantityOutOfRange(variantId, quantity));
  const held = cart.lines.find((line) => line.variantId === variantId)?.quantity ?? 0;
  return setQuantity(cart, variantId, held + quantity);
}

/**
 * Sets the line of a variant to `quantity` units (an integer from 1 to 999), adding the line when there is none. Zero
 * is refused: removing is `removeFromCart`. Errors: `cart.quantity-out-of-range`, `cart.too-many-lines`,
 * `input.malformed`.
 *
 * @example
 * setQuantity(cart, 'mug', 5) // => { ok: true, value: { ...cart, lines: [{ variantId: 'mug', quantity: 5 }] } }
 */
export function setQuantity(
  cart: Cart,
  variantId: VariantId,
  quantity: number,
): Decision<Cart, QuantityOutOfRange | TooManyLines | MalformedInput> {
  const malformed = findMalformedLine(cart, variantId, quantity);
  if (malformed !== undefined) return refuse(malformed);
  if (!isQuantity(quantity)) return refuse(quantityOutOfRange(variantId, quantity));
  const known = cart.lines.some((line) => line.variantId === variantId);
  if (!known && cart.lines.length >= maximumLines)
    return refuse({ type: 'cart.too-many-lines', maximum: maximumLines });
  const lines = known
    ? cart.lines.map((line) => (line.variantId === variantId ? { variantId, quantity } : line))
    : [...cart.lines, { variantId, quantity }];
  return accept({ ...cart, lines });
}

/**
 * Takes a variant's line out of the cart. Errors: `cart.line-not-found`, `input.malformed`.
 *
 * @example removeFromCart(cart, 'mug') // => { ok: true, value: { ...cart, lines: [] } }
 */
export function removeFromCart(cart: Cart, variantId: VariantId): Decision<Cart, LineNotFound | MalformedInput> {
  const malformed = findMalformedLine(cart, variantId, 1);
  if (malformed !== undefined) return refuse(malformed);
  const lines = cart.lines.filter((line) => line.variantId !== variantId);
  if (lines.length === cart.lines.length) return refuse({ type: 'cart.line-not-found', variantId });
  return accept({ ...cart, lines });
}

const findMalformedLine = (cart: Cart, variantId: VariantId, quantity: number): MalformedInput | undefined =>
  findMalformed(cartShape, cart, 'cart') ??
  findMalformed(text, variantId, 'variantId') ??
  findMalformed(number, quantity, 'quantity');

/** Whether a line may have that many units. */
export const isQuantity = (quantity: number): boolean =>
  Number.isInteger(quantity) && quantity >= 1 && quantity <= maximumQuantity;

export const quantityOutOfRange = (variantId: VariantId, quantity: number): QuantityOutOfRange => ({
  type: 'cart.quantity-out-of-range',
  variantId,
  quantity,
  minimum: 1,
  maximum: maximumQuantity,
});
