import {
  orderRowOf,
  orderSortValueOf,
  type OrderReader,
  type OrderSortKey,
  unknownArrival,
} from '@cartwright/application';
import { and, eq, gte, lt, sql } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { listedOrderColumns, listedOrderOf } from './listed-orders.js';
import { readKeysetPage, selectPage, type SortColumn } from './keyset-page.js';
import { orders } from '../schema.js';
import { isUuid } from '../connection/storable-text.js';
import { withOutages } from '../connection/try-query.js';

/**
 * Only `createdAt` has an index to itself: a customer's orders of a year, which `orders_of_customer` finds, are few
 * enough to be sorted each time.
 */
const sortColumns: Readonly<Record<OrderSortKey, SortColumn>> = {
  createdAt: { column: orders.placedAt, type: 'instant' },
  number: { column: sql`${orders.number} collate "C"`, type: 'text' },
  status: { column: sql`${orders.status} collate "C"`, type: 'text' },
  paymentStatus: { column: sql`${orders.paymentStatus} collate "C"`, type: 'text' },
  total: { column: orders.total, type: 'integer' },
  name: {
    column: sql`coalesce(${orders.document} -> 'descriptions' -> (${orders.document} #>> '{pricing,lines,0,variantId}') ->> 'name', '') collate "C"`,
    type: 'text',
  },
  price: { column: sql`(${orders.document} #>> '{pricing,lines,0,unitPrice,amount}')::bigint`, type: 'integer' },
  quantity: { column: sql`(${orders.document} #>> '{pricing,lines,0,quantity}')::bigint`, type: 'integer' },
  estimatedArrival: {
    column: sql`coalesce(${orders.estimatedArrival}, ${unknownArrival}::timestamptz)`,
    type: 'instant',
  },
};

/**
 * Customers' orders. One statement a page, with the total of a page by number.
 *
 * @example makeDrizzleOrderReader({ db })
 */
export const makeDrizzleOrderReader = ({ db }: { readonly db: Database }): OrderReader => ({
  ordersOf: (customerId, { from, to, status }, sorting, request) => {
    const where = and(
      isUuid(customerId) ? eq(orders.customerId, customerId) : sql`false`,
      gte(orders.placedAt, from),
      lt(orders.placedAt, to),
      status === undefined ? undefined : eq(orders.status, status),
    );
    // Uncorrelated, so counted once, and in the same round trip.
    const all = sql<number>`(select count(*) from ${orders} where ${where})`.mapWith(Number);
    const columns = { ...listedOrderColumns, all: request.type === 'page' ? all : sql<number>`0` };
    return withOutages(async () =>
      readKeysetPage({ columns: sortColumns, id: orders.id, sorting, valueOf: orderSortValueOf }, request, {
        where,
        select: (page) => selectPage(db.select(columns).from(orders), page),
        rowOf: (row) => orderRowOf(listedOrderOf(row)),
        // A page beyond the last has no row with their number.
        count: async ([first]) => first?.all ?? db.$count(orders, where),
      }),
    );
  },
});
