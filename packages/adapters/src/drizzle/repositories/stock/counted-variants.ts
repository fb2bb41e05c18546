import type { Ids, MovementCause } from '@cartwright/application';
import { openUnits, type OrderId, type VariantId } from '@cartwright/domain';
import { sql } from 'drizzle-orm';
import type { Database } from '../../connection/database.js';
import { rowsAsJson } from '../../connection/rows-as-json.js';
import { uuidList } from '../../connection/storable-text.js';
import { orders, stock } from '../../schema.js';
import { recordMovements, type Movement } from './stock-movements.js';

/** A variant whose units are counted from now on, and the units of it on sale. */
type Counted = {
  readonly variantId: VariantId;
  readonly available: number;
  readonly backorder?: boolean;
  /** No order can name it yet. */
  readonly isNew: boolean;
};
type OpenUnits = { readonly variantId: VariantId; readonly orderId: OrderId; readonly quantity: number };

/**
 * Begins to count the units of variants: those on sale, and those that open orders hold. Locks these orders, so it runs
 * before any stock is locked.
 */
export async function beginCounting(
  tx: Database,
  ids: Ids,
  counted: readonly Counted[],
  cause: MovementCause,
): Promise<void> {
  if (counted.length === 0) return;
  const open = await openUnitsAmong(
    tx,
    counted.filter(({ isNew }) => !isNew).map(({ variantId }) => variantId),
  );
  const begun = counted.map((variant) => {
    const held = open.filter(({ variantId }) => variantId === variant.variantId);
    return { ...variant, held, reserved: held.reduce((sum, { quantity }) => sum + quantity, 0) };
  });
  await tx.insert(stock).select(
    rowsAsJson(
      stock,
      begun.map(({ held: _held, isNew: _isNew, ...row }) => row),
    ),
  );
  const moved = begun.flatMap(({ variantId, available, reserved, held }): readonly Movement[] => [
    { variantId, type: 'set', quantity: available + reserved },
    ...held.map(({ orderId, quantity }): Movement => ({ variantId, type: 'reserved', quantity, orderId })),
  ]);
  await recordMovements(tx, ids, withoutNothing(moved), cause);
}

/** Stops counting the units of variants. Their movements stay, and sum to nothing. */
export async function endCounting(
  tx: Database,
  ids: Ids,
  variantIds: readonly VariantId[],
  cause: MovementCause,
): Promise<void> {
  if (variantIds.length === 0) return;
  const left = await tx
    .delete(stock)
    .where(sql`${stock.variantId} = any(${uuidList(variantIds)}::uuid[])`)
    .returning();
  const moved = left.flatMap(({ variantId, available, reserved }): readonly Movement[] => [
    { variantId, type: reserved > 0 ? 'released' : 'reserved', quantity: Math.abs(reserved) },
    { variantId, type: 'adjusted', quantity: -(available + reserved) },
  ]);
  await recordMovements(tx, ids, withoutNothing(moved), cause);
}

const withoutNothing = (moved: readonly Movement[]): readonly Movement[] =>
  moved.filter(({ quantity }) => quantity !== 0);

/** Units that are neither shipped nor cancelled, by order. */
async function openUnitsAmong(tx: Database, variantIds: readonly VariantId[]): Promise<readonly OpenUnits[]> {
  if (variantIds.length === 0) return [];
  const rows = await tx
    .select({ order: orders.document })
    .from(orders)
    .where(
      sql`${orders.status} collate "C" in ('pending', 'paid', 'partially_shipped') and exists (
        select from json_array_elements(${orders.document} -> 'pricing' -> 'lines') as line
        where line ->> 'variantId' = any(${uuidList(variantIds)}::text[])
      )`,
    )
    .orderBy(orders.id)
    .for('update');
  return rows.flatMap(({ order }) =>
    openUnits(order)
      .filter(({ variantId }) => variantIds.includes(variantId))
      .map(({ variantId, quantity }) => ({ variantId, orderId: order.id, quantity })),
  );
}
