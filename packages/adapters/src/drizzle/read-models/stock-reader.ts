import type { ComparedStock, StockLedger, StockMovement, StockReader } from '@cartwright/application';
import type { VariantId } from '@cartwright/domain';
import { asc, eq, gt, sql } from 'drizzle-orm';
import { ok } from 'neverthrow';
import type { Database } from '../connection/database.js';
import { byInstant, readKeysetPage, selectPage } from './keyset-page.js';
import { ledgerSums } from '../repositories/stock/stock-movements.js';
import { stock, stockMovements, variants } from '../schema.js';
import { isUuid } from '../connection/storable-text.js';
import { tryQuery, withOutages } from '../connection/try-query.js';

const newestFirst = byInstant('at', 'desc', stockMovements.at, stockMovements.id);

/**
 * The movement ledger of one variant, newest first.
 *
 * @example makeDrizzleStockReader({ db })
 */
export const makeDrizzleStockReader = ({ db }: { readonly db: Database }): StockReader => ({
  ledger: (variantId, request) =>
    withOutages(async () => {
      if (!isUuid(variantId)) return ok(undefined);
      const [variant] = await db
        .select({ counted: stock })
        .from(variants)
        .leftJoin(stock, eq(stock.variantId, variants.id))
        .where(eq(variants.id, variantId));
      if (variant === undefined) return ok(undefined);
      const where = eq(stockMovements.variantId, variantId);
      const page = await readKeysetPage(newestFirst, request, {
        where,
        select: (part) => selectPage(db.select().from(stockMovements), part),
        rowOf: movementOf,
        count: async () => db.$count(stockMovements, where),
      });
      return page.map((movements): StockLedger => ({ variantId, ...levelOf(variant.counted), movements }));
    }),
  compare: (limit, after) => tryQuery(() => compare(db, limit, after)),
});

const levelOf = (counted: typeof stock.$inferSelect | null) =>
  counted === null ? {} : { level: { available: counted.available, reserved: counted.reserved } };

const movementOf = ({
  id,
  type,
  quantity,
  reason,
  orderId,
  actor,
  at,
}: typeof stockMovements.$inferSelect): StockMovement => ({
  id,
  type,
  quantity,
  reason,
  ...(orderId === null ? {} : { orderId }),
  ...(actor === null ? {} : { actor }),
  at,
});

/** One statement, so that an order that is placed meanwhile is seen with its movements or not at all. */
async function compare(db: Database, limit: number, after: VariantId | undefined): Promise<ComparedStock> {
  const some = db
    .select({ id: variants.id })
    .from(variants)
    .where(after === undefined ? undefined : gt(variants.id, after))
    .orderBy(asc(variants.id))
    .limit(limit)
    .as('some');
  const summed = db
    .select({
      available: ledgerSums.available.as('summed_available'),
      reserved: ledgerSums.reserved.as('summed_reserved'),
    })
    .from(stockMovements)
    .where(eq(stockMovements.variantId, some.id))
    .as('summed');
  const rows = await db
    .select({
      variantId: some.id,
      available: sql<number>`coalesce(${stock.available}, 0)`,
      reserved: sql<number>`coalesce(${stock.reserved}, 0)`,
      // A sum of integers is a bigint, which the driver returns as text.
      ledgerAvailable: sql`${summed.available}`.mapWith(Number),
      ledgerReserved: sql`${summed.reserved}`.mapWith(Number),
    })
    .from(some)
    .leftJoin(stock, eq(stock.variantId, some.id))
    .leftJoinLateral(summed, sql`true`)
    .orderBy(asc(some.id));
  const last = rows.length < limit ? undefined : rows.at(-1)?.variantId;
  return {
    differences: rows
      .filter((row) => row.available !== row.ledgerAvailable || row.reserved !== row.ledgerReserved)
      .map(({ variantId, available, reserved, ledgerAvailable, ledgerReserved }) => ({
        variantId,
        stored: { available, reserved },
        ledger: { available: ledgerAvailable, reserved: ledgerReserved },
      })),
    ...(last === undefined ? {} : { last }),
  };
}
