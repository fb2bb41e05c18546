import type { Cart } from '../cart/cart.js';
import type { QuantityOutOfRange } from '../cart/change-lines.js';
import type { CategoryId, CustomerId, Instant, ProductId, PromotionId, VariantId } from '../flavoured.js';
import type { UnknownCurrency } from '../money/currency.js';
import type { CurrencyMismatch, Money, MoneyNotInteger, MoneyOutOfRange } from '../money/money.js';
import type { Promotion, Segment } from './promotion.js';

/** What the catalogue says of one variant. */
export type PriceEntry = {
  readonly unitPrice: Money;
  readonly productId: ProductId;
  readonly categoryIds: readonly CategoryId[];
  /** Digital goods need no shipping and hold no stock. */
  readonly digital: boolean;
};

export type PriceList = Readonly<Record<VariantId, PriceEntry>>;

export type Customer = {
  readonly id?: CustomerId;
  readonly segment: Segment;
  /** How many orders they have placed before. */
  readonly orderCount: number;
};

/** A flat charge, or the charge of the highest tier whose `from` (undiscounted subtotal) is reached. */
export type ShippingCharge =
  | { readonly type: 'flat'; readonly amount: Money }
  | { readonly type: 'tiered'; readonly tiers: readonly { readonly from: Money; readonly amount: Money }[] };

/** What the chosen shipping method costs. */
export type ShippingQuote = { readonly method: string; readonly charge: ShippingCharge };

/** The least that an order may come to. A segment's rules replace those without a segment. */
export type MinimumOrderRule = {
  readonly minimum: Money;
  readonly basis: 'subtotal' | 'afterDiscounts';
  readonly segment?: Segment;
  readonly waivedForDigital?: boolean;
};

/** Every fact that a price depends on. Absent rules: 10.00 USD on the subtotal (see `defaultMinimumOrderRules`). */
export type PricingInput = {
  readonly cart: Cart;
  readonly prices: PriceList;
  readonly customer: Customer;
  readonly promotions: readonly Promotion[];
  readonly minimumOrderRules?: readonly MinimumOrderRule[];
  readonly shipping?: ShippingQuote;
  readonly at: Instant;
};

export type PricingError =
  | { readonly type: 'pricing.variant-without-price'; readonly variantId: VariantId }
  | { readonly type: 'pricing.duplicate-line'; readonly variantId: VariantId }
  | { readonly type: 'pricing.duplicate-promotion'; readonly promotionId: PromotionId }
  | { readonly type: 'pricing.promotion-rate-out-of-range'; readonly promotionId: PromotionId; readonly rate: number }
  | { readonly type: 'pricing.promotion-priority-malformed'; readonly promotionId: PromotionId }
  | { readonly type: 'pricing.shipping-below-first-tier'; readonly method: string; readonly subtotal: Money }
  | { readonly type: 'pricing.instant-malformed'; readonly text: string }
  /** A unit price, a shipping charge or a minimum below zero. */
  | { readonly type: 'pricing.negative-amount'; readonly amount: Money }
  | QuantityOutOfRange
  | UnknownCurrency
  | CurrencyMismatch
  | MoneyNotInteger
  | MoneyOutOfRange;
