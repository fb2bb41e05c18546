import { sumDemand, type Change, type StockDemand } from '@cartwright/application';
import { sql, type SQL } from 'drizzle-orm';
import { stock, stockMovements } from '../schema.js';
import { insertRows, rowsOf, type WriteStep } from './write-step.js';

const linesOf = (batch: readonly Change[], type: 'reserve' | 'release'): readonly StockDemand[] =>
  batch.flatMap((change) => (change.stock?.type === type ? change.stock.lines : []));

const demandOf = (type: 'reserve' | 'release') => (batch: readonly Change[]) =>
  sumDemand(linesOf(batch, type)).map(({ variantId, quantity }) => ({ variant_id: variantId, quantity }));

/**
 * The stock of a batch's variants, locked in ascending id order, as every transaction locks it. The quantities become
 * one object, since a join would compare each row of stock with every line: 32 orders may have 16,000
 * (docs/performance.md).
 */
const updateStock = (parameter: SQL, change: SQL, condition: SQL): SQL => {
  const lines = rowsOf(parameter, 'line', { variant_id: 'uuid', quantity: 'integer' });
  return sql`
    update ${stock} set available = stock.available ${change}
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

const reserved: WriteStep<Change> = {
  name: 'stock_reserved',
  rows: demandOf('reserve'),
  statement: (parameter) =>
    updateStock(parameter, sql`- ${quantity}`, sql`and (stock.available >= ${quantity} or stock.backorder)`),
  isGuarded: true,
};

/** Variants whose stock is not counted have no row. */
const released: WriteStep<Change> = {
  name: 'stock_released',
  rows: demandOf('release'),
  statement: (parameter) => updateStock(parameter, sql`+ ${quantity}`, sql``),
  isGuarded: false,
};

/** The ledger: one row a variant and order. */
const movementRows =
  (type: 'reserve' | 'release'): WriteStep<Change>['rows'] =>
  (batch, ids) =>
    batch.flatMap(({ stock: write }) => {
      if (write?.type !== type) return [];
      const { reason, orderId, at } = write;
      const sign = type === 'reserve' ? -1 : 1;
      return sumDemand(write.lines).map(({ variantId, quantity: units }): typeof stockMovements.$inferSelect => ({
        id: ids.next(),
        variantId,
        delta: sign * units,
        reason,
        orderId,
        at,
      }));
    });

const reservations: WriteStep<Change> = {
  name: 'stock_reservations',
  rows: movementRows('reserve'),
  statement: insertRows(stockMovements),
  isGuarded: true,
};

const releases: WriteStep<Change> = {
  name: 'stock_releases',
  rows: movementRows('release'),
  statement: (parameter) =>
    insertRows(
      stockMovements,
      sql`where new_row."variantId" in (select stock_released.variant_id from stock_released)`,
    )(parameter),
  isGuarded: false,
};

export const stockSteps: readonly WriteStep<Change>[] = [reserved, released, reservations, releases];
