import type { Cart } from '../cart/cart.js';
import type { QuantityOutOfRange } from '../cart/change-lines.js';
import type { CategoryId, CustomerId, Instant, ProductId, PromotionId, VariantId } from '../flavoured.js';
import type { UnknownCurrency } from '../money/currency.js';
import type { CurrencyMismatch, Money, MoneyNotInteger, MoneyOutOfRange } from '../money/money.js';
import type { Rate } from '../money/rate.js';
import type { TaxRulesError } from './charges/check-tax-rules.js';
import type { Promotion, PromotionEffect, PromotionTarget, PromotionUsage, Segment } from './promotions/promotion.js';

/**
 * Names a rate in {@link TaxRules}, such as `standard` or `reduced`.
 *
 * @example const taxClass: TaxClass = 'reduced';
 */
export type TaxClass = string;

/**
 * How tax is charged. Without rules nothing has a rate, so that a line with a class is refused, never sold untaxed.
 *
 * @example
 * const rules: TaxRules = { prices: 'inclusive', rates: { standard: 200_000, reduced: 50_000 }, shippingClass: 'standard' };
 */
export type TaxRules = {
  /** Whether prices and charges leave tax out (it is added to the total) or hold it already. */
  readonly prices: 'exclusive' | 'inclusive';
  /** Millionths by class: 0 is zero-rated, above 1_000_000 is more than the price itself. */
  readonly rates: Readonly<Record<TaxClass, Rate>>;
  /** Absent: no tax on shipping. */
  readonly shippingClass?: TaxClass;
};

/**
 * What the catalogue says of one variant.
 *
 * @example
 * const mug: PriceEntry = {
 *   unitPrice: { amount: 1999, currency: 'USD' },
 *   productId: 'mugs',
 *   categoryIds: ['kitchen'],
 *   digital: false,
 * };
 */
export type PriceEntry = {
  readonly unitPrice: Money;
  readonly productId: ProductId;
  readonly categoryIds: readonly CategoryId[];
  /** Digital goods need no shipping and hold no stock. */
  readonly digital: boolean;
  /** What tax is charged by; absent: no tax. */
  readonly taxClass?: TaxClass;
};

/**
 * What the catalogue says of each variant that may be in the cart, by variant id; others may be in it too.
 *
 * @example
 * const list: PriceList = {
 *   ...prices,
 *   lamp: { unitPrice: { amount: 4900, currency: 'USD' }, productId: 'lamps', categoryIds: [], digital: false },
 * };
 */
export type PriceList = Readonly<Record<VariantId, PriceEntry>>;

/**
 * Who is buying. A guest is of the segment `guest` and has placed no order.
 *
 * @example const ann: Customer = { id: 'ann', segment: 'premium', orderCount: 4 };
 */
export type Customer = {
  readonly id?: CustomerId;
  readonly segment: Segment;
  /** How many orders they have placed before. */
  readonly orderCount: number;
};

/**
 * A flat charge, or the charge of the highest tier whose `from` (undiscounted subtotal) is reached.
 *
 * @example const charge: ShippingCharge = { type: 'flat', amount: { amount: 499, currency: 'USD' } };
 */
export type ShippingCharge =
  | { readonly type: 'flat'; readonly amount: Money }
  | { readonly type: 'tiered'; readonly tiers: readonly { readonly from: Money; readonly amount: Money }[] };

/**
 * What the chosen shipping method costs.
 *
 * @example
 * const quote: ShippingQuote = { method: 'post', charge: { type: 'flat', amount: { amount: 499, currency: 'USD' } } };
 */
export type ShippingQuote = { readonly method: string; readonly charge: ShippingCharge };

/**
 * The least that an order may come to. A segment's rules replace those without a segment.
 *
 * @example
 * const rule: MinimumOrderRule = { minimum: { amount: 2500, currency: 'USD' }, basis: 'afterDiscounts', segment: 'guest' };
 */
export type MinimumOrderRule = {
  readonly minimum: Money;
  readonly basis: 'subtotal' | 'afterDiscounts';
  readonly segment?: Segment;
  readonly waivedForDigital?: boolean;
};

/**
 * Every fact that a price depends on. Absent rules: 10.00 USD on the subtotal (see `defaultMinimumOrderRules`).
 *
 * @example const input: PricingInput = { cart, prices, customer: { segment: 'guest', orderCount: 0 }, promotions: [], at };
 */
export type PricingInput = {
  readonly cart: Cart;
  readonly prices: PriceList;
  readonly customer: Customer;
  readonly promotions: readonly Promotion[];
  /** By promotion id; one that is missing was never used. */
  readonly promotionUsage?: Readonly<Record<PromotionId, PromotionUsage>>;
  readonly minimumOrderRules?: readonly MinimumOrderRule[];
  readonly shipping?: ShippingQuote;
  readonly tax?: TaxRules;
  readonly at: Instant;
};

/**
 * Why a cart has no price: something in the input is missing, malformed or too large.
 *
 * @example
 * const explain = (error: PricingError) => (error.type === 'pricing.variant-without-price' ? error.variantId : error.type);
 * explain({ type: 'pricing.variant-without-price', variantId: 'lamp' }); // => 'lamp'
 */
export type PricingError =
  | { readonly type: 'pricing.variant-without-price'; readonly variantId: VariantId }
  | { readonly type: 'pricing.duplicate-line'; readonly variantId: VariantId }
  | { readonly type: 'pricing.duplicate-promotion'; readonly promotionId: PromotionId }
  | { readonly type: 'pricing.promotion-rate-out-of-range'; readonly promotionId: PromotionId; readonly rate: number }
  | { readonly type: 'pricing.promotion-priority-malformed'; readonly promotionId: PromotionId }
  /** An amount in its conditions, effect or usage that is negative, −0, no safe integer or in an unknown currency. */
  | { readonly type: 'pricing.promotion-amount-malformed'; readonly promotionId: PromotionId; readonly amount: Money }
  /** A quantity, limit or number of uses that is negative, −0, no safe integer, or a zero to buy, get or apply. */
  | { readonly type: 'pricing.promotion-count-malformed'; readonly promotionId: PromotionId; readonly count: number }
  /** `freeShipping` is for shipping alone and `buyXGetY` for lines and orders alone. */
  | {
      readonly type: 'pricing.promotion-target-unsuitable';
      readonly promotionId: PromotionId;
      readonly target: PromotionTarget['type'];
      readonly effect: PromotionEffect['type'];
    }
  | { readonly type: 'pricing.order-count-malformed'; readonly orderCount: number }
  | { readonly type: 'pricing.shipping-below-first-tier'; readonly method: string; readonly subtotal: Money }
  | { readonly type: 'pricing.instant-malformed'; readonly text: string }
  /** A unit price, a shipping charge or a minimum below zero. */
  | { readonly type: 'pricing.negative-amount'; readonly amount: Money }
  | TaxRulesError
  | QuantityOutOfRange
  | UnknownCurrency
  | CurrencyMismatch
  | MoneyNotInteger
  | MoneyOutOfRange;
