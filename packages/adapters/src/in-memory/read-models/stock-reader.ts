import type { MovementType, StockDifference, StockLevel, StockMovement, StockReader } from '@cartwright/application';
import { compareIds } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import { pageOf } from './page-of.js';
import type { InMemoryStore, MovementRow, VariantRow } from '../store.js';

/** The movement ledger of an in-memory store. */
export const makeInMemoryStockReader = ({ store }: { readonly store: InMemoryStore }): StockReader => ({
  ledger: (variantId, request) =>
    store.read(({ variants, movements }) => {
      const variant = variants.get(variantId);
      const rows: StockMovement[] = [...movements.values()]
        .filter((movement) => movement.variantId === variantId)
        .map(({ variantId: _same, ...movement }) => movement);
      const level = variant?.stock === undefined ? {} : { level: storedLevel(variant) };
      return pageOf(rows, [{ key: 'at', direction: 'desc' }], ({ at }) => at, request).asyncAndThen((page) =>
        okAsync(variant === undefined ? undefined : { variantId, ...level, movements: page }),
      );
    }),
  compare: (limit, after) =>
    store.read(({ variants, movements }) => {
      const some = [...variants.values()]
        .filter(({ id }) => after === undefined || compareIds(id, after) > 0)
        .sort((left, right) => compareIds(left.id, right.id))
        .slice(0, limit);
      const differences = some.flatMap((variant): readonly StockDifference[] => {
        const stored = storedLevel(variant);
        const ledger = ledgerLevel([...movements.values()].filter(({ variantId }) => variantId === variant.id));
        const isSame = stored.available === ledger.available && stored.reserved === ledger.reserved;
        return isSame ? [] : [{ variantId: variant.id, stored, ledger }];
      });
      const last = some.length < limit ? undefined : some.at(-1)?.id;
      return okAsync({ differences, ...(last === undefined ? {} : { last }) });
    }),
});

const storedLevel = ({ stock = 0, reserved = 0 }: VariantRow): StockLevel => ({ available: stock, reserved });

const signs: Readonly<Record<MovementType, StockLevel>> = {
  received: { available: 1, reserved: 0 },
  adjusted: { available: 1, reserved: 0 },
  returned: { available: 1, reserved: 0 },
  reserved: { available: -1, reserved: 1 },
  released: { available: 1, reserved: -1 },
  shipped: { available: 0, reserved: -1 },
};

const ledgerLevel = (movements: readonly MovementRow[]): StockLevel =>
  movements.reduce<StockLevel>(
    ({ available, reserved }, { type, quantity }) => ({
      available: available + signs[type].available * quantity,
      reserved: reserved + signs[type].reserved * quantity,
    }),
    { available: 0, reserved: 0 },
  );
