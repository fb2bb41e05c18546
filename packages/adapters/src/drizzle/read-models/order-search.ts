import {
  foundOrderOf,
  foundOrderSortValueOf,
  type OrderSearch,
  type OrderSearchFilter,
  type OrderSearchKey,
} from '@cartwright/application';
import { and, eq, gte, inArray, lt, sql, type Column, type SQL } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { listedOrderColumns, listedOrderOf } from './listed-orders.js';
import { readKeysetPage, selectPage, type SortColumn } from './keyset-page.js';
import { orders } from '../schema.js';
import { isStorable, isUuid } from '../connection/storable-text.js';
import { withOutages } from '../connection/try-query.js';

/** As its index has it, so that the index serves. */
const byCodePoint = (column: Column): SQL => sql`${column} collate "C"`;

const sortColumns: Readonly<Record<OrderSearchKey, SortColumn>> = {
  createdAt: { column: orders.placedAt, type: 'instant' },
  number: { column: byCodePoint(orders.number), type: 'text' },
  email: { column: byCodePoint(orders.email), type: 'text' },
  status: { column: byCodePoint(orders.status), type: 'text' },
  paymentStatus: { column: byCodePoint(orders.paymentStatus), type: 'text' },
  total: { column: orders.total, type: 'integer' },
};

/**
 * Everybody's orders. One statement a page, a second for the total of a page by number.
 *
 * @example makeDrizzleOrderSearch({ db })
 */
export const makeDrizzleOrderSearch = ({ db }: { readonly db: Database }): OrderSearch => ({
  find: (filter, sorting, request) => {
    const where = matches(filter);
    const all = db.select({ ...listedOrderColumns, email: orders.email, customerId: orders.customerId }).from(orders);
    const ids = db.select({ id: orders.id }).from(orders);
    return withOutages(async () =>
      readKeysetPage({ columns: sortColumns, id: orders.id, sorting, valueOf: foundOrderSortValueOf }, request, {
        where,
        select: (page) =>
          // PostgreSQL computes the columns of the rows before a page as well, so a late page is found by its ids.
          page.offset === 0
            ? selectPage(all, page)
            : selectPage(all, { ...page, where: inArray(orders.id, selectPage(ids, page)), offset: 0 }),
        rowOf: ({ email, customerId, ...row }) =>
          foundOrderOf({ ...listedOrderOf(row), email, ...(customerId === null ? {} : { customerId }) }),
        count: async () => db.$count(orders, where),
      }),
    );
  },
});

const matches = ({ status, paymentStatus, customerId, from, to, beginning }: OrderSearchFilter): SQL | undefined =>
  and(
    status === undefined ? undefined : sql`${byCodePoint(orders.status)} = ${status}`,
    paymentStatus === undefined ? undefined : sql`${byCodePoint(orders.paymentStatus)} = ${paymentStatus}`,
    customerId === undefined ? undefined : isUuid(customerId) ? eq(orders.customerId, customerId) : sql`false`,
    from === undefined ? undefined : gte(orders.placedAt, from),
    to === undefined ? undefined : lt(orders.placedAt, to),
    beginning === undefined
      ? undefined
      : sql`(${beginsWith(orders.number, beginning.number)} or ${beginsWith(orders.email, beginning.email)})`,
  );

/** As a range, which an index understands whatever the text is; no text has the last code point in it. */
const beginsWith = (column: Column, text: string): SQL =>
  isStorable(text)
    ? sql`(${byCodePoint(column)} >= ${text} and ${byCodePoint(column)} < ${`${text}\u{10ffff}`})`
    : sql`false`;
