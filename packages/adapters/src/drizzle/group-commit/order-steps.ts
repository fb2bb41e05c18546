import type { Change } from '@cartwright/application';
import { sql } from 'drizzle-orm';
import { orderRow } from '../repositories/order-records.js';
import { orders } from '../schema.js';
import { columnsOf, insertStep, rowOf, rowsOf, updateUnlocked, type WriteStep } from './write-step.js';

const columns = columnsOf(orders);
const isKey = (name: string): boolean => name === orders.id.name || name === orders.version.name;

const placed = insertStep<Change, typeof orders>('orders_placed', orders, ({ order }) =>
  order?.type === 'place' ? [orderRow(order.order, 1)] : [],
);

const changed: WriteStep<Change> = {
  name: 'orders_changed',
  rows: (batch) =>
    batch.flatMap(({ order }) =>
      order?.type === 'change' ? [rowOf(orders, orderRow(order.order, order.version))] : [],
    ),
  statement: updateUnlocked(orders, {
    columns,
    where: sql`orders.id = changed.id and orders.version = changed.version`,
    set: sql.join(
      [
        ...Object.keys(columns).flatMap((name) => (isKey(name) ? [] : [sql.raw(`"${name}" = changed."${name}"`)])),
        sql`version = orders.version + 1`,
      ],
      sql`, `,
    ),
  }),
  isGuarded: true,
};

/** Locks orders that a change rests on, so that no other commits a change of them before this one. */
const unchanged: WriteStep<Change> = {
  name: 'orders_unchanged',
  rows: (batch) =>
    batch.flatMap(({ order }) => (order?.type === 'unchanged' ? [{ id: order.id, version: order.version }] : [])),
  statement: (parameter) => sql`
    select 1 from ${rowsOf(parameter, 'expected', { id: 'uuid', version: 'integer' })}
      cross join lateral (
        select from ${orders} where orders.id = expected.id and orders.version = expected.version
        for share skip locked
      ) as unlocked`,
  isGuarded: true,
};

export const orderSteps: readonly WriteStep<Change>[] = [placed, changed, unchanged];
