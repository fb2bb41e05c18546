import {
  type Ids,
  type MovementCause,
  type StockInsufficient,
  type StockNotTracked,
  type StockRecords,
  type VariantNotFound,
} from '@cartwright/application';
import type { VariantId } from '@cartwright/domain';
import { and, eq, gte, sql } from 'drizzle-orm';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import type { Database } from '../../connection/database.js';
import { stock, variants } from '../../schema.js';
import { recordMovements } from './stock-movements.js';
import { isUuid } from '../../connection/storable-text.js';

type AdjustRefusal = StockInsufficient | VariantNotFound | StockNotTracked;

/** Stock in the tables `stock` and `stock_movements`. */
export const makeDrizzleStockRecords = (tx: Database, { ids }: { readonly ids: Ids }): StockRecords => ({
  adjust: (variantId, delta, cause) => new ResultAsync(adjust(tx, ids, { variantId, delta }, cause)),
});

const add = (tx: Database, variantId: VariantId, delta: number) =>
  tx
    .update(stock)
    .set({ available: sql`${stock.available} + ${delta}::integer` })
    // Units may be added whatever is owed; none are taken that are not there.
    .where(and(eq(stock.variantId, variantId), delta > 0 ? undefined : gte(stock.available, -delta)))
    .returning({ variantId: stock.variantId, available: stock.available });

async function adjust(
  tx: Database,
  ids: Ids,
  { variantId, delta }: { readonly variantId: VariantId; readonly delta: number },
  cause: MovementCause,
): Promise<Result<{ readonly available: number }, AdjustRefusal>> {
  if (!isUuid(variantId)) return err({ type: 'catalogue.variant-not-found', variantId });
  const [changed] = await add(tx, variantId, delta);
  if (changed !== undefined) {
    await recordMovements(tx, ids, [{ variantId, type: 'adjusted', quantity: delta }], cause);
    return ok({ available: changed.available });
  }
  const [row] = await tx
    .select({ available: stock.available })
    .from(variants)
    .leftJoin(stock, eq(stock.variantId, variants.id))
    .where(eq(variants.id, variantId));
  if (row === undefined) return err({ type: 'catalogue.variant-not-found', variantId });
  if (row.available === null) return err({ type: 'stock.not-tracked', variantId });
  return err({ type: 'stock.insufficient', shortages: [{ variantId, requested: -delta, available: row.available }] });
}
