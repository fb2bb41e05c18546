import type { StockMovement, StockReader } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import { pageOf } from './page-of.js';
import type { InMemoryStore } from '../store.js';

/** The movement ledger of an in-memory store. */
export const makeInMemoryStockReader = ({ store }: { readonly store: InMemoryStore }): StockReader => ({
  ledger: (variantId, request) =>
    store.read(({ variants, movements }) => {
      const variant = variants.get(variantId);
      const rows: StockMovement[] = [...movements.values()]
        .filter((movement) => movement.variantId === variantId)
        .map(({ variantId: _same, ...movement }) => movement);
      const available = variant?.stock === undefined ? {} : { available: variant.stock };
      return pageOf(rows, [{ key: 'at', direction: 'desc' }], ({ at }) => at, request).asyncAndThen((page) =>
        okAsync(variant === undefined ? undefined : { variantId, ...available, movements: page }),
      );
    }),
});
