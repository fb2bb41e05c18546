import type { PromotionRecords, PromotionTotals, StorageUnavailable, StoredPromotion } from '@cartwright/application';
import { asc, count, eq, inArray, sql } from 'drizzle-orm';
import type { ResultAsync } from 'neverthrow';
import type { Database } from '../../connection/database.js';
import { query, tryQuery } from '../../connection/try-query.js';
import { appliedPromotions, promotionCodes, promotions } from '../../schema.js';

/** Promotions in the table `promotions`; their orders and codes in tables of their own. */
export const makeDrizzlePromotionRecords = (tx: Database): PromotionRecords => ({
  list: () =>
    query(async () => {
      const rows = await tx
        .select()
        .from(promotions)
        .orderBy(asc(sql`${promotions.id} collate "C"`));
      return rows.map(storedOf);
    }),
  totals: () =>
    query(async () => {
      const { promotionId, currency, amount } = appliedPromotions;
      const rows = await tx
        .select({ promotionId, currency, uses: count(), spent: sql`sum(${amount})`.mapWith(Number) })
        .from(appliedPromotions)
        .groupBy(promotionId, currency)
        .orderBy(asc(promotionId), asc(currency));
      const totals: Record<string, PromotionTotals> = {};
      for (const row of rows) {
        const { uses, spent } = totals[row.promotionId] ?? { uses: 0, spent: [] };
        totals[row.promotionId] = {
          uses: uses + row.uses,
          spent: [...spent, { amount: row.spent, currency: row.currency }],
        };
      }
      return totals;
    }),
  lock: (id) =>
    query(async () => {
      const [row] = await tx.select().from(promotions).where(eq(promotions.id, id)).for('update');
      return row && storedOf(row);
    }),
  save: ({ promotion, visibility, archivedAt }) =>
    query(async () => {
      await tx
        .insert(promotions)
        .values({
          id: promotion.id,
          document: promotion,
          visibility: visibility ?? null,
          archivedAt: archivedAt ?? null,
        })
        .onConflictDoUpdate({
          target: promotions.id,
          set: {
            document: sql`excluded.document`,
            visibility: sql`excluded.visibility`,
            archivedAt: sql`excluded.archived_at`,
          },
        });
    }),
  addCodes: (promotionId, codes) =>
    query(async () => {
      // One parameter: ten thousand rows of parameters of their own would be more than a statement may have.
      await tx.execute(sql`
        insert into ${promotionCodes} (code, promotion_id)
        select code, ${promotionId} from jsonb_array_elements_text(${JSON.stringify(codes)}::jsonb) as code`);
    }),
});

/** Removes promotions. Returns how many existed. Errors: `storage.unavailable`. */
export const removePromotions = (db: Database, ids: readonly string[]): ResultAsync<number, StorageUnavailable> =>
  tryQuery(async () => {
    const removed = await db
      .delete(promotions)
      .where(inArray(promotions.id, [...ids]))
      .returning({ id: promotions.id });
    return removed.length;
  });

const storedOf = ({ document, visibility, archivedAt }: typeof promotions.$inferSelect): StoredPromotion => ({
  promotion: document,
  ...(visibility === null ? {} : { visibility }),
  ...(archivedAt === null ? {} : { archivedAt }),
});
