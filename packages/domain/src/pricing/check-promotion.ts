import { currencyDecimals } from '../money/currency.js';
import type { Money } from '../money/money.js';
import { isShare, type Rate } from '../money/rate.js';
import type { PricingError } from './pricing-input.js';
import type { Promotion, PromotionEffect, PromotionTarget, PromotionUsage } from './promotion.js';

/** A safe integer from zero up, and not −0: facts must survive JSON. */
export const isCount = (count: number): boolean => Number.isSafeInteger(count) && count >= 0 && !Object.is(count, -0);

/** What each effect can take from. Also knows an effect from what only looks like one. */
const targets: Readonly<Record<PromotionEffect['type'], readonly PromotionTarget['type'][]>> = {
  percent: ['lines', 'order', 'shipping'],
  amount: ['lines', 'order', 'shipping'],
  fixedPrice: ['lines', 'order', 'shipping'],
  tiers: ['lines', 'order', 'shipping'],
  freeShipping: ['shipping'],
  buyXGetY: ['lines', 'order'],
};

/** What of one promotion no price can be worked out from, its target first, then its numbers. */
export function malformedPart(promotion: Promotion, usage: PromotionUsage | undefined): PricingError | undefined {
  const { id: promotionId, target, effect, conditions = {}, priority } = promotion;
  if (!Object.hasOwn(targets, effect.type) || !targets[effect.type].includes(target.type)) {
    return { type: 'pricing.promotion-target-unsuitable', promotionId, target: target.type, effect: effect.type };
  }
  // Neither above nor below any other, NaN would leave the order to the order of the input.
  if (Number.isNaN(priority)) return { type: 'pricing.promotion-priority-malformed', promotionId };
  const { rates, positive } = numbersOf(effect);
  const rate = rates.find((each) => !isShare(each));
  if (rate !== undefined) return { type: 'pricing.promotion-rate-out-of-range', promotionId, rate };
  const { minimumQuantity = 0, usageLimit = 0, customerUsageLimit = 0 } = conditions;
  const counts = [minimumQuantity, usageLimit, customerUsageLimit, usage?.uses ?? 0, usage?.customerUses ?? 0];
  if (effect.type === 'tiers' && effect.by === 'quantity') counts.push(...effect.tiers.map(({ from }) => from));
  const count = counts.find((each) => !isCount(each)) ?? positive.find((each) => !isCount(each) || each === 0);
  if (count !== undefined) return { type: 'pricing.promotion-count-malformed', promotionId, count };
  const amount = amountsOf(promotion, usage).find(
    (each) => !isCount(each.amount) || currencyDecimals(each.currency) === undefined,
  );
  return amount === undefined ? undefined : { type: 'pricing.promotion-amount-malformed', promotionId, amount };
}

/** Every amount that a promotion depends on; they must be in the cart's currency for it to apply. */
export function amountsOf({ effect, conditions = {} }: Promotion, usage: PromotionUsage | undefined): readonly Money[] {
  const { minimumSubtotal, budget } = conditions;
  const spent = budget === undefined ? undefined : usage?.spent;
  return [minimumSubtotal, budget, spent, ...effectAmounts(effect)].filter((amount) => amount !== undefined);
}

function effectAmounts(effect: PromotionEffect): readonly (Money | undefined)[] {
  switch (effect.type) {
    case 'percent':
      return [effect.cap];
    case 'amount':
      return [effect.amount];
    case 'fixedPrice':
      return [effect.price];
    case 'tiers':
      return effect.by === 'subtotal' ? effect.tiers.map(({ from }) => from) : [];
    case 'freeShipping':
    case 'buyXGetY':
      return [];
  }
}

/** An effect's rates, and its counts that must be one at least. */
function numbersOf(effect: PromotionEffect): { readonly rates: readonly Rate[]; readonly positive: readonly number[] } {
  switch (effect.type) {
    case 'percent':
      return { rates: [effect.rate], positive: [] };
    case 'tiers':
      return { rates: effect.tiers.map(({ rate }) => rate), positive: [] };
    case 'buyXGetY':
      return { rates: [effect.rate], positive: [effect.buy.quantity, effect.get.quantity, effect.maxApplications ?? 1] };
    case 'amount':
    case 'fixedPrice':
    case 'freeShipping':
      return { rates: [], positive: [] };
  }
}
