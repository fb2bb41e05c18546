import { sumDemand, type Change, type MovementType, type StockDemand, type StockWrite } from '@cartwright/application';
import { sql, type SQL } from 'drizzle-orm';
import { insertRows, parameterRows } from '../connection/parameter-rows.js';
import { stock, stockLocation, stockMovements } from '../schema.js';
import type { WriteStep } from './write-step.js';

type Type = StockWrite['type'];

/** What becomes of units that are on sale and of units that orders hold, and how the ledger calls it. */
type Effect = { readonly set: (quantity: SQL) => SQL; readonly movement: MovementType };

const effects: Readonly<Record<Type, Effect>> = {
  reserve: {
    set: (quantity) => sql`available = stock.available - ${quantity}, reserved = stock.reserved + ${quantity}`,
    movement: 'reserved',
  },
  release: {
    set: (quantity) => sql`available = stock.available + ${quantity}, reserved = stock.reserved - ${quantity}`,
    movement: 'released',
  },
  ship: { set: (quantity) => sql`reserved = stock.reserved - ${quantity}`, movement: 'shipped' },
  restock: { set: (quantity) => sql`available = stock.available + ${quantity}`, movement: 'returned' },
};

const linesOf = (batch: readonly Change[], type: Type): readonly StockDemand[] =>
  batch.flatMap((change) => (change.stock?.type === type ? change.stock.lines : []));

const demandOf = (type: Type) => (batch: readonly Change[]) =>
  sumDemand(linesOf(batch, type)).map(({ variantId, quantity }) => ({ variant_id: variantId, quantity }));

/**
 * The stock of a batch's variants, locked in ascending id order, as every transaction locks it. The quantities become
 * one object, since a join would compare each row of stock with every line: 32 orders may have 16,000
 * (docs/performance.md).
 */
const updateStock = (parameter: SQL, set: SQL, condition: SQL): SQL => {
  const lines = parameterRows(parameter, 'line', { variant_id: 'uuid', quantity: 'integer' });
  return sql`
    update ${stock} set ${set}
    from (select jsonb_object_agg(line.variant_id, line.quantity) as by_variant from ${lines}) as quantities
    where stock.variant_id = any(array(
        select locked.variant_id from (
          select stock.variant_id from ${stock}
          where stock.variant_id = any(array(select line.variant_id from ${lines}))
          order by stock.variant_id for update
        ) as locked
      ))
      ${condition}
    returning stock.variant_id`;
};
const quantity = sql`(quantities.by_variant ->> stock.variant_id::text)::bigint`;

/** Only reservations are guarded: variants whose stock is not counted have no row, and the others pass over them. */
const updated = (type: Type): WriteStep<Change> => ({
  name: `stock_${effects[type].movement}`,
  rows: demandOf(type),
  statement: (parameter) =>
    updateStock(
      parameter,
      effects[type].set(quantity),
      type === 'reserve' ? sql`and (stock.available >= ${quantity} or stock.backorder)` : sql``,
    ),
  isGuarded: type === 'reserve',
});

/** The ledger: one row a variant and order, of those whose stock was updated. */
const recorded = (type: Type): WriteStep<Change> => {
  const { movement } = effects[type];
  const isUpdated = sql.raw(`where new_row."variantId" in (select variant_id from stock_${movement})`);
  return {
    name: `ledger_${movement}`,
    rows: (batch, ids) =>
      batch.flatMap(({ stock: write }) => {
        if (write?.type !== type) return [];
        const { reason, orderId, actor = null, at } = write;
        return sumDemand(write.lines).map(({ variantId, quantity: units }): typeof stockMovements.$inferSelect => ({
          id: ids.next(),
          variantId,
          type: movement,
          quantity: units,
          reason,
          orderId,
          actor,
          at,
          location: stockLocation,
        }));
      }),
    statement: insertRows(stockMovements, type === 'reserve' ? sql`` : isUpdated),
    isGuarded: type === 'reserve',
  };
};

// Changes of one batch move stock one way (`kindOf`), since one statement cannot update a row twice.
const types: readonly Type[] = ['reserve', 'release', 'ship', 'restock'];
export const stockSteps: readonly WriteStep<Change>[] = [...types.map(updated), ...types.map(recorded)];
