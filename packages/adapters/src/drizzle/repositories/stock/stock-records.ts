import {
  type AdjustedStock,
  type Ids,
  type MovementCause,
  type StockDelta,
  type StockInsufficient,
  type StockNotTracked,
  type StockRecords,
  type VariantNotFound,
} from '@cartwright/application';
import { eq, sql } from 'drizzle-orm';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import type { Database } from '../../connection/database.js';
import { isUuid, uuidList } from '../../connection/storable-text.js';
import { stock, variants } from '../../schema.js';
import { recordMovements } from './stock-movements.js';

type AdjustRefusal = StockInsufficient | VariantNotFound | StockNotTracked;

/** Stock in the tables `stock` and `stock_movements`. */
export const makeDrizzleStockRecords = (tx: Database, { ids }: { readonly ids: Ids }): StockRecords => ({
  adjust: (items, cause) => new ResultAsync(adjust(tx, ids, items, cause)),
});

/** Three statements, however many items: the rows are locked, updated, and recorded in the ledger. */
async function adjust(
  tx: Database,
  ids: Ids,
  items: readonly StockDelta[],
  cause: MovementCause,
): Promise<Result<readonly AdjustedStock[], AdjustRefusal>> {
  const rows = await tx
    .select({ variantId: stock.variantId, available: stock.available })
    .from(stock)
    .where(sql`${stock.variantId} = any(${uuidList(items.map(({ variantId }) => variantId))}::uuid[])`)
    .orderBy(stock.variantId)
    .for('update');
  const before = new Map(rows.map(({ variantId, available }) => [variantId, available]));
  const uncounted = items.find(({ variantId }) => !before.has(variantId));
  if (uncounted !== undefined) return err(await whyUncounted(tx, uncounted.variantId));
  const known = items.map((item) => ({ ...item, available: before.get(item.variantId) ?? 0 }));
  const shortages = known
    // Units may be added whatever is owed; none are taken that are not there.
    .filter(({ delta, available }) => delta < 0 && available + delta < 0)
    .map(({ variantId, delta, available }) => ({ variantId, requested: -delta, available }));
  if (shortages.length > 0) return err({ type: 'stock.insufficient', shortages });
  const deltas = items.map(({ variantId, delta }) => ({ variant_id: variantId, delta }));
  await tx.execute(sql`
    update ${stock} set available = stock.available + item.delta
    from jsonb_to_recordset(${JSON.stringify(deltas)}::jsonb) as item (variant_id uuid, delta integer)
    where stock.variant_id = item.variant_id`);
  await recordMovements(
    tx,
    ids,
    items.map(({ variantId, delta }) => ({ variantId, type: 'adjusted', quantity: delta })),
    cause,
  );
  return ok(known.map(({ variantId, delta, available }) => ({ variantId, available: available + delta })));
}

async function whyUncounted(tx: Database, variantId: string): Promise<VariantNotFound | StockNotTracked> {
  const isKnown = isUuid(variantId) && (await tx.$count(variants, eq(variants.id, variantId))) > 0;
  return { type: isKnown ? 'stock.not-tracked' : 'catalogue.variant-not-found', variantId };
}
