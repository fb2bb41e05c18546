import { accept, refuse, type Decision } from '../decision.js';
import type { CartId, CustomerId, VariantId } from '../flavoured.js';
import { findUnknownCurrency, type CurrencyCode, type UnknownCurrency } from '../money/currency.js';
import {
  defined,
  fields,
  findMalformed,
  list,
  number,
  optional,
  text,
  type MalformedInput,
  type Shape,
} from '../shape.js';

/**
 * How many units of one variant are wanted.
 *
 * @example const line: CartLine = { variantId: 'mug', quantity: 2 };
 */
export type CartLine = { readonly variantId: VariantId; readonly quantity: number };

/**
 * What somebody means to buy. It holds no prices: those are facts, handed to `priceCart`.
 *
 * @example const empty: Cart = { id: 'cart-1', currency: 'USD', lines: [], couponCodes: [] };
 */
export type Cart = {
  readonly id: CartId;
  readonly currency: CurrencyCode;
  readonly customerId?: CustomerId | undefined;
  /** One line a variant, in the order in which they were first added. */
  readonly lines: readonly CartLine[];
  /** Normalised codes (see `addCoupon`), in the order in which they were entered. */
  readonly couponCodes: readonly string[];
};

/**
 * The largest quantity of one line, in units.
 *
 * @example setQuantity(cart, 'mug', maximumQuantity + 1).ok // => false
 */
export const maximumQuantity = 999;

/**
 * How many distinct lines an addition may reach.
 *
 * @example const isFull = cart.lines.length >= maximumLines;
 */
export const maximumLines = 500;

/**
 * How many coupon codes a cart keeps.
 *
 * @example const hasRoom = cart.couponCodes.length < maximumCoupons;
 */
export const maximumCoupons = 10;

export const cartShape: Shape<Cart> = fields<Cart>({
  id: text,
  currency: text,
  customerId: optional(text),
  lines: list(fields<CartLine>({ variantId: text, quantity: number })),
  couponCodes: list(text),
});

/** What a new cart is made of. */
type NewCart = {
  readonly id: CartId;
  readonly currency: CurrencyCode;
  readonly customerId?: CustomerId | undefined;
};

const newCartShape: Shape<NewCart> = fields<NewCart>({ id: text, currency: text, customerId: optional(text) });

/**
 * An empty cart. Errors: `money.unknown-currency`, `input.malformed`.
 *
 * @example
 * const created = createCart({ id: 'cart-1', currency: 'USD' });
 * created.ok && created.value.lines; // => []
 */
export function createCart(facts: {
  readonly id: CartId;
  readonly currency: CurrencyCode;
  readonly customerId?: CustomerId | undefined;
}): Decision<Cart, UnknownCurrency | MalformedInput> {
  const malformed = findMalformed(newCartShape, facts, 'facts');
  if (malformed !== undefined) return refuse(malformed);
  const { id, currency, customerId } = facts;
  const unknown = findUnknownCurrency(currency);
  if (unknown !== undefined) return refuse(unknown);
  return accept(defined({ id, currency, customerId, lines: [], couponCodes: [] }));
}
