import type { Cart } from '../cart/cart.js';
import type { QuantityOutOfRange } from '../cart/change-lines.js';
import type { CategoryId, CustomerId, Instant, ProductId, PromotionId, VariantId } from '../flavoured.js';
import type { UnknownCurrency } from '../money/currency.js';
import type { CurrencyMismatch, Money, MoneyNotInteger, MoneyOutOfRange, OffStep } from '../money/money.js';
import type { Rate } from '../money/rate.js';
import type { MalformedInput } from '../shape.js';
import type { CustomerGroup, Promotion, PromotionUsage } from './promotions/promotion.js';

/**
 * Names a rate in {@link TaxRules}, such as `standard` or `reduced`.
 *
 * @example const taxClass: TaxClass = 'reduced';
 */
export type TaxClass = string;

/**
 * How tax is charged. Without rules no class has a rate, so that a line with a class is refused, never sold untaxed.
 *
 * @example
 * const rates = { standard: 200_000, reduced: 50_000 };
 * const rules: TaxRules = { prices: 'inclusive', rates, shippingClass: 'standard' };
 */
export type TaxRules = {
  /** Whether prices and charges leave tax out (it is added to the total) or hold it already. */
  readonly prices: 'exclusive' | 'inclusive';
  /** Millionths by class: 0 is zero-rated, above 1_000_000 is more than the price itself. */
  readonly rates: Readonly<Record<TaxClass, Rate>>;
  /** Absent: no tax on shipping. */
  readonly shippingClass?: TaxClass | undefined;
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
  readonly taxClass?: TaxClass | undefined;
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
 * Who is buying. A guest is in the group `guest` and has placed no order.
 *
 * @example const ann: Customer = { id: 'ann', groups: ['premium', 'wholesale'], orderCount: 4 };
 */
export type Customer = {
  readonly id?: CustomerId | undefined;
  readonly groups: readonly CustomerGroup[];
  /** How many orders they have placed before. */
  readonly orderCount: number;
};

/**
 * What the chosen shipping method costs, as `shippingQuotesFor` computed it, and the class that its tax is charged by
 * (absent: the tax rules' `shippingClass`).
 *
 * @example const quote: ShippingQuote = { method: 'post', charge: { amount: 499, currency: 'USD' } };
 */
export type ShippingQuote = {
  readonly method: string;
  readonly charge: Money;
  readonly taxClass?: TaxClass | undefined;
};

/**
 * The least that an order may come to. A customer's groups with rules of their own replace those without a group: all
 * rules of one group must be met, and of several groups the one that misses least counts.
 *
 * @example
 * const minimum = { amount: 2500, currency: 'USD' };
 * const rule: MinimumOrderRule = { minimum, basis: 'afterDiscounts', group: 'guest' };
 */
export type MinimumOrderRule = {
  readonly minimum: Money;
  readonly basis: 'subtotal' | 'afterDiscounts';
  readonly group?: CustomerGroup | undefined;
  readonly waivedForDigital?: boolean | undefined;
};

/**
 * Every fact that a price depends on. Absent rules: 10.00 USD on the subtotal (see `defaultMinimumOrderRules`).
 *
 * @example
 * const input: PricingInput = { cart, prices, customer: { groups: ['guest'], orderCount: 0 }, promotions: [], at };
 */
export type PricingInput = {
  readonly cart: Cart;
  readonly prices: PriceList;
  readonly customer: Customer;
  readonly promotions: readonly Promotion[];
  /** By promotion id; one that is missing was never used. */
  readonly promotionUsage?: Readonly<Record<PromotionId, PromotionUsage>> | undefined;
  readonly minimumOrderRules?: readonly MinimumOrderRule[] | undefined;
  readonly shipping?: ShippingQuote | undefined;
  readonly tax?: TaxRules | undefined;
  readonly at: Instant;
};

/**
 * Why no price can be computed under tax rules: a malformed rate, or shipping in a class without one.
 *
 * @example const error: TaxRulesError = { type: 'pricing.tax-class-without-rate', taxClass: 'luxury' };
 */
export type TaxRulesError =
  | MalformedInput
  | { readonly type: 'pricing.tax-rate-malformed'; readonly taxClass: TaxClass; readonly rate: Rate }
  | { readonly type: 'pricing.tax-class-without-rate'; readonly taxClass: TaxClass };

/**
 * Why a cart has no price: something in the input is missing, malformed or too large.
 *
 * @example
 * const explain = (error: PricingError) =>
 *   error.type === 'pricing.variant-without-price' ? error.variantId : error.type;
 * explain({ type: 'pricing.variant-without-price', variantId: 'lamp' }); // => 'lamp'
 */
export type PricingError =
  | { readonly type: 'pricing.variant-without-price'; readonly variantId: VariantId }
  | { readonly type: 'pricing.duplicate-line'; readonly variantId: VariantId }
  | { readonly type: 'pricing.duplicate-promotion'; readonly promotionId: PromotionId }
  | { readonly type: 'pricing.order-count-malformed'; readonly orderCount: number }
  | { readonly type: 'pricing.instant-malformed'; readonly text: string }
  /** A unit price, a shipping charge or a minimum below zero. */
  | { readonly type: 'pricing.negative-amount'; readonly amount: Money }
  | TaxRulesError
  | QuantityOutOfRange
  | MalformedInput
  | OffStep
  | UnknownCurrency
  | CurrencyMismatch
  | MoneyNotInteger
  | MoneyOutOfRange;
