import {
  orderRowOf,
  orderSortValueOf,
  type CursorMalformed,
  type OrderReader,
  type OrderRow,
  type OrderSortKey,
  type Page,
  type StorageUnavailable,
  unknownArrival,
} from '@cartwright/application';
import { and, eq, gte, lt, sql } from 'drizzle-orm';
import { errAsync, type ResultAsync } from 'neverthrow';
import type { Database } from '../connection/database.js';
import { listedOrderColumns, listedOrderOf } from './listed-orders.js';
import { pageOf, keysetPageOf, type SortColumn } from './keyset-page.js';
import { orders } from '../schema.js';
import { isUuid } from '../connection/storable-text.js';
import { tryQuery } from '../connection/try-query.js';

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
  ordersOf: (
    customerId,
    { from, to, status },
    sorting,
    request,
  ): ResultAsync<Page<OrderRow>, CursorMalformed | StorageUnavailable> => {
    const slice = keysetPageOf(sortColumns, orders.id, sorting, request);
    if (slice.isErr()) return errAsync(slice.error);
    const { after, orderBy, limit, offset } = slice.value;
    const isAsked = and(
      isUuid(customerId) ? eq(orders.customerId, customerId) : sql`false`,
      gte(orders.placedAt, from),
      lt(orders.placedAt, to),
      status === undefined ? undefined : eq(orders.status, status),
    );
    return tryQuery(async () => {
      // Uncorrelated, so counted once, and in the same round trip.
      const total = sql<number>`(select count(*) from ${orders} where ${isAsked})`.mapWith(Number);
      const rows = await db
        .select({ ...listedOrderColumns, all: request.type === 'page' ? total : sql<number>`0` })
        .from(orders)
        .where(and(isAsked, after))
        .orderBy(...orderBy)
        .limit(limit)
        .offset(offset);
      // A page beyond the last has no row that could say how many there are.
      const all = async (): Promise<number> => rows[0]?.all ?? db.$count(orders, isAsked);
      return pageOf(
        rows.map((row) => orderRowOf(listedOrderOf(row))),
        sorting,
        orderSortValueOf,
        request,
        all,
      );
    });
  },
});
