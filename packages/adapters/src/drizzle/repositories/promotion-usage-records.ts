import {
  inLockingOrder,
  usageByPromotion,
  type PromotionUsageRecords,
  type UsageCounter,
} from '@cartwright/application';
import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { promotionUsage, promotionUses } from '../schema.js';
import { isUuid } from '../connection/storable-text.js';
import { query } from '../connection/storage-failures.js';

export type CounterRow = typeof promotionUsage.$inferSelect;

/** The row's counter and what it stands at. */
export const counterOf = ({ promotionId, buyer, uses, ...spent }: CounterRow) => ({
  ...keyOf({ promotionId, buyer }),
  uses,
  ...spentOf(spent),
});

/**
 * Counters in the table `promotion_usage`, and what each order has counted in `promotion_uses`. Statements on several
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
      if (found.length < counters.length) throw new Error('a counter that is locked has been made before');
      return usageByPromotion(found.map(counterOf));
    }),
  count: (orderId, uses) =>
    query(async () => {
      if (uses.length === 0) return;
      const counted = inLockingOrder(uses).map((use) => change(tx, use, 1, use.spent?.amount, use.spent?.currency));
      const noted = tx
        .insert(promotionUses)
        .values(
          uses.map((use) => ({
            orderId,
            ...columnsOf(use),
            spent: use.spent?.amount ?? null,
            currency: use.spent?.currency ?? null,
          })),
        )
        .execute();
      const [rows] = await Promise.all([Promise.all(counted), noted]);
      if (rows.some(({ length }) => length === 0)) throw new Error('a counter that counts has been locked before');
    }),
  release: (orderId) =>
    query(async () => {
      if (!isUuid(orderId)) return;
      const noted = await tx.delete(promotionUses).where(eq(promotionUses.orderId, orderId)).returning();
      const counted = noted.map(({ promotionId, buyer, ...spent }) => ({
        ...keyOf({ promotionId, buyer }),
        ...spentOf(spent),
      }));
      await Promise.all(
        inLockingOrder(counted).map((use) => change(tx, use, -1, use.spent && -use.spent.amount, use.spent?.currency)),
      );
    }),
});

/** Adds to a counter, and to what it has spent if that is given. */
const change = (tx: Database, counter: UsageCounter, uses: 1 | -1, spent?: number, currency?: string) =>
  tx
    .update(promotionUsage)
    .set({
      uses: sql`${promotionUsage.uses} + ${uses}::integer`,
      ...(spent === undefined ? {} : { spent: sql`coalesce(${promotionUsage.spent}, 0) + ${spent}::bigint`, currency }),
    })
    .where(isOf(counter))
    .returning({ promotionId: promotionUsage.promotionId })
    .execute();

/** Everybody's counters are kept under the buyer ''. */
const columnsOf = ({ promotionId, buyer = '' }: UsageCounter) => ({ promotionId, buyer });

const keyOf = ({ promotionId, buyer }: Pick<CounterRow, 'promotionId' | 'buyer'>): UsageCounter =>
  buyer === '' ? { promotionId } : { promotionId, buyer };

const spentOf = ({ spent, currency }: Pick<CounterRow, 'spent' | 'currency'>) =>
  spent === null || currency === null ? {} : { spent: { amount: spent, currency } };

function isOf(counter: UsageCounter) {
  const { promotionId, buyer } = columnsOf(counter);
  return and(eq(promotionUsage.buyer, buyer), eq(promotionUsage.promotionId, promotionId));
}
