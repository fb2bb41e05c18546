import { sumDemand, type Ids, type MovementCause, type StockRecords } from '@cartwright/application';
import { errAsync, okAsync } from 'neverthrow';
import type { Tables, VariantRow } from '../store.js';

export const stockRecords = ({ variants, movements }: Tables, ids: Ids): StockRecords => {
  const move = (variant: VariantRow, delta: number, cause: MovementCause): number => {
    const stock = (variant.stock ?? 0) + delta;
    variants.set(variant.id, { ...variant, stock });
    const id = ids.next();
    movements.set(id, { id, variantId: variant.id, delta, ...cause });
    return stock;
  };

  return {
    reserve: (demand, cause) => {
      const wanted = sumDemand(demand);
      const shortages = wanted
        .map(({ variantId, quantity }) => ({
          variantId,
          requested: quantity,
          available: variants.get(variantId)?.stock ?? 0,
        }))
        .filter(({ requested, available }) => available < requested);
      if (shortages.length > 0) return errAsync({ type: 'stock.insufficient', shortages });
      for (const { variantId, quantity } of wanted) {
        const variant = variants.get(variantId);
        if (variant !== undefined) move(variant, -quantity, cause);
      }
      return okAsync(undefined);
    },
    release: (demand, cause) => {
      for (const { variantId, quantity } of sumDemand(demand)) {
        const variant = variants.get(variantId);
        if (variant?.stock !== undefined) move(variant, quantity, cause);
      }
      return okAsync(undefined);
    },
    adjust: (variantId, delta, cause) => {
      const variant = variants.get(variantId);
      if (variant === undefined) return errAsync({ type: 'catalogue.variant-not-found', variantId });
      if (variant.stock === undefined) return errAsync({ type: 'stock.not-tracked', variantId });
      if (variant.stock + delta < 0) {
        const shortage = { variantId, requested: -delta, available: variant.stock };
        return errAsync({ type: 'stock.insufficient', shortages: [shortage] });
      }
      return okAsync({ available: move(variant, delta, cause) });
    },
  };
};
