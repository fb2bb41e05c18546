import type { NoPrice, PlaceOrderError, PriceError, ShippingRefused, VariantNotFound } from '@cartwright/application';
import type { QuantityOutOfRange, SkipReason } from '@cartwright/domain';
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
    detail: 'The quantity is too small or too large.',
    hint: 'A line has `minimum` to `maximum` units; it would have had `quantity`.',
    say: ({ minimum, maximum }) => `You can order ${minimum} to ${maximum} of each product.`,
  },
} satisfies Problems<QuantityOutOfRange>;

export const noPriceProblems = {
  'pricing.no-price': {
    status: 422,
    title: 'The variant has no price in the currency',
    detail: 'The product is not sold in this currency.',
    hint: '`variantId` has no price in `currency`.',
  },
} satisfies Problems<NoPrice>;

/** Why a cart cannot be priced. Most reasons are errors in the shop's data, which no request can correct. */
export const pricingProblems = {
  ...quantityProblems,
  ...noPriceProblems,
  'money.out-of-range': {
    status: 422,
    title: 'The amount is too large',
    detail: 'The amount is too large.',
    hint: 'An amount has at most `limit` minor units.',
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
    detail: 'The shipping method does not exist. Choose another one.',
    hint: '`GET /carts/{id}/shipping-options` lists them.',
  },
  'shipping.no-method': {
    status: 422,
    title: 'No shipping to this destination',
    detail: 'The shop does not ship this cart to your address.',
    hint: 'No method goes to `destination`.',
  },
  'shipping.disabled': {
    status: 422,
    title: 'Shipping method disabled',
    detail: 'The shipping method is not available. Choose another one.',
    hint: '`GET /carts/{id}/shipping-options` lists the available ones.',
  },
  'shipping.not-to-destination': {
    status: 422,
    title: 'The shipping method excludes this destination',
    detail: 'The shipping method does not go to your address. Choose another one.',
    hint: '`GET /carts/{id}/shipping-options` lists those that go to `destination`.',
  },
  'shipping.no-charge-in-currency': {
    status: 422,
    title: 'The shipping method has no charge in this currency',
    detail: 'The shipping method is not available in this currency. Choose another one.',
    hint: '`GET /carts/{id}/shipping-options` lists those that are.',
  },
  'shipping.below-first-tier': {
    status: 422,
    title: 'The shipping method needs a larger cart',
    detail: 'The cart is too small for the shipping method. Choose another one.',
    hint: 'Its subtotal or weight (`by`) is below the first tier of the method.',
  },
} satisfies Problems<ShippingRefused>;

type CouponRefused = Extract<
  PlaceOrderError,
  { readonly type: `coupon.${string}` | 'cart.coupon-code-empty' | 'cart.too-many-coupons' }
>;

/** Why a coupon gives no discount, for buyers. Other reasons are only in `reason`. */
const couponTexts: Readonly<Partial<Record<SkipReason['type'], string>>> = {
  'promotion.not-started': 'The coupon is not valid yet.',
  'promotion.ended': 'The coupon has expired.',
  'promotion.below-minimum-subtotal': 'The cart is below the minimum value of the coupon.',
  'promotion.below-minimum-quantity': 'The cart has too few products for the coupon.',
  'promotion.not-contained': 'The cart has no product that the coupon is for.',
  'promotion.group-not-eligible': 'The coupon is for other customers.',
  'promotion.not-first-order': 'The coupon is for a first order.',
  'promotion.usage-limit-reached': 'The coupon is used up.',
  'promotion.customer-usage-limit-reached': 'You have already used the coupon.',
  'promotion.budget-exhausted': 'The coupon is used up.',
  'promotion.currency-mismatch': 'The coupon is for another currency.',
  'promotion.not-combinable': 'The coupon cannot be combined with another discount.',
};

export const couponProblems: Problems<CouponRefused> = {
  'coupon.unknown': {
    status: 422,
    title: 'Coupon not found',
    detail: 'There is no coupon with this code.',
  },
  'coupon.not-applicable': {
    status: 422,
    title: 'The coupon does not apply',
    detail: 'The coupon gives this cart no discount.',
    hint: '`reason` explains why.',
    say: ({ reason }) => couponTexts[reason.type] ?? 'The coupon gives this cart no discount.',
  },
  'cart.coupon-code-empty': {
    status: 422,
    title: 'The coupon code is empty',
    detail: 'Enter the code of the coupon.',
  },
  'cart.too-many-coupons': {
    status: 422,
    title: 'The cart has too many coupons',
    detail: 'Remove a coupon before you add another one.',
    hint: 'A cart has at most `maximum` coupons.',
  },
};
