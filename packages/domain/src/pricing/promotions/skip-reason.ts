import type { Instant, PromotionId } from '../../flavoured.js';
import type { CurrencyCode } from '../../money/currency.js';
import type { Money } from '../../money/money.js';
import type { Rate } from '../../money/rate.js';
import type { PromotionError } from './check-promotion.js';
import type { CustomerGroup, LineSelector } from './promotion.js';

/**
 * Why a promotion that applies takes nothing off: none of its targets is in the cart, nothing is left of them, or a
 * price or charge is not above the fixed one; `next-tier` names what is missing for the lowest tier not reached,
 * `more-units` how many units are missing for the first application; a share of less than half a step rounds to zero.
 *
 * @example const why: NoEffect = { why: 'more-units', missing: 1 };
 */
export type NoEffect =
  | { readonly why: 'not-targeted' }
  | { readonly why: 'nothing-left' }
  | { readonly why: 'not-above-fixed-price' }
  | { readonly why: 'rounds-to-zero' }
  | { readonly why: 'next-tier'; readonly missing: Money | number; readonly rate: Rate }
  | { readonly why: 'more-units'; readonly missing: number };

/**
 * Why a promotion took nothing off, with the facts that decided it: the first of these that holds. `couponCode` is
 * absent where any of many generated codes would do.
 *
 * @example const reason: SkipReason = { type: 'promotion.coupon-missing', couponCode: 'save10' };
 */
export type SkipReason =
  | { readonly type: 'promotion.malformed'; readonly error: PromotionError }
  | { readonly type: 'promotion.not-started'; readonly startsAt: Instant; readonly at: Instant }
  | { readonly type: 'promotion.ended'; readonly endsAt: Instant; readonly at: Instant }
  | { readonly type: 'promotion.below-minimum-subtotal'; readonly required: Money; readonly actual: Money }
  | { readonly type: 'promotion.below-minimum-quantity'; readonly required: number; readonly actual: number }
  | { readonly type: 'promotion.not-contained'; readonly contains: LineSelector }
  | {
      readonly type: 'promotion.group-not-eligible';
      readonly groups: readonly CustomerGroup[];
      readonly customerGroups: readonly CustomerGroup[];
    }
  | { readonly type: 'promotion.not-first-order'; readonly orderCount: number }
  | { readonly type: 'promotion.coupon-missing'; readonly couponCode?: string | undefined }
  | { readonly type: 'promotion.usage-limit-reached'; readonly limit: number; readonly uses: number }
  | { readonly type: 'promotion.customer-usage-limit-reached'; readonly limit: number; readonly uses: number }
  | { readonly type: 'promotion.budget-exhausted'; readonly budget: Money; readonly spent: Money }
  | { readonly type: 'promotion.currency-mismatch'; readonly expected: CurrencyCode; readonly actual: CurrencyCode }
  | { readonly type: 'promotion.level-stopped'; readonly by: PromotionId }
  | { readonly type: 'promotion.group-lost'; readonly exclusiveGroup: string; readonly to: PromotionId }
  /**
   * `total` is what the cart comes to, and `otherwise` what it would have come to with this promotion's alternative.
   * The promotion `chosen` applies alone; absent: all combinable ones together.
   */
  | {
      readonly type: 'promotion.not-combinable';
      readonly chosen?: PromotionId | undefined;
      readonly total: Money;
      readonly otherwise: Money;
    }
  | ({ readonly type: 'promotion.no-effect' } & NoEffect);
