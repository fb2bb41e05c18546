import type { CartId, CategoryId, CustomerId, Instant, ProductId, PromotionId, VariantId } from '../flavoured.js';
import type { CurrencyCode } from '../money/currency.js';
import type { Money } from '../money/money.js';
import type { Rate } from '../money/rate.js';
import type { CustomerGroup, PromotionTarget } from './promotions/promotion.js';
import type { SkipReason } from './promotions/skip-reason.js';

/**
 * What one promotion took off one line.
 *
 * @example const discount: LineDiscount = { promotionId: 'summer-sale', amount: { amount: 200, currency: 'USD' } };
 */
export type LineDiscount = { readonly promotionId: PromotionId; readonly amount: Money };

/**
 * A run of consecutive units of a line that carry the same share, lowest unit number first. The runs' `units` sum to
 * the line's quantity, and their discounts, totals and taxes times units to the line's, so refunding any units, in any
 * sequence, gives back exactly what was paid for them: `total`, and `tax` on top of it where tax is not included.
 *
 * @example const [first]: readonly UnitShare[] = priced.lines[0]?.unitShares ?? [];
 */
export type UnitShare = {
  readonly units: number;
  /** Taken off each of these units. */
  readonly discount: Money;
  /** `unitPrice − discount`. */
  readonly total: Money;
  readonly tax: Money;
};

/**
 * A line with its price, what each promotion took off it, its tax, and what each of its units carries.
 *
 * @example const mugs: PricedLine | undefined = priced.lines.find(({ variantId }) => variantId === 'mug');
 */
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
  /** Absent: of no tax class. */
  readonly taxRate?: Rate | undefined;
  /** On `total`, or within it where tax is included. */
  readonly tax: Money;
  readonly unitShares: readonly UnitShare[];
};

/**
 * One promotion's step: what was left of its targets, what it took, and from which lines (none for shipping).
 *
 * @example
 * const offs = priced.applied.map(({ name, amount }: AppliedPromotion) => `${name}: ${amount.amount}`);
 */
export type AppliedPromotion = {
  readonly promotionId: PromotionId;
  readonly name: string;
  readonly level: PromotionTarget['type'];
  readonly basis: Money;
  readonly amount: Money;
  /** The code of the cart that a `singleUse` promotion takes; no other order may use it. */
  readonly usedCode?: string | undefined;
  readonly shares: readonly { readonly variantId: VariantId; readonly amount: Money }[];
};

/**
 * A promotion that took nothing off, and the one reason why.
 *
 * @example const reasons = priced.skipped.map(({ name, reason }: SkippedPromotion) => `${name}: ${reason.type}`);
 */
export type SkippedPromotion = {
  readonly promotionId: PromotionId;
  readonly name: string;
  /** Absent where it is malformed. */
  readonly level?: PromotionTarget['type'] | undefined;
  readonly reason: SkipReason;
};

/**
 * The rule that misses most decides; `actual` is measured on that rule's basis.
 *
 * @example
 * const reached = (order: MinimumOrder) => (order.met ? 'enough' : `${order.missing.amount} to go`);
 * reached(priced.minimumOrder); // => 'enough'
 */
export type MinimumOrder =
  | { readonly met: true }
  | { readonly met: false; readonly required: Money; readonly actual: Money; readonly missing: Money };

/**
 * What shipping comes to: the quoted charge, less what promotions took off it, and its tax.
 *
 * @example const shipping: PricedShipping | undefined = priced.shipping;
 */
export type PricedShipping = {
  readonly method: string;
  readonly charge: Money;
  readonly discountTotal: Money;
  /** `charge − discountTotal`. */
  readonly total: Money;
  /** Absent: of no tax class. */
  readonly taxRate?: Rate | undefined;
  /** On `total`, or within it where tax is included. */
  readonly tax: Money;
};

/**
 * What all lines and the shipping of one rate come to: `net` without tax, and the tax on it.
 *
 * @example
 * const [net, tax] = [{ amount: 1000, currency: 'GBP' }, { amount: 200, currency: 'GBP' }];
 * const report: TaxReport = { rate: 200_000, net, tax };
 */
export type TaxReport = { readonly rate: Rate; readonly net: Money; readonly tax: Money };

/** Increased when the shape of a priced cart changes; `readPricedCart` upcasts what an earlier version stored. */
export const pricedCartVersion = 1;

/**
 * A cart's whole price, explained. Lines stand in the order of their variant ids.
 *
 * @example const { subtotal, discountTotal, shippingTotal, taxTotal, total }: PricedCart = priced;
 */
export type PricedCart = {
  /** Which version of this package's documents it is; see `readPricedCart`. */
  readonly schemaVersion: typeof pricedCartVersion;
  readonly cartId: CartId;
  readonly customerId?: CustomerId | undefined;
  readonly groups: readonly CustomerGroup[];
  readonly currency: CurrencyCode;
  readonly at: Instant;
  readonly couponCodes: readonly string[];
  readonly lines: readonly PricedLine[];
  readonly shipping?: PricedShipping | undefined;
  readonly applied: readonly AppliedPromotion[];
  readonly skipped: readonly SkippedPromotion[];
  /** Entered codes that no promotion asks for. */
  readonly unknownCoupons: readonly string[];
  readonly minimumOrder: MinimumOrder;
  readonly subtotal: Money;
  /** What promotions took off the lines; shipping discounts are left out. */
  readonly discountTotal: Money;
  readonly shippingTotal: Money;
  /** Whether `taxTotal` is part of the lines' and the shipping's totals; otherwise it is added to them. */
  readonly taxIncluded: boolean;
  /** One for each rate, lowest first; they sum to `taxTotal`. */
  readonly taxes: readonly TaxReport[];
  readonly taxTotal: Money;
  /** What is to be paid. */
  readonly total: Money;
};
