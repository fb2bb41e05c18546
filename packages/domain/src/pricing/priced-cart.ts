import type { CartId, CategoryId, CustomerId, Instant, ProductId, PromotionId, VariantId } from '../flavoured.js';
import type { CurrencyCode } from '../money/currency.js';
import type { Money } from '../money/money.js';
import type { PromotionTarget, Segment, SkipReason } from './promotion.js';

/** What one promotion took off one line. */
export type LineDiscount = { readonly promotionId: PromotionId; readonly amount: Money };

/**
 * A run of consecutive units of a line that carry the same share, lowest unit number first. The runs' `units` sum to the
 * line's quantity, and their discounts times units to the line's discount, so refunding any units, in any sequence, gives
 * back exactly what was paid for them.
 */
export type UnitShare = {
  readonly units: number;
  /** Taken off each of these units. */
  readonly discount: Money;
  /** Paid for each of these units. */
  readonly total: Money;
};

export type PricedLine = {
  readonly variantId: VariantId;
  readonly productId: ProductId;
  readonly categoryIds: readonly CategoryId[];
  readonly digital: boolean;
  readonly quantity: number;
  readonly unitPrice: Money;
  /** `unitPrice × quantity`. */
  readonly subtotal: Money;
  readonly discounts: readonly LineDiscount[];
  readonly discountTotal: Money;
  /** `subtotal − discountTotal`. */
  readonly total: Money;
  readonly unitShares: readonly UnitShare[];
};

/** One promotion's step: what was left of its targets, what it took, and from which lines (none for shipping). */
export type AppliedPromotion = {
  readonly promotionId: PromotionId;
  readonly name: string;
  readonly level: PromotionTarget['type'];
  readonly basis: Money;
  readonly amount: Money;
  readonly shares: readonly { readonly variantId: VariantId; readonly amount: Money }[];
};

export type SkippedPromotion = {
  readonly promotionId: PromotionId;
  readonly name: string;
  readonly level: PromotionTarget['type'];
  readonly reason: SkipReason;
};

/** The rule that misses most decides; `actual` is measured on that rule's basis. */
export type MinimumOrder =
  | { readonly met: true }
  | { readonly met: false; readonly required: Money; readonly actual: Money; readonly missing: Money };

export type PricedShipping = {
  readonly method: string;
  readonly charge: Money;
  readonly discountTotal: Money;
  /** `charge − discountTotal`. */
  readonly total: Money;
};

/** A cart's whole price, explained. Lines stand in the order of their variant ids. */
export type PricedCart = {
  readonly cartId: CartId;
  readonly customerId?: CustomerId;
  readonly segment: Segment;
  readonly currency: CurrencyCode;
  readonly at: Instant;
  readonly couponCodes: readonly string[];
  readonly lines: readonly PricedLine[];
  readonly shipping?: PricedShipping;
  readonly applied: readonly AppliedPromotion[];
  readonly skipped: readonly SkippedPromotion[];
  /** Entered codes that no promotion asks for. */
  readonly unknownCoupons: readonly string[];
  readonly minimumOrder: MinimumOrder;
  readonly subtotal: Money;
  /** What promotions took off the lines; shipping discounts are left out. */
  readonly discountTotal: Money;
  readonly shippingTotal: Money;
  readonly taxTotal: Money;
  /** What is to be paid. */
  readonly total: Money;
};
