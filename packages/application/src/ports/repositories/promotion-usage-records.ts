import type { Money, PromotionId, PromotionUsage } from '@cartwright/domain';
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
 * How far limited promotions are used up. Counters are locked before stock is: a transaction that locks both takes them
 * in that order.
 */
export type PromotionUsageRecords = {
  /** What the counters stand at, each locked until the transaction ends, in `inLockingOrder`. */
  readonly lock: (counters: readonly UsageCounter[]) => ResultAsync<UsageByPromotion, never>;
};
