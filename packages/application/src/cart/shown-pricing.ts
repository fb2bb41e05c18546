import { normaliseCouponCode, type PricedCart, type Promotion } from '@cartwright/domain';
import type { CartPricing } from './price-for-caller.js';

/**
 * The priced cart as its buyer may see it. Of the promotions that took nothing off it shows those that need no code,
 * and those whose code was entered: a code that is handed out privately is not listed in every cart.
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
        return codes === undefined || codes.some((code) => entered.has(normaliseCouponCode(code)));
      })
      .map(({ id }) => id),
  );
  return { ...priced, skipped: priced.skipped.filter(({ promotionId }) => shown.has(promotionId)) };
}

/** The codes that a promotion can be applied with; `undefined` where it needs none. */
function codesOf({ conditions }: Promotion, generated: readonly string[] = []): readonly string[] | undefined {
  const { couponCode, singleUse } = conditions ?? {};
  if (singleUse === true) return generated;
  return couponCode === undefined ? undefined : [couponCode];
}
