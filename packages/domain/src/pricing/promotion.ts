import type { CategoryId, Instant, ProductId, PromotionId, VariantId } from '../flavoured.js';
import type { Rate } from '../money/rate.js';

/** Who is buying, for promotions and minimum orders. */
export type Segment = 'guest' | 'regular' | 'premium';

/** Picks lines that match any of its members; with no member given it picks every line. */
export type LineSelector = {
  readonly variantIds?: readonly VariantId[];
  readonly productIds?: readonly ProductId[];
  readonly categoryIds?: readonly CategoryId[];
};

/** What a promotion takes its amount from. Targets apply in this order: lines, order, shipping. */
export type PromotionTarget =
  | { readonly type: 'lines'; readonly selector: LineSelector }
  | { readonly type: 'order' }
  | { readonly type: 'shipping' };

/** `percent` takes `rate` millionths (0 to 1_000_000) of what the promotions before it left of the target. */
export type PromotionEffect = { readonly type: 'percent'; readonly rate: Rate };

/** All that are given must hold. They look at the undiscounted cart alone. */
export type PromotionConditions = {
  /** The first instant at which the promotion is active. */
  readonly startsAt?: Instant;
  /** The first instant at which it no longer is. */
  readonly endsAt?: Instant;
  readonly segments?: readonly Segment[];
  /** A code that the cart must hold, compared in normalised form. */
  readonly couponCode?: string;
};

export type Promotion = {
  readonly id: PromotionId;
  /** Shown to the customer beside the amount. */
  readonly name: string;
  readonly target: PromotionTarget;
  readonly effect: PromotionEffect;
  readonly conditions?: PromotionConditions;
  /** Within a level the highest applies first; equal ones by id. Any number; absent: 0. */
  readonly priority?: number;
};

/** Why a promotion took nothing off, with the facts that decided it. */
export type SkipReason =
  | { readonly type: 'promotion.not-started'; readonly startsAt: Instant; readonly at: Instant }
  | { readonly type: 'promotion.ended'; readonly endsAt: Instant; readonly at: Instant }
  | { readonly type: 'promotion.segment-not-eligible'; readonly segments: readonly Segment[]; readonly segment: Segment }
  | { readonly type: 'promotion.coupon-missing'; readonly couponCode: string }
  | { readonly type: 'promotion.no-effect' };
