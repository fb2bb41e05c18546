import { compareIds, type Money, type OrderId, type PromotionId, type PromotionUsage } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** Whom a limit for each customer counts by: see `buyerOf`. Never empty. */
export type Buyer = string;

/** What is counted of a limited promotion: everybody's orders or, where `buyer` is given, those of one buyer. */
export type UsageCounter = { readonly promotionId: PromotionId; readonly buyer?: Buyer };

/** An order's use of a counter. `spent` is what it took of the promotion's budget; absent where there is none. */
export type PromotionUse = UsageCounter & { readonly spent?: Money };

/** By promotion; one that was never counted is missing. */
export type UsageByPromotion = Readonly<Record<PromotionId, PromotionUsage>>;

/**
 * What promotions' counters say together, each with what it stands at.
 *
 * @example usageByPromotion([{ promotionId: 'a', uses: 7 }, { promotionId: 'a', buyer: 'ada', uses: 1 }]) // { a: { uses: 7, customerUses: 1 } }
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

/**
 * Counters in the one order in which they are locked and changed, so that no two transactions wait for each other in a
 * circle: ascending by promotion, everybody's counter before the buyers'.
 *
 * @example inLockingOrder([{ promotionId: 'b' }, { promotionId: 'a', buyer: 'ada' }, { promotionId: 'a' }]) // a, a of ada, b
 */
export const inLockingOrder = <Counter extends UsageCounter>(counters: readonly Counter[]): readonly Counter[] =>
  [...counters].sort(
    (left, right) => compareIds(left.promotionId, right.promotionId) || compareIds(left.buyer ?? '', right.buyer ?? ''),
  );

/**
 * How far limited promotions are used up. Counters are locked before stock is: whoever changes both takes them in that
 * order. What they stand at without a lock is told by `PricingRecords.current`.
 */
export type PromotionUsageRecords = {
  /** What the counters stand at, each locked until the transaction ends, in `inLockingOrder`. */
  readonly lock: (counters: readonly UsageCounter[]) => ResultAsync<UsageByPromotion, never>;
  /** Counts what an order uses, on counters that this transaction has locked. An order counts once. */
  readonly count: (orderId: OrderId, uses: readonly PromotionUse[]) => ResultAsync<void, never>;
  /** Takes back whatever the order has counted, whatever has become of the promotions since; a repeat does nothing. */
  readonly release: (orderId: OrderId) => ResultAsync<void, never>;
};
