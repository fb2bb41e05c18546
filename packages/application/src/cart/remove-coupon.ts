import { removeCoupon, type CouponNotFound } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import { fromDomain } from '../from-domain.js';
import type { CartView } from './cart-view.js';
import { changeCart, type CartChange, type ChangeCartDeps, type ChangeCartError } from './change-cart.js';

export type RemoveCouponCommand = CartChange & { readonly code: string };
export type RemoveCouponError = CouponNotFound | ChangeCartError;
/** Takes a coupon code out; one that the cart does not hold is refused. */
export type RemoveCoupon = (command: RemoveCouponCommand) => ResultAsync<CartView, RemoveCouponError>;

export const makeRemoveCoupon =
  (deps: ChangeCartDeps): RemoveCoupon =>
  ({ code, ...change }) =>
    changeCart(deps, change, { edit: (cart) => fromDomain(removeCoupon(cart, code)) });
