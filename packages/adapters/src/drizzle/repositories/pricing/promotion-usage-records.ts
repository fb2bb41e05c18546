import {
  inLockingOrder,
  usageByPromotion,
  type PromotionUsageRecords,
  type PromotionUse,
  type UsageCounter,
} from '@cartwright/application';
import { and, eq } from 'drizzle-orm';
import type { Database } from '../../connection/database.js';
import { promotionUsage } from '../../schema.js';
import { query } from '../../connection/try-query.js';

export type CounterRow = typeof promotionUsage.$inferSelect;

/** The row's counter and its value. */
export const counterOf = ({ promotionId, buyer, uses, ...spent }: CounterRow) => ({
  ...keyOf({ promotionId, buyer }),
  uses,
  ...spentOf(spent),
});

/**
 * Counters in the table `promotion_usage`. Statements on several
 * counters are sent one after another without waiting: one connection runs them in this order, in one round trip.
 */
export const makeDrizzlePromotionUsageRecords = (tx: Database): PromotionUsageRecords => ({
  lock: (counters) =>
    query(async () => {
      const rows = await Promise.all(
        inLockingOrder(counters).map(async (counter) => {
          const made = tx
            .insert(promotionUsage)
            .values({ ...columnsOf(counter), uses: 0 })
            .onConflictDoNothing()
            .execute();
          // A statement of its own: its snapshot is younger than the wait for whoever made the row at the same time.
          const locked = tx.select().from(promotionUsage).where(isOf(counter)).for('update').execute();
          const [found] = await Promise.all([locked, made]);
          return found;
        }),
      );
      const found = rows.flat();
      if (found.length < counters.length) throw new Error('a counter was neither found nor created');
      return usageByPromotion(found.map(counterOf));
    }),
});

/** A use as a row of `promotion_uses`. */
export const counterRow = (orderId: string, use: PromotionUse) => ({
  orderId,
  ...columnsOf(use),
  spent: use.spent?.amount ?? null,
  currency: use.spent?.currency ?? null,
});

/** Counters of all buyers together have the buyer ''. */
const columnsOf = ({ promotionId, buyer = '' }: UsageCounter) => ({ promotionId, buyer });

const keyOf = ({ promotionId, buyer }: Pick<CounterRow, 'promotionId' | 'buyer'>): UsageCounter =>
  buyer === '' ? { promotionId } : { promotionId, buyer };

const spentOf = ({ spent, currency }: Pick<CounterRow, 'spent' | 'currency'>) =>
  spent === null || currency === null ? {} : { spent: { amount: spent, currency } };

function isOf(counter: UsageCounter) {
  const { promotionId, buyer } = columnsOf(counter);
  return and(eq(promotionUsage.buyer, buyer), eq(promotionUsage.promotionId, promotionId));
}
