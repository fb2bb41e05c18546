import { sumDemand, type Change, type Ids, type MovementCause, type StockRecords } from '@cartwright/application';
import { errAsync, okAsync } from 'neverthrow';
import type { Tables, VariantRow } from '../store.js';

function move(
  { variants, movements }: Tables,
  ids: Ids,
  variant: VariantRow,
  delta: number,
  cause: MovementCause,
): number {
  const stock = (variant.stock ?? 0) + delta;
  variants.set(variant.id, { ...variant, stock });
  const id = ids.next();
  movements.set(id, { id, variantId: variant.id, delta, ...cause });
  return stock;
}

/** Reserves or releases units; returns false when there are too few to reserve. */
export function writeStock(tables: Tables, ids: Ids, write: NonNullable<Change['stock']>): boolean {
  const { type, lines, reason, orderId, at } = write;
  for (const { variantId, quantity } of sumDemand(lines)) {
    const variant = tables.variants.get(variantId);
    const isShort = (variant?.stock ?? 0) < quantity && !(variant?.stock !== undefined && variant.backorder);
    if (type === 'reserve' && isShort) return false;
    if (variant?.stock !== undefined) {
      move(tables, ids, variant, type === 'reserve' ? -quantity : quantity, { reason, orderId, at });
    }
  }
  return true;
}

export const stockRecords = (tables: Tables, ids: Ids): StockRecords => ({
  adjust: (variantId, delta, cause) => {
    const variant = tables.variants.get(variantId);
    if (variant === undefined) return errAsync({ type: 'catalogue.variant-not-found', variantId });
    if (variant.stock === undefined) return errAsync({ type: 'stock.not-tracked', variantId });
    if (delta < 0 && variant.stock + delta < 0) {
      const shortage = { variantId, requested: -delta, available: variant.stock };
      return errAsync({ type: 'stock.insufficient', shortages: [shortage] });
    }
    return okAsync({ available: move(tables, ids, variant, delta, cause) });
  },
});
