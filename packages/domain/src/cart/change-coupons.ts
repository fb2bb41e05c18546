import { accept, refuse, type Decision } from '../decision.js';
import { maximumCoupons, type Cart } from './cart.js';

/**
 * Nothing is left of a code once it is trimmed.
 *
 * @example const error: EmptyCouponCode = { type: 'cart.coupon-code-empty' };
 */
export type EmptyCouponCode = { readonly type: 'cart.coupon-code-empty' };

/**
 * The cart holds `maximum` codes already.
 *
 * @example const error: TooManyCoupons = { type: 'cart.too-many-coupons', maximum: maximumCoupons };
 */
export type TooManyCoupons = { readonly type: 'cart.too-many-coupons'; readonly maximum: number };

/**
 * The cart does not hold `code` (in its normalised form).
 *
 * @example const error: CouponNotFound = { type: 'cart.coupon-not-found', code: 'save10' };
 */
export type CouponNotFound = { readonly type: 'cart.coupon-not-found'; readonly code: string };

/**
 * The one form in which codes are kept and compared: trimmed, NFKC-normalised, lower-cased.
 *
 * @example normaliseCouponCode(' ＳＡＶＥ10 ') // => 'save10'
 */
export const normaliseCouponCode = (code: string): string =>
  // Normalised again at the end: lower-casing H̱ gives h and a combining macron, for which one character exists.
  code.normalize('NFKC').toLowerCase().normalize('NFKC').trim();

/**
 * Enters a coupon code; entering it again changes nothing. Whether it helps is for `priceCart` to say.
 * Errors: `cart.coupon-code-empty`, `cart.too-many-coupons`.
 *
 * @example addCoupon(cart, 'SAVE10') // => { ok: true, value: { ...cart, couponCodes: ['save10'] } }
 */
export function addCoupon(cart: Cart, code: string): Decision<Cart, EmptyCouponCode | TooManyCoupons> {
  const normalised = normaliseCouponCode(code);
  if (normalised === '') return refuse({ type: 'cart.coupon-code-empty' });
  if (cart.couponCodes.includes(normalised)) return accept(cart);
  if (cart.couponCodes.length >= maximumCoupons)
    return refuse({ type: 'cart.too-many-coupons', maximum: maximumCoupons });
  return accept({ ...cart, couponCodes: [...cart.couponCodes, normalised] });
}

/**
 * Takes a coupon code out of the cart. Errors: `cart.coupon-not-found`.
 *
 * @example removeCoupon(cart, 'SAVE10') // => { ok: false, error: { type: 'cart.coupon-not-found', code: 'save10' } }
 */
export function removeCoupon(cart: Cart, code: string): Decision<Cart, CouponNotFound> {
  const normalised = normaliseCouponCode(code);
  if (!cart.couponCodes.includes(normalised)) return refuse({ type: 'cart.coupon-not-found', code: normalised });
  return accept({ ...cart, couponCodes: cart.couponCodes.filter((held) => held !== normalised) });
}
