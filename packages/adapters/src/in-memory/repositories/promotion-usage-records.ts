import {
  usageByPromotion,
  type LimitedUse,
  type PromotionUsageRecords,
  type PromotionUse,
  type UsageByPromotion,
  type UsageCounter,
} from '@cartwright/application';
import type { OrderId } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import type { Tables, UsageRow } from '../store.js';

/** What everybody's counters, and those of a buyer, stand at. */
export const usageFor = ({ promotionUsage }: Tables, buyer?: string): UsageByPromotion =>
  usageByPromotion([...promotionUsage.values()].filter((row) => row.buyer === undefined || row.buyer === buyer));

const keyOf = ({ promotionId, buyer }: UsageCounter): string => JSON.stringify([promotionId, buyer]);

const rowOf = ({ promotionUsage }: Tables, { promotionId, buyer }: UsageCounter): UsageRow =>
  promotionUsage.get(keyOf({ promotionId, ...(buyer === undefined ? {} : { buyer }) })) ?? {
    promotionId,
    ...(buyer === undefined ? {} : { buyer }),
    uses: 0,
  };

export const promotionUsageRecords = (tables: Tables): PromotionUsageRecords => ({
  lock: (counters) => okAsync(usageByPromotion(counters.map((counter) => rowOf(tables, counter)))),
});

/** Counts uses, unless one of them would pass its limit or its budget. */
export function countUses(tables: Tables, orderId: OrderId, uses: readonly LimitedUse[]): boolean {
  for (const use of uses) {
    const row = rowOf(tables, use);
    const spent = (row.spent?.amount ?? 0) + (use.spent?.amount ?? 0);
    if (row.uses + 1 > (use.maxUses ?? Infinity) || spent > (use.budget?.amount ?? Infinity)) return false;
    tables.promotionUsage.set(keyOf(row), changed(row, use, 1));
  }
  tables.promotionUses.set(orderId, uses);
  return true;
}

/** Takes back what an order has counted. */
export function releaseUses(tables: Tables, orderId: OrderId): void {
  for (const use of tables.promotionUses.get(orderId) ?? []) {
    const row = rowOf(tables, use);
    tables.promotionUsage.set(keyOf(row), changed(row, use, -1));
  }
  tables.promotionUses.delete(orderId);
}

const changed = (row: UsageRow, { spent }: PromotionUse, by: 1 | -1): UsageRow => ({
  ...row,
  uses: row.uses + by,
  ...(spent === undefined
    ? {}
    : { spent: { amount: (row.spent?.amount ?? 0) + by * spent.amount, currency: spent.currency } }),
});
