import {
  sumDemand,
  type AdjustedStock,
  type Change,
  type Ids,
  type MovementCause,
  type MovementType,
  type StockLevel,
  type StockRecords,
  type StockWrite,
} from '@cartwright/application';
import { openUnits, type VariantId } from '@cartwright/domain';
import { errAsync, okAsync } from 'neverthrow';
import type { MovementRow, Tables, VariantRow } from '../store.js';

type Facts = Pick<MovementRow, 'variantId' | 'quantity' | 'orderId'> & {
  /** `set` is `received` for the first units of a variant, and `adjusted` from then on. */
  readonly type: MovementType | 'set';
};

/** Adds a row to the ledger, unless it is of no units. */
function record({ movements }: Tables, ids: Ids, { type, ...facts }: Facts, cause: MovementCause): void {
  if (facts.quantity === 0) return;
  const isFirst = facts.quantity > 0 && ![...movements.values()].some((other) => other.variantId === facts.variantId);
  const id = ids.next();
  movements.set(id, { id, type: type === 'set' ? (isFirst ? 'received' : 'adjusted') : type, ...facts, ...cause });
}

const effects: Readonly<Record<StockWrite['type'], StockLevel & { readonly movement: MovementType }>> = {
  reserve: { available: -1, reserved: 1, movement: 'reserved' },
  release: { available: 1, reserved: -1, movement: 'released' },
  ship: { available: 0, reserved: -1, movement: 'shipped' },
  restock: { available: 1, reserved: 0, movement: 'returned' },
};

/** Moves the units of an order; returns false when there are too few to reserve. */
export function writeStock(tables: Tables, ids: Ids, write: NonNullable<Change['stock']>): boolean {
  const { type, lines, orderId, ...cause } = write;
  const { available, reserved, movement } = effects[type];
  for (const { variantId, quantity } of sumDemand(lines)) {
    const variant = tables.variants.get(variantId);
    const isShort = (variant?.stock ?? 0) < quantity && !(variant?.stock !== undefined && variant.backorder);
    if (type === 'reserve' && isShort) return false;
    if (variant?.stock === undefined) continue;
    tables.variants.set(variantId, {
      ...variant,
      stock: variant.stock + available * quantity,
      reserved: (variant.reserved ?? 0) + reserved * quantity,
    });
    record(tables, ids, { variantId, type: movement, quantity, orderId }, cause);
  }
  return true;
}

/**
 * The stock of a variant that is written with so many units on sale, or none that are counted. One that is counted from
 * now on begins with the units that open orders hold besides.
 */
export function countedStock(
  tables: Tables,
  ids: Ids,
  { variantId, available }: { readonly variantId: VariantId; readonly available: number | undefined },
  cause: MovementCause,
): Pick<VariantRow, 'stock' | 'reserved'> {
  const before = tables.variants.get(variantId);
  const { stock, reserved = 0 } = before ?? {};
  if (available === undefined) {
    if (stock === undefined) return {};
    const type = reserved > 0 ? 'released' : 'reserved';
    record(tables, ids, { variantId, type, quantity: Math.abs(reserved) }, cause);
    record(tables, ids, { variantId, type: 'adjusted', quantity: -(stock + reserved) }, cause);
    return {};
  }
  if (stock !== undefined) {
    record(tables, ids, { variantId, type: 'set', quantity: available - stock }, cause);
    return { stock: available, reserved };
  }
  const held = [...tables.orders.values()].flatMap(({ order }) =>
    openUnits(order)
      .filter((units) => units.variantId === variantId && order.cancellation === undefined)
      .map(({ quantity }) => ({ orderId: order.id, quantity })),
  );
  const all = held.reduce((sum, { quantity }) => sum + quantity, 0);
  record(tables, ids, { variantId, type: 'set', quantity: available + all }, cause);
  for (const units of held) record(tables, ids, { variantId, type: 'reserved', ...units }, cause);
  return { stock: available, reserved: all };
}

export const stockRecords = (tables: Tables, ids: Ids): StockRecords => ({
  adjust: (items, cause) => {
    const adjusted: (AdjustedStock & { readonly variant: VariantRow; readonly delta: number })[] = [];
    for (const { variantId, delta } of items) {
      const variant = tables.variants.get(variantId);
      if (variant === undefined) return errAsync({ type: 'catalogue.variant-not-found', variantId });
      if (variant.stock === undefined) return errAsync({ type: 'stock.not-tracked', variantId });
      adjusted.push({ variantId, variant, delta, available: variant.stock + delta });
    }
    const shortages = adjusted
      .filter(({ delta, available }) => delta < 0 && available < 0)
      .map(({ variantId, delta, available }) => ({ variantId, requested: -delta, available: available - delta }));
    if (shortages.length > 0) return errAsync({ type: 'stock.insufficient', shortages });
    for (const { variantId, variant, delta, available } of adjusted) {
      tables.variants.set(variantId, { ...variant, stock: available });
      record(tables, ids, { variantId, type: 'adjusted', quantity: delta }, cause);
    }
    return okAsync(adjusted.map(({ variantId, available }) => ({ variantId, available })));
  },
});
