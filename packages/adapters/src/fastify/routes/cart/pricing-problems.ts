import type { NoPrice, PlaceOrderError, PriceError, ShippingRefused, VariantNotFound } from '@cartwright/application';
import type { QuantityOutOfRange } from '@cartwright/domain';
import type { Problems } from '../../errors/problem.js';
import { defect } from '../../errors/unavailable-problems.js';

export const variantProblems = {
  'catalogue.variant-not-found': {
    status: 404,
    title: 'Variant not found',
    detail: 'It does not exist or is not for sale.',
  },
} satisfies Problems<VariantNotFound>;

const quantityProblems = {
  'cart.quantity-out-of-range': {
    status: 422,
    title: 'The quantity is out of range',
    detail: 'A line has `minimum` to `maximum` units; it would have had `quantity`.',
  },
} satisfies Problems<QuantityOutOfRange>;

export const noPriceProblems = {
  'pricing.no-price': {
    status: 422,
    title: 'The variant has no price in the currency',
    detail: '`variantId` is not sold in `currency`.',
  },
} satisfies Problems<NoPrice>;

/** Why a cart cannot be priced. Most reasons are errors in the shop's data, which no request can correct. */
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

/** Why a cart cannot be shipped as requested. */
export const shippingProblems = {
  'shipping.method-unknown': {
    status: 422,
    title: 'Shipping method not found',
    detail: 'GET /carts/:id/shipping-options lists them.',
  },
  'shipping.no-method': {
    status: 422,
    title: 'No shipping to this destination',
    detail: 'No shipping method takes this cart to `destination`.',
  },
  'shipping.disabled': {
    status: 422,
    title: 'Shipping method disabled',
    detail: 'GET /carts/:id/shipping-options lists the available ones.',
  },
  'shipping.not-to-destination': {
    status: 422,
    title: 'The shipping method excludes this destination',
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
    detail: 'Its subtotal or weight (`by`) is below the first tier of the method.',
  },
} satisfies Problems<ShippingRefused>;

export const couponProblems = {
  'coupon.unknown': {
    status: 422,
    title: 'Coupon not found',
    detail: 'No promotion uses this code.',
  },
  'coupon.not-applicable': {
    status: 422,
    title: 'The coupon does not apply',
    detail: '`reason` explains why this cart gets no discount.',
  },
  'cart.coupon-code-empty': {
    status: 422,
    title: 'The coupon code is empty',
    detail: 'It only consists of spaces.',
  },
  'cart.too-many-coupons': {
    status: 422,
    title: 'The cart has too many coupons',
    detail: 'A cart has at most `maximum` coupons.',
  },
} satisfies Problems<
  Extract<PlaceOrderError, { readonly type: `coupon.${string}` | 'cart.coupon-code-empty' | 'cart.too-many-coupons' }>
>;
