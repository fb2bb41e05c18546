import { currencyDecimals } from '../../money/currency.js';
import type { Money } from '../../money/money.js';
import { isShare, type Rate } from '../../money/rate.js';
import type { PricingError } from '../pricing-input.js';
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
  const { rates, counts, positive } = numbersOf(effect);
  const rate = rates.find((each) => !isShare(each));
  if (rate !== undefined) return { type: 'pricing.promotion-rate-out-of-range', promotionId, rate };
  const { minimumQuantity = 0, usageLimit = 0, customerUsageLimit = 0 } = conditions;
  const { uses = 0, customerUses = 0 } = usage ?? {};
  const count =
    [...counts, minimumQuantity, usageLimit, customerUsageLimit, uses, customerUses].find((each) => !isCount(each)) ??
    positive.find((each) => !isCount(each) || each === 0);
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
  return [minimumSubtotal, budget, spent, ...numbersOf(effect).amounts].filter((amount) => amount !== undefined);
}

/** An effect's numbers; the `positive` ones are counts of one at least. */
type Numbers = {
  readonly rates: readonly Rate[];
  readonly amounts: readonly (Money | undefined)[];
  readonly counts: readonly number[];
  readonly positive: readonly number[];
};
const none: Numbers = { rates: [], amounts: [], counts: [], positive: [] };

function numbersOf(effect: PromotionEffect): Numbers {
  switch (effect.type) {
    case 'percent':
      return { ...none, rates: [effect.rate], amounts: [effect.cap] };
    case 'amount':
      return { ...none, amounts: [effect.amount] };
    case 'fixedPrice':
      return { ...none, amounts: [effect.price] };
    case 'tiers': {
      const rates = effect.tiers.map(({ rate }) => rate);
      return effect.by === 'subtotal'
        ? { ...none, rates, amounts: effect.tiers.map(({ from }) => from) }
        : { ...none, rates, counts: effect.tiers.map(({ from }) => from) };
    }
    case 'freeShipping':
      return none;
    case 'buyXGetY': {
      const { buy, get, rate, maxApplications = 1 } = effect;
      return { ...none, rates: [rate], positive: [buy.quantity, get.quantity, maxApplications] };
    }
  }
}
