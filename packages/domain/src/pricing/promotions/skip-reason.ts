import type { Instant, PromotionId } from '../../flavoured.js';
import type { CurrencyCode } from '../../money/currency.js';
import type { Money } from '../../money/money.js';
import type { LineSelector, Segment } from './promotion.js';

/**
 * Why a promotion took nothing off, with the facts that decided it: the first of these that holds.
 *
 * @example const reason: SkipReason = { type: 'promotion.coupon-missing', couponCode: 'save10' };
 */
export type SkipReason =
  | { readonly type: 'promotion.not-started'; readonly startsAt: Instant; readonly at: Instant }
  | { readonly type: 'promotion.ended'; readonly endsAt: Instant; readonly at: Instant }
  | { readonly type: 'promotion.below-minimum-subtotal'; readonly required: Money; readonly actual: Money }
  | { readonly type: 'promotion.below-minimum-quantity'; readonly required: number; readonly actual: number }
  | { readonly type: 'promotion.not-contained'; readonly contains: LineSelector }
  | {
      readonly type: 'promotion.segment-not-eligible';
      readonly segments: readonly Segment[];
      readonly segment: Segment;
    }
  | { readonly type: 'promotion.not-first-order'; readonly orderCount: number }
  | { readonly type: 'promotion.coupon-missing'; readonly couponCode: string }
  | { readonly type: 'promotion.usage-limit-reached'; readonly limit: number; readonly uses: number }
  | { readonly type: 'promotion.customer-usage-limit-reached'; readonly limit: number; readonly uses: number }
  | { readonly type: 'promotion.budget-exhausted'; readonly budget: Money; readonly spent: Money }
  | { readonly type: 'promotion.currency-mismatch'; readonly expected: CurrencyCode; readonly actual: CurrencyCode }
  | { readonly type: 'promotion.level-stopped'; readonly by: PromotionId }
  | { readonly type: 'promotion.group-lost'; readonly exclusiveGroup: string; readonly to: PromotionId }
  /**
   * `total` is what the cart comes to, and `otherwise` what it would have come to with this promotion's alternative. The
   * promotion `chosen` applies alone; absent: all combinable ones together.
   */
  | {
      readonly type: 'promotion.not-combinable';
      readonly chosen?: PromotionId;
      readonly total: Money;
      readonly otherwise: Money;
    }
  | { readonly type: 'promotion.no-effect' };
