import { compareIds, type Money, type PromotionId, type PromotionUsage } from '@cartwright/domain';
import type { UsageByPromotion, UsageCounter } from '../ports/repositories/promotion-usage-records.js';

/**
 * What promotions' counters say together, each with what it stands at.
 *
 * @example usageByPromotion([{ promotionId: 'a', uses: 7 }, { promotionId: 'a', buyer: 'ada', uses: 1 }]) // { a: {
 * uses: 7, customerUses: 1 } }
 */
export function usageByPromotion(
  counters: readonly (UsageCounter & { readonly uses: number; readonly spent?: Money })[],
): UsageByPromotion {
  const usage = new Map<PromotionId, PromotionUsage>();
  for (const { promotionId, buyer, uses, spent } of counters) {
    const other = usage.get(promotionId) ?? { uses: 0, customerUses: 0 };
    const counted = buyer === undefined ? { uses, ...(spent === undefined ? {} : { spent }) } : { customerUses: uses };
    usage.set(promotionId, { ...other, ...counted });
  }
  return Object.fromEntries(usage);
}

/** Usage with the free generated codes that were found. */
export function withCodes(
  usage: UsageByPromotion,
  found: readonly { readonly promotionId: PromotionId; readonly code: string }[],
): UsageByPromotion {
  if (found.length === 0) return usage;
  const all = { ...usage };
  for (const { promotionId, code } of found) {
    const other = all[promotionId] ?? { uses: 0, customerUses: 0 };
    all[promotionId] = { ...other, codes: [...(other.codes ?? []), code] };
  }
  return all;
}

/**
 * Counters in the one order in which they are locked and changed, so that no two transactions wait for each other in a
 * circle: ascending by promotion, everybody's counter before the buyers'.
 *
 * @example inLockingOrder([{ promotionId: 'b' }, { promotionId: 'a', buyer: 'ada' }, { promotionId: 'a' }]) // a, a of
 * ada, b
 */
export const inLockingOrder = <Counter extends UsageCounter>(counters: readonly Counter[]): readonly Counter[] =>
  [...counters].sort(
    (left, right) => compareIds(left.promotionId, right.promotionId) || compareIds(left.buyer ?? '', right.buyer ?? ''),
  );
