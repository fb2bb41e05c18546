import type { Promotion, SkipReason, UsageChange } from '@cartwright/domain';
import type { CartPricing } from '../cart/price-for-caller.js';
import type { LimitedUse } from '../ports/change.js';
import type { Buyer, UsageCounter } from '../ports/repositories/promotion-usage-records.js';
import { inLockingOrder } from './usage-counters.js';

/**
 * The counters that decide what this cart is discounted by: those of each limited promotion that applies, or would if
 * another did not. One that its own conditions keep out needs none, nor does one that is used up already.
 */
export function decidingCounters({ rules, priced }: CartPricing, buyer: Buyer | undefined): readonly UsageCounter[] {
  const failed = new Set(
    priced.skipped.flatMap(({ promotionId, reason }) => (yields.has(reason.type) ? [] : [promotionId])),
  );
  return inLockingOrder(
    rules.promotions.flatMap((promotion) => (failed.has(promotion.id) ? [] : countersOf(promotion, buyer))),
  );
}

/**
 * What an order uses of limited promotions. Of others nothing is counted: all orders would wait for each other there.
 */
export function countedUses(
  { rules }: CartPricing,
  usage: readonly UsageChange[],
  buyer: Buyer | undefined,
): readonly LimitedUse[] {
  const promotions = new Map(rules.promotions.map((promotion) => [promotion.id, promotion]));
  return inLockingOrder(
    usage.flatMap(({ promotionId, amount }) => {
      const promotion = promotions.get(promotionId);
      if (promotion === undefined) return [];
      const budget = promotion.conditions?.budget;
      return countersOf(promotion, buyer).map((counter): LimitedUse =>
        budget !== undefined && counter.buyer === undefined ? { ...counter, spent: amount, budget } : counter,
      );
    }),
  );
}

function countersOf({ id: promotionId, conditions = {} }: Promotion, buyer: Buyer | undefined) {
  const { usageLimit, budget, customerUsageLimit } = conditions;
  const everybody: readonly LimitedUse[] =
    usageLimit === undefined && budget === undefined
      ? []
      : [{ promotionId, ...(usageLimit === undefined ? {} : { maxUses: usageLimit }) }];
  const own: readonly LimitedUse[] =
    customerUsageLimit === undefined || buyer === undefined
      ? []
      : [{ promotionId, buyer, maxUses: customerUsageLimit }];
  return [...everybody, ...own];
}

/** Why a promotion took nothing off though all its conditions hold: with another one used up it may take its turn. */
const yields: ReadonlySet<SkipReason['type']> = new Set([
  'promotion.level-stopped',
  'promotion.group-lost',
  'promotion.not-combinable',
  'promotion.no-effect',
]);
