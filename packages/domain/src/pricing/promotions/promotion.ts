import type { CategoryId, Instant, ProductId, PromotionId, VariantId } from '../../flavoured.js';
import type { Money } from '../../money/money.js';
import type { Rate } from '../../money/rate.js';

/**
 * A group of customers, by any text that the shop chooses. Only `guest` has a meaning of its own: who is in it has
 * placed no order.
 *
 * @example const group: CustomerGroup = 'wholesale';
 */
export type CustomerGroup = string;

/**
 * Picks lines that match any of its members; with no member given it picks every line.
 *
 * @example const kitchen: LineSelector = { categoryIds: ['kitchen'], variantIds: ['lamp'] };
 */
export type LineSelector = {
  readonly variantIds?: readonly VariantId[] | undefined;
  readonly productIds?: readonly ProductId[] | undefined;
  readonly categoryIds?: readonly CategoryId[] | undefined;
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
 * What a promotion takes of what those before it left of its target. Rates are millionths, 0 to 1_000_000. For
 * `amount` and `fixedPrice` the shipping charge is one unit.
 *
 * - `percent`: at line level and of shipping rounded per line, at order level once; no more than `cap` in all.
 * - `amount`: `each` unit takes `amount`, or `across` all that is targeted takes it once.
 * - `fixedPrice`: what is left above `price` for each unit.
 * - `tiers`: as `percent`, by the highest rate reached; measured on the undiscounted lines targeted together (of a
 *   shipping target: on all lines).
 * - `freeShipping`: the whole charge; its target is `shipping`.
 * - `buyXGetY`: for every `buy` units that are bought, `get` units have `rate` taken off. A unit is bought or given,
 *   never both. There are as many applications as the units allow, at most `maxApplications`; of the ways to choose the
 *   given units for that number, the cheapest are given (by undiscounted unit price, then by variant id). Its target is
 *   `lines` or `order`.
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
  | { readonly type: 'percent'; readonly rate: Rate; readonly cap?: Money | undefined }
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
      readonly maxApplications?: number | undefined;
    };

/**
 * All that are given must hold, checked in this order. They look at the undiscounted cart alone.
 *
 * @example
 * const conditions: PromotionConditions = { endsAt: '2026-12-01T00:00:00Z', minimumQuantity: 3, couponCode: 'save10' };
 */
export type PromotionConditions = {
  /** The first instant at which the promotion is active. */
  readonly startsAt?: Instant | undefined;
  /** The first instant at which it no longer is. */
  readonly endsAt?: Instant | undefined;
  /** Of the whole cart. */
  readonly minimumSubtotal?: Money | undefined;
  /** Units of the whole cart. */
  readonly minimumQuantity?: number | undefined;
  /** The cart must hold a line that it picks. */
  readonly contains?: LineSelector | undefined;
  /** The customer must be in one of them. */
  readonly groups?: readonly CustomerGroup[] | undefined;
  /** The customer has placed no order before; guests have placed none. */
  readonly firstOrder?: boolean | undefined;
  /** A code that the cart must hold, compared in normalised form. */
  readonly couponCode?: string | undefined;
  /** The cart must hold one of the free generated codes that the usage facts name, instead of `couponCode`. */
  readonly singleUse?: boolean | undefined;
  /** How many orders may use it. */
  readonly usageLimit?: number | undefined;
  /** How many orders of one customer may use it. */
  readonly customerUsageLimit?: number | undefined;
  /** What it may take in all orders together; the last order to use it gets what is left. */
  readonly budget?: Money | undefined;
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
 *   conditions: { groups: ['premium'] },
 * };
 */
export type Promotion = {
  readonly id: PromotionId;
  /** Shown to the customer beside the amount. */
  readonly name: string;
  readonly target: PromotionTarget;
  readonly effect: PromotionEffect;
  readonly conditions?: PromotionConditions | undefined;
  /** Within a level the highest applies first; equal ones by id. Any number; absent: 0. */
  readonly priority?: number | undefined;
  /**
   * Of the eligible members of one group, whatever their levels, only the one that would take most off the undiscounted
   * cart by itself (cap and budget counted) stays; of equals the first in order. Groups are decided among the
   * combinable promotions; one that is not combinable applies alone and loses no group.
   */
  readonly exclusiveGroup?: string | undefined;
  /**
   * `false`: it applies alone or not at all. Of applying all combinable ones together and each other one alone, what
   * makes the lowest total (tax included) is done; of equals all together, then the first in order. Absent: `true`.
   */
  readonly combinable?: boolean | undefined;
  /** Once it has taken something off, no later promotion of its level applies. */
  readonly stops?: boolean | undefined;
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
  readonly spent?: Money | undefined;
  /** Of a `singleUse` promotion: the generated codes that no order has used. */
  readonly codes?: readonly string[] | undefined;
};
