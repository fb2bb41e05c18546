import { normaliseCouponCode, type PricedCart, type Promotion, type PromotionConditions } from '@cartwright/domain';
import type { PricingRules } from '../ports/repositories/pricing-records.js';
import type { PromotionVisibility } from '../ports/repositories/promotion-records.js';
import type { CartPricing } from './price-for-caller.js';

/**
 * The priced cart as its buyer may see it. Of the promotions that took nothing off it shows public ones, and those
 * whose code was entered: a promotion that is handed out privately is not listed in every cart.
 */
export function shownPricing({
  priced,
  rules,
  promotionUsage,
}: Pick<CartPricing, 'priced' | 'rules' | 'promotionUsage'>): PricedCart {
  const entered = new Set(priced.couponCodes.map(normaliseCouponCode));
  const shown = new Set(
    rules.promotions
      .filter((promotion) => {
        const codes = codesOf(promotion, promotionUsage[promotion.id]?.codes);
        return isPublic(promotion, rules) || codes.some((code) => entered.has(normaliseCouponCode(code)));
      })
      .map(({ id }) => id),
  );
  return { ...priced, skipped: priced.skipped.filter(({ promotionId }) => shown.has(promotionId)) };
}

/** The codes that a promotion can be applied with. */
function codesOf({ conditions }: Promotion, generated: readonly string[] = []): readonly string[] {
  const { couponCode, singleUse } = conditions ?? {};
  if (singleUse === true) return generated;
  return couponCode === undefined ? [] : [couponCode];
}

/** Unless it is stated, a promotion is secret where a code opens it. */
const isPublic = ({ id, conditions }: Promotion, { promotionVisibility = {} }: PricingRules): boolean =>
  (promotionVisibility[id] ?? visibilityByDefault(conditions)) === 'public';

/** Whether a promotion is shown before its code is entered, where that is not stated. */
export const visibilityByDefault = ({ couponCode, singleUse }: PromotionConditions = {}): PromotionVisibility =>
  couponCode === undefined && singleUse !== true ? 'public' : 'secret';
