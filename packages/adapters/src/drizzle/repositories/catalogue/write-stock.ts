import type { Ids, ManagedProduct, MovementCause } from '@cartwright/application';
import { compareIds, type Instant, type VariantId } from '@cartwright/domain';
import { sql } from 'drizzle-orm';
import type { Database } from '../../connection/database.js';
import { rowsAsJson } from '../../connection/rows-as-json.js';
import { uuidList } from '../../connection/storable-text.js';
import { stock } from '../../schema.js';
import { beginCounting, endCounting } from '../stock/counted-variants.js';
import { recordMovements } from '../stock/stock-movements.js';

/** A product to write; `before` is what was there, if it existed. */
export type Written = { readonly before: ManagedProduct | undefined; readonly product: ManagedProduct };
/** What is counted of the variants that are written. */
export type WrittenStock = {
  /** Units on sale of variants that are counted from now on; none where absent. */
  readonly initial: ReadonlyMap<VariantId, number>;
  /** Units on sale of variants that were counted before; absent: as orders have them. */
  readonly available?: ReadonlyMap<VariantId, number>;
  readonly actor?: string | undefined;
  /** Why the ledger's figures change. */
  readonly reason: string;
};

/**
 * Begins to count what is new, stops counting what is not counted any more, and leaves the rest as orders have it,
 * unless `available` states a figure.
 */
export async function writeStock(
  tx: Database,
  ids: Ids,
  written: readonly Written[],
  { initial, available: stated = new Map(), actor, reason, at }: WrittenStock & { readonly at: Instant },
): Promise<void> {
  const earlier = new Map(written.flatMap(({ before }) => before?.variants ?? []).map((one) => [one.id, one]));
  const inOrder = written
    .flatMap(({ product }) => product.variants)
    .sort((left, right) => compareIds(left.id, right.id));
  const cause = (why: string) => ({ reason: why, at, ...(actor === undefined ? {} : { actor }) });
  // Before any stock is locked, since it locks orders.
  const begun = inOrder
    .filter(({ id, stockTracked }) => stockTracked && earlier.get(id)?.stockTracked !== true)
    .map(({ id, backorder }) => ({
      variantId: id,
      available: initial.get(id) ?? 0,
      backorder,
      isNew: !earlier.has(id),
    }));
  await beginCounting(tx, ids, begun, cause(reason));
  const known = inOrder.filter(({ id, stockTracked }) => stockTracked && earlier.get(id)?.stockTracked === true);
  for (const backorder of [true, false]) {
    const changed = known.filter(
      (variant) => variant.backorder === backorder && earlier.get(variant.id)?.backorder !== backorder,
    );
    // `setAvailable` writes those whose figure is stated.
    const withoutFigure = changed.filter(({ id }) => !stated.has(id)).map(({ id }) => id);
    if (withoutFigure.length > 0) {
      await tx
        .update(stock)
        .set({ backorder })
        .where(sql`${stock.variantId} = any(${uuidList(withoutFigure)}::uuid[])`);
    }
  }
  await setAvailable(
    tx,
    ids,
    known
      .filter(({ id }) => stated.has(id))
      .map(({ id, backorder }) => ({ variantId: id, backorder, available: stated.get(id) ?? 0 })),
    cause(reason),
  );
  const uncounted = inOrder.filter(({ id, stockTracked }) => !stockTracked && earlier.get(id)?.stockTracked === true);
  await endCounting(
    tx,
    ids,
    uncounted.map(({ id }) => id),
    cause('no longer counted'),
  );
}

/** Sets figures. The rows are locked first, in id order: what the ledger gets is the exact difference. */
async function setAvailable(
  tx: Database,
  ids: Ids,
  stated: readonly { readonly variantId: VariantId; readonly available: number; readonly backorder: boolean }[],
  cause: MovementCause,
): Promise<void> {
  if (stated.length === 0) return;
  const rows = await tx
    .select()
    .from(stock)
    .where(sql`${stock.variantId} = any(${uuidList(stated.map(({ variantId }) => variantId))}::uuid[])`)
    .orderBy(stock.variantId)
    .for('update');
  const before = new Map(rows.map((row) => [row.variantId, row]));
  const changed = stated.filter(({ variantId, available, backorder }) => {
    const row = before.get(variantId);
    return row !== undefined && (row.available !== available || row.backorder !== backorder);
  });
  if (changed.length === 0) return;
  await tx
    .insert(stock)
    .select(rowsAsJson(stock, changed))
    .onConflictDoUpdate({
      target: [stock.variantId, stock.location],
      set: { available: sql`excluded.available`, backorder: sql`excluded.backorder` },
    });
  const moved = changed.map(({ variantId, available }) => ({
    variantId,
    type: 'set' as const,
    quantity: available - (before.get(variantId)?.available ?? 0),
  }));
  await recordMovements(
    tx,
    ids,
    moved.filter(({ quantity }) => quantity !== 0),
    cause,
  );
}
