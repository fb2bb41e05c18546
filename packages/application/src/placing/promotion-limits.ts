import type { Promotion, SkipReason, UsageChange } from '@cartwright/domain';
import type { CartPricing } from '../cart/price-for-caller.js';
import type { LimitedUse } from '../ports/change.js';
import type { Buyer, UsageCounter } from '../ports/repositories/promotion-usage-records.js';
import { inLockingOrder } from './usage-counters.js';

/**
 * The counters that decide the discounts of this cart: those of each limited promotion that applies, or would apply
 * without another one. A promotion whose own conditions fail, or that is used up already, needs none.
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
 * What an order uses of limited promotions. Uses of the others are not counted, so that orders do not wait for each
 * other's locks.
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
