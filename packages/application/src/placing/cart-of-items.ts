import {
  addCoupon,
  addToCart,
  createCart,
  type Cart,
  type CartId,
  type CurrencyCode,
  type CustomerId,
  type EmptyCouponCode,
  type QuantityOutOfRange,
  type TooManyCoupons,
  type TooManyLines,
  type UnknownCurrency,
  type VariantId,
} from '@cartwright/domain';
import { ok, type Result } from 'neverthrow';
import { fromDomain } from '../from-domain.js';

/** So many units of a variant. */
export type OrderItem = { readonly variantId: VariantId; readonly quantity: number };
export type CartOfItemsError = QuantityOutOfRange | TooManyLines | UnknownCurrency;

/** A cart that lives for one order alone, made of the items that it lists; a variant listed twice is summed. */
export function cartOfItems(
  facts: { readonly id: CartId; readonly currency: CurrencyCode; readonly customerId?: CustomerId },
  items: readonly OrderItem[],
): Result<Cart, CartOfItemsError> {
  return items.reduce<Result<Cart, CartOfItemsError>>(
    (cart, { variantId, quantity }) => cart.andThen((held) => fromDomain(addToCart(held, variantId, quantity))),
    fromDomain(createCart(facts)),
  );
}

/** The cart with further coupon codes entered. */
export const withCoupons = (cart: Cart, codes: readonly string[]): Result<Cart, EmptyCouponCode | TooManyCoupons> =>
  codes.reduce<Result<Cart, EmptyCouponCode | TooManyCoupons>>(
    (held, code) => held.andThen((current) => fromDomain(addCoupon(current, code))),
    ok(cart),
  );
