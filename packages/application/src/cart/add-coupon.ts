import { addCoupon, normaliseCouponCode, type EmptyCouponCode, type TooManyCoupons } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import { fromDomain } from '../from-domain.js';
import type { RateLimited, RateLimiter } from '../ports/rate-limiter.js';
import type { CartView } from './cart-view.js';
import { changeCart, type CartChange, type ChangeCartDeps, type ChangeCartError } from './change-cart.js';
import { checkCoupon, type CouponNotApplicable, type CouponUnknown } from './check-coupon.js';
import { limitWrongCoupons } from './limit-coupons.js';

export type AddCouponCommand = CartChange & { readonly code: string };
export type AddCouponError =
  RateLimited | EmptyCouponCode | TooManyCoupons | CouponUnknown | CouponNotApplicable | ChangeCartError;
/**
 * Enters a coupon code that takes something off; any other is refused with the reason, ten times a minute: nobody is
 * to guess codes.
 */
export type AddCoupon = (command: AddCouponCommand) => ResultAsync<CartView, AddCouponError>;

export const makeAddCoupon =
  (deps: ChangeCartDeps & { readonly rateLimiter: RateLimiter }): AddCoupon =>
  ({ code, ...change }) =>
    limitWrongCoupons(deps.rateLimiter, change.cartId, () =>
      changeCart(deps, change, {
        couponCodes: [normaliseCouponCode(code)],
        edit: (cart) => fromDomain(addCoupon(cart, code)),
        check: (pricing) => checkCoupon(pricing, code),
      }),
    );
