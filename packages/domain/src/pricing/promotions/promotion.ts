import type { CategoryId, Instant, ProductId, PromotionId, VariantId } from '../../flavoured.js';
import type { Money } from '../../money/money.js';
import type { Rate } from '../../money/rate.js';

/**
 * Who is buying, for promotions and minimum orders.
 *
 * @example const segment: Segment = 'premium';
 */
export type Segment = 'guest' | 'regular' | 'premium';

/**
 * Picks lines that match any of its members; with no member given it picks every line.
 *
 * @example const kitchen: LineSelector = { categoryIds: ['kitchen'], variantIds: ['lamp'] };
 */
export type LineSelector = {
  readonly variantIds?: readonly VariantId[];
  readonly productIds?: readonly ProductId[];
  readonly categoryIds?: readonly CategoryId[];
};

/**
 * What a promotion takes its amount from. Targets apply in this order: lines, order (every line), shipping.
 *
 * @example const target: PromotionTarget = { type: 'lines', selector: { productIds: ['mugs'] } };
 */
export type PromotionTarget =
  | { readonly type: 'lines'; readonly selector: LineSelector }
  | { readonly type: 'order' }
  | { readonly type: 'shipping' };

/**
 * `quantity` units of the lines that `selector` picks, among those that the promotion targets.
 *
 * @example const twoMugs: UnitGroup = { selector: { productIds: ['mugs'] }, quantity: 2 };
 */
export type UnitGroup = { readonly selector: LineSelector; readonly quantity: number };

/**
 * What a promotion takes of what those before it left of its target. Rates are millionths, 0 to 1_000_000. To `amount`
 * and `fixedPrice` the shipping charge is one unit.
 *
 * - `percent`: at line level and of shipping rounded per line, at order level once; no more than `cap` in all.
 * - `amount`: `each` unit takes `amount`, or `across` all that is targeted takes it once.
 * - `fixedPrice`: what is left above `price` for each unit.
 * - `tiers`: as `percent`, by the highest rate reached; measured on the undiscounted lines targeted together (of a
 *   shipping target: on all lines).
 * - `freeShipping`: the whole charge; its target is `shipping`.
 * - `buyXGetY`: whoever buys `buy` has `rate` taken off `get`. A unit is bought or given, never both; the cheapest units
 *   that `get` picks are given, by undiscounted unit price, then by variant id, as often as enough units to be bought
 *   remain beside them. So another unit in the cart never makes it dearer than that unit's price. Its target is `lines` or
 *   `order`.
 *
 * @example
 * const mugs = { productIds: ['mugs'] };
 * const threeForTwo: PromotionEffect = {
 *   type: 'buyXGetY',
 *   buy: { selector: mugs, quantity: 2 },
 *   get: { selector: mugs, quantity: 1 },
 *   rate: 1_000_000,
 * };
 */
export type PromotionEffect =
  | { readonly type: 'percent'; readonly rate: Rate; readonly cap?: Money }
  | { readonly type: 'amount'; readonly amount: Money; readonly mode: 'each' | 'across' }
  | { readonly type: 'fixedPrice'; readonly price: Money }
  | {
      readonly type: 'tiers';
      readonly by: 'subtotal';
      readonly tiers: readonly { readonly from: Money; readonly rate: Rate }[];
    }
  | {
      readonly type: 'tiers';
      readonly by: 'quantity';
      readonly tiers: readonly { readonly from: number; readonly rate: Rate }[];
    }
  | { readonly type: 'freeShipping' }
  | {
      readonly type: 'buyXGetY';
      readonly buy: UnitGroup;
      readonly get: UnitGroup;
      readonly rate: Rate;
      readonly maxApplications?: number;
    };

/**
 * All that are given must hold, checked in this order. They look at the undiscounted cart alone.
 *
 * @example
 * const conditions: PromotionConditions = { endsAt: '2026-12-01T00:00:00Z', minimumQuantity: 3, couponCode: 'save10' };
 */
export type PromotionConditions = {
  /** The first instant at which the promotion is active. */
  readonly startsAt?: Instant;
  /** The first instant at which it no longer is. */
  readonly endsAt?: Instant;
  /** Of the whole cart. */
  readonly minimumSubtotal?: Money;
  /** Units of the whole cart. */
  readonly minimumQuantity?: number;
  /** The cart must hold a line that it picks. */
  readonly contains?: LineSelector;
  readonly segments?: readonly Segment[];
  /** The customer has placed no order before; guests have placed none. */
  readonly firstOrder?: boolean;
  /** A code that the cart must hold, compared in normalised form. */
  readonly couponCode?: string;
  /** How many orders may use it. */
  readonly usageLimit?: number;
  /** How many orders of one customer may use it. */
  readonly customerUsageLimit?: number;
  /** What it may take in all orders together; the last order to use it gets what is left. */
  readonly budget?: Money;
};

/**
 * A promotion any of whose amounts is in another currency than the cart is skipped.
 *
 * @example
 * const promotion: Promotion = {
 *   id: 'premium',
 *   name: '20 % for premium customers',
 *   target: { type: 'order' },
 *   effect: { type: 'percent', rate: 200_000 },
 *   conditions: { segments: ['premium'] },
 * };
 */
export type Promotion = {
  readonly id: PromotionId;
  /** Shown to the customer beside the amount. */
  readonly name: string;
  readonly target: PromotionTarget;
  readonly effect: PromotionEffect;
  readonly conditions?: PromotionConditions;
  /** Within a level the highest applies first; equal ones by id. Any number; absent: 0. */
  readonly priority?: number;
  /**
   * Of the eligible members of one group, whatever their levels, only the one that would take most off the undiscounted
   * cart by itself (cap and budget counted) stays; of equals the first in order.
   */
  readonly exclusiveGroup?: string;
  /**
   * `false`: it applies alone or not at all. Of applying all combinable ones together and each other one alone, what makes
   * the lowest total (tax included) is done; of equals all together, then the first in order. Absent: `true`.
   */
  readonly combinable?: boolean;
  /** Once it has taken something off, no later promotion of its level applies. */
  readonly stops?: boolean;
};

/**
 * What has become of a promotion in earlier orders; absent: it was never used.
 *
 * @example const usage: PromotionUsage = { uses: 120, customerUses: 1, spent: { amount: 45_000, currency: 'USD' } };
 */
export type PromotionUsage = {
  /** Orders that used it. */
  readonly uses: number;
  /** Those of the customer at hand. */
  readonly customerUses: number;
  /** What it has taken of its budget, in the budget's currency. */
  readonly spent?: Money;
};
