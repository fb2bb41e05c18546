import {
  usageByPromotion,
  type PromotionUsageRecords,
  type PromotionUse,
  type UsageByPromotion,
  type UsageCounter,
} from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { Tables, UsageRow } from '../store.js';

/** What everybody's counters, and those of a buyer, stand at. */
export const usageFor = ({ promotionUsage }: Tables, buyer?: string): UsageByPromotion =>
  usageByPromotion([...promotionUsage.values()].filter((row) => row.buyer === undefined || row.buyer === buyer));

export const promotionUsageRecords = ({ promotionUsage, promotionUses }: Tables): PromotionUsageRecords => {
  const keyOf = ({ promotionId, buyer }: UsageCounter): string => JSON.stringify([promotionId, buyer]);
  const rowOf = (counter: UsageCounter): UsageRow => promotionUsage.get(keyOf(counter)) ?? { ...counter, uses: 0 };
  const change = ({ spent, ...counter }: PromotionUse, by: 1 | -1): void => {
    const row = rowOf(counter);
    const total = spent && { amount: (row.spent?.amount ?? 0) + by * spent.amount, currency: spent.currency };
    promotionUsage.set(keyOf(counter), {
      ...row,
      uses: row.uses + by,
      ...(total === undefined ? {} : { spent: total }),
    });
  };

  return {
    lock: (counters) => okAsync(usageByPromotion(counters.map(rowOf))),
    count: (orderId, uses) => {
      for (const use of uses) change(use, 1);
      promotionUses.set(orderId, uses);
      return okAsync(undefined);
    },
    release: (orderId) => {
      for (const use of promotionUses.get(orderId) ?? []) change(use, -1);
      promotionUses.delete(orderId);
      return okAsync(undefined);
    },
  };
};
