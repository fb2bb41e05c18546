import {
  sumDemand,
  type Ids,
  type MovementCause,
  type StockDemand,
  type StockInsufficient,
  type StockNotTracked,
  type StockRecords,
  type VariantNotFound,
} from '@cartwright/application';
import type { VariantId } from '@cartwright/domain';
import { and, eq, gte, sql } from 'drizzle-orm';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import type { Database } from '../connection/database.js';
import { stock, variants } from '../schema.js';
import { recordMovements } from './stock-movements.js';
import { isUuid, uuidList } from '../connection/storable-text.js';
import { query } from '../connection/storage-failures.js';

type AdjustRefusal = StockInsufficient | VariantNotFound | StockNotTracked;

/**
 * Stock in the tables `stock` and `stock_movements`. Every change is a conditional update of one variant, and several run
 * in ascending id order, so that no two transactions wait for each other in a circle.
 */
export const makeDrizzleStockRecords = (tx: Database, { ids }: { readonly ids: Ids }): StockRecords => ({
  reserve: (demand, cause) =>
    new ResultAsync(
      (async (): Promise<Result<void, StockInsufficient>> => {
        const wanted = sumDemand(demand);
        const taken = new Set(
          await changeEach(
            tx,
            wanted.map((line) => ({ ...line, quantity: -line.quantity })),
          ),
        );
        const short = wanted.filter(({ variantId }) => !taken.has(variantId));
        if (short.length > 0) {
          // A caller may go on after the refusal, in the same transaction: what was taken goes back.
          await changeEach(
            tx,
            wanted.filter(({ variantId }) => taken.has(variantId)),
          );
          return err({ type: 'stock.insufficient', shortages: await shortagesOf(tx, short) });
        }
        await recordMovements(
          tx,
          ids,
          wanted.map(({ variantId, quantity }) => ({ variantId, delta: -quantity })),
          cause,
        );
        return ok(undefined);
      })(),
    ),
  release: (demand, cause) =>
    query(async () => {
      const returned = sumDemand(demand);
      const changed = new Set(await changeEach(tx, returned));
      const moved = returned.filter(({ variantId }) => changed.has(variantId));
      await recordMovements(
        tx,
        ids,
        moved.map(({ variantId, quantity }) => ({ variantId, delta: quantity })),
        cause,
      );
    }),
  adjust: (variantId, delta, cause) => new ResultAsync(adjust(tx, ids, { variantId, delta }, cause)),
});

/** Adds to each what can be added without going below zero, and answers the variants that were changed. */
async function changeEach(tx: Database, changes: readonly StockDemand[]): Promise<readonly VariantId[]> {
  // Sent one after another without waiting: one connection runs them in this order, in one round trip.
  const updates = changes
    .filter(({ variantId }) => isUuid(variantId))
    .map(({ variantId, quantity }) => add(tx, variantId, quantity).execute());
  return (await Promise.all(updates)).flat().map((row) => row.variantId);
}

const add = (tx: Database, variantId: VariantId, delta: number) =>
  tx
    .update(stock)
    .set({ available: sql`${stock.available} + ${delta}::integer` })
    .where(and(eq(stock.variantId, variantId), gte(stock.available, -delta)))
    .returning({ variantId: stock.variantId, available: stock.available });

async function shortagesOf(tx: Database, short: readonly StockDemand[]): Promise<StockInsufficient['shortages']> {
  const rows = await tx
    .select()
    .from(stock)
    .where(sql`${stock.variantId} = any(${uuidList(short.map(({ variantId }) => variantId))}::uuid[])`);
  const left = new Map(rows.map(({ variantId, available }) => [variantId, available]));
  return short.map(({ variantId, quantity }) => ({
    variantId,
    requested: quantity,
    available: left.get(variantId) ?? 0,
  }));
}

async function adjust(
  tx: Database,
  ids: Ids,
  { variantId, delta }: { readonly variantId: VariantId; readonly delta: number },
  cause: MovementCause,
): Promise<Result<{ readonly available: number }, AdjustRefusal>> {
  if (!isUuid(variantId)) return err({ type: 'catalogue.variant-not-found', variantId });
  const [changed] = await add(tx, variantId, delta);
  if (changed !== undefined) {
    await recordMovements(tx, ids, [{ variantId, delta }], cause);
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
