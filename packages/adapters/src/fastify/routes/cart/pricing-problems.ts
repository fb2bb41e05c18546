import type { NoPrice, PlaceOrderError, PriceError, ShippingRefused, VariantNotFound } from '@cartwright/application';
import type { QuantityOutOfRange } from '@cartwright/domain';
import type { Problems } from '../../errors/problem.js';
import { defect } from '../../errors/unavailable-problems.js';

export const variantProblems = {
  'catalogue.variant-not-found': {
    status: 404,
    title: 'There is no such variant',
    detail: 'The shop does not sell it, or no longer does.',
  },
} satisfies Problems<VariantNotFound>;

const quantityProblems = {
  'cart.quantity-out-of-range': {
    status: 422,
    title: 'The quantity is out of range',
    detail: 'A line has from `minimum` to `maximum` units; `quantity` is what it would have had.',
  },
} satisfies Problems<QuantityOutOfRange>;

export const noPriceProblems = {
  'pricing.no-price': {
    status: 422,
    title: 'The variant has no price in the currency',
    detail: '`variantId` is not sold in `currency`.',
  },
} satisfies Problems<NoPrice>;

/** Why a cart has no price. Most of it is the shop's own mistake: no request can put it right. */
export const pricingProblems = {
  ...quantityProblems,
  ...noPriceProblems,
  'money.out-of-range': {
    status: 422,
    title: 'The amount is too large',
    detail: 'An amount has at most `limit` minor units.',
  },
  'pricing.variant-without-price': defect,
  'pricing.duplicate-line': defect,
  'pricing.duplicate-promotion': defect,
  'pricing.order-count-malformed': defect,
  'pricing.tax-rate-malformed': defect,
  'pricing.tax-class-without-rate': defect,
  'pricing.instant-malformed': defect,
  'pricing.negative-amount': defect,
  'money.unknown-currency': defect,
  'money.currency-mismatch': defect,
  'money.not-an-integer': defect,
  'money.off-step': defect,
} satisfies Problems<PriceError>;

/** Why a cart cannot be sent as its buyer wants. */
export const shippingProblems = {
  'shipping.method-unknown': {
    status: 422,
    title: 'There is no such shipping method',
    detail: 'GET /carts/:id/shipping-options lists them.',
  },
  'shipping.no-method': {
    status: 422,
    title: 'The order cannot be sent there',
    detail: 'No shipping method sends this cart to `destination`.',
  },
  'shipping.disabled': {
    status: 422,
    title: 'The shipping method is not offered',
    detail: 'GET /carts/:id/shipping-options lists those that are.',
  },
  'shipping.not-to-destination': {
    status: 422,
    title: 'The shipping method does not go there',
    detail: 'GET /carts/:id/shipping-options lists those that go to `destination`.',
  },
  'shipping.no-charge-in-currency': {
    status: 422,
    title: 'The shipping method has no charge in this currency',
    detail: 'GET /carts/:id/shipping-options lists those that have one.',
  },
  'shipping.below-first-tier': {
    status: 422,
    title: 'The shipping method needs a larger cart',
    detail: 'Its subtotal or weight, as `by` says, is below the first tier of the method.',
  },
} satisfies Problems<ShippingRefused>;

export const couponProblems = {
  'coupon.unknown': {
    status: 422,
    title: 'There is no such coupon',
    detail: 'No promotion asks for this code.',
  },
  'coupon.not-applicable': {
    status: 422,
    title: 'The coupon does not apply',
    detail: '`reason` says why it takes nothing off this cart.',
  },
  'cart.coupon-code-empty': {
    status: 422,
    title: 'The coupon code is empty',
    detail: 'Nothing is left of it without spaces.',
  },
  'cart.too-many-coupons': {
    status: 422,
    title: 'The cart holds too many coupons',
    detail: 'A cart holds at most `maximum`.',
  },
} satisfies Problems<
  Extract<PlaceOrderError, { readonly type: `coupon.${string}` | 'cart.coupon-code-empty' | 'cart.too-many-coupons' }>
>;
