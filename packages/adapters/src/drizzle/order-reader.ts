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
import { and, count, eq, gte, lt, sql } from 'drizzle-orm';
import { errAsync, type ResultAsync } from 'neverthrow';
import type { Database } from './database.js';
import { pageOf, sliceOf, type SortColumn } from './list-page.js';
import { orders } from './schema.js';
import { isUuid } from './storable-text.js';
import { answerOf } from './storage-failures.js';

/**
 * Only `createdAt` has an index to itself: a customer's orders of a year, which `orders_of_customer` finds, are few enough
 * to be sorted each time.
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
  estimatedArrival: { column: sql`coalesce(${orders.estimatedArrival}, ${unknownArrival}::timestamptz)`, type: 'instant' },
};

/**
 * Customers' orders. One statement a page, a second for the total of a page by number.
 *
 * @example makeDrizzleOrderReader({ db })
 */
export const makeDrizzleOrderReader = ({ db }: { readonly db: Database }): OrderReader => ({
  ordersOf: (customerId, { from, to, status }, sorting, request): ResultAsync<Page<OrderRow>, CursorMalformed | StorageUnavailable> => {
    const slice = sliceOf(sortColumns, orders.id, sorting, request);
    if (slice.isErr()) return errAsync(slice.error);
    const { after, orderBy, limit, offset } = slice.value;
    const isAsked = and(
      isUuid(customerId) ? eq(orders.customerId, customerId) : sql`false`,
      gte(orders.placedAt, from),
      lt(orders.placedAt, to),
      status === undefined ? undefined : eq(orders.status, status),
    );
    return answerOf(async () => {
      const rows = await db
        .select({ order: orders.document })
        .from(orders)
        .where(and(isAsked, after))
        .orderBy(...orderBy)
        .limit(limit)
        .offset(offset);
      const total = async (): Promise<number> => {
        const [row] = await db.select({ orders: count() }).from(orders).where(isAsked);
        return row?.orders ?? 0;
      };
      return pageOf(rows.map(({ order }) => orderRowOf(order)), sorting, orderSortValueOf, request, total);
    });
  },
});
