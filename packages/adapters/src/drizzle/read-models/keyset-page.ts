import type { CursorMalformed, Page, PageRequest, Sorting } from '@cartwright/application';
import { and, asc, Column, desc, is, or, sql, type SQL } from 'drizzle-orm';
import type { PgSelect } from 'drizzle-orm/pg-core';
import { err, ok, type Result } from 'neverthrow';
import { exactInstant } from '../../system/exact-instant.js';
import { isStorable, isUuid } from '../connection/storable-text.js';

type SortValue = string | number;

/** What a list sorts by: its column, and what a value of it looks like in a cursor. */
export type SortColumn = { readonly column: Column | SQL; readonly type: 'text' | 'integer' | 'instant' };

/** A total order: by one key after another, and last by id, ascending. */
export type KeysetOrder<Row, Key extends string> = {
  readonly columns: Readonly<Record<Key, SortColumn>>;
  readonly id: Column | SQL;
  readonly sorting: Sorting<Key>;
  /** What a row has in the column of a key. */
  readonly valueOf: (row: Row, key: Key) => SortValue;
};

/**
 * The order by an instant that the rows of a list have under the name of its key.
 *
 * @example byInstant('at', 'desc', auditLog.at, auditLog.id)
 */
export const byInstant = <Key extends string>(
  key: Key,
  direction: 'asc' | 'desc',
  column: Column | SQL,
  id: Column | SQL,
): KeysetOrder<Readonly<Record<Key, string>>, Key> => ({
  columns: { [key]: { column, type: 'instant' } } as Readonly<Record<Key, SortColumn>>,
  id,
  sorting: [{ key, direction }],
  valueOf: (row) => row[key],
});

/** The requested part of a list, as a query is built from it. */
export type KeysetPage = {
  /** The condition of the list, and with a cursor that a row comes after it. */
  readonly where: SQL | undefined;
  readonly orderBy: readonly SQL[];
  /** In a cursor listing one more than requested: it shows whether there is a next page. */
  readonly limit: number;
  readonly offset: number;
};

type KeysetList<Selected, Row> = {
  readonly where?: SQL | undefined;
  readonly select: (page: KeysetPage) => PromiseLike<readonly Selected[]>;
  readonly rowOf: (selected: Selected) => Row;
  /** The rows of the whole list, requested only with a page number. */
  readonly count: (selected: readonly Selected[]) => Promise<number>;
};

/**
 * Reads a page of a list (keyset pagination). A cursor is the sort values and the id of the last row seen: rows that
 * come or go before it move nothing.
 *
 * @example
 * readKeysetPage(byInstant('at', 'desc', auditLog.at, auditLog.id), request, {
 *   select: (page) => selectPage(db.select().from(auditLog), page),
 *   rowOf: auditEntryOf,
 *   count: () => db.$count(auditLog),
 * })
 */
export async function readKeysetPage<Selected, Row extends { readonly id: string }, Key extends string>(
  order: KeysetOrder<NoInfer<Row>, Key>,
  request: PageRequest,
  { where, select, rowOf, count }: KeysetList<Selected, Row>,
): Promise<Result<Page<Row>, CursorMalformed>> {
  const page = keysetPage(order, request, where);
  if (page.isErr()) return err(page.error);
  const selected = await select(page.value);
  const rows = selected.map(rowOf);
  const { limit } = request;
  if (request.type === 'page') {
    // A first page that is not full has them all.
    const total = request.page === 1 && rows.length < limit ? rows.length : await count(selected);
    return ok({ data: rows, meta: { page: request.page, limit, total, totalPages: Math.ceil(total / limit) } });
  }
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? cursorOf(order, last) : null;
  return ok({ data, meta: { limit, nextCursor } });
}

/** The rows that a query of a whole list has in a page. */
export const selectPage = <Query extends PgSelect>(
  list: { readonly $dynamic: () => Query },
  { where, orderBy, limit, offset }: KeysetPage,
): Query =>
  list
    .$dynamic()
    .where(where)
    .orderBy(...orderBy)
    .limit(limit)
    .offset(offset);

function keysetPage<Key extends string>(
  { columns, id, sorting }: Omit<KeysetOrder<never, Key>, 'valueOf'>,
  request: PageRequest,
  where: SQL | undefined,
): Result<KeysetPage, CursorMalformed> {
  const places = [
    ...sorting.map(({ key, direction }) => ({ ...columns[key], isDescending: direction === 'desc' })),
    // An id that is put together of columns is text.
    { column: id, type: is(id, Column) ? 'id' : 'text', isDescending: false } as const,
  ];
  const orderBy = places.map(({ column, isDescending }) => (isDescending ? desc(column) : asc(column)));
  const { limit } = request;
  if (request.type === 'page') return ok({ where, orderBy, limit, offset: (request.page - 1) * limit });
  if (request.cursor === undefined) return ok({ where, orderBy, limit: limit + 1, offset: 0 });

  const values = decode(
    request.cursor,
    signatureOf(sorting),
    places.map(({ type }) => type),
  );
  if (values === undefined) return err({ type: 'list.cursor-malformed' });
  const alternatives = places.map(({ column, isDescending }, depth) =>
    and(
      ...places.slice(0, depth).map((place, index) => sql`${place.column} = ${bound(place, values[index])}`),
      sql`${column} ${isDescending ? lessThan : moreThan} ${bound({ column }, values[depth])}`,
    ),
  );
  const after = and(startAt(places, values), or(...alternatives));
  return ok({ where: and(where, after), orderBy, limit: limit + 1, offset: 0 });
}

type Place = { readonly column: Column | SQL; readonly isDescending: boolean };

/**
 * Implied by the alternatives, and what lets an index start at the cursor: the places that go the same way as the
 * first, compared as one row, which an index over several columns understands.
 */
function startAt(places: readonly Place[], values: readonly SortValue[]): SQL | undefined {
  const turn = places.findIndex(({ isDescending }) => isDescending !== places[0]?.isDescending);
  const run = turn === -1 ? places : places.slice(0, turn);
  const columns = sql.join(
    run.map(({ column }) => column),
    sql`, `,
  );
  const cursor = sql.join(
    run.map((place, index) => bound(place, values[index])),
    sql`, `,
  );
  return sql`(${columns}) ${places[0]?.isDescending === true ? lessThan : moreThan}= (${cursor})`;
}

const lessThan = sql.raw('<');
const moreThan = sql.raw('>');

/** A cursor's value as a parameter; a column determines its form, an expression is text. */
const bound = ({ column }: { readonly column: Column | SQL }, value: SortValue | undefined): SQL =>
  is(column, Column) ? sql`${sql.param(value, column)}` : sql`${value}`;

/** A cursor belongs to one sorting: with another it would name a place that does not exist. */
const signatureOf = (sorting: Sorting<string>): string =>
  sorting.map(({ key, direction }) => `${direction === 'desc' ? '-' : ''}${key}`).join(',');

const cursorOf = <Row extends { readonly id: string }, Key extends string>(
  { sorting, valueOf }: KeysetOrder<Row, Key>,
  row: Row,
): string =>
  Buffer.from(JSON.stringify([signatureOf(sorting), ...sorting.map(({ key }) => valueOf(row, key)), row.id])).toString(
    'base64url',
  );

function decode(
  cursor: string,
  signature: string,
  types: readonly (SortColumn['type'] | 'id')[],
): readonly SortValue[] | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(parsed) || parsed[0] !== signature || parsed.length !== types.length + 1) return undefined;
    const values: readonly unknown[] = parsed.slice(1);
    return types.every((type, index) => fits(type, values[index])) ? (values as readonly SortValue[]) : undefined;
  } catch {
    return undefined;
  }
}

function fits(type: SortColumn['type'] | 'id', value: unknown): boolean {
  switch (type) {
    case 'integer':
      return Number.isSafeInteger(value);
    case 'text':
      return typeof value === 'string' && isStorable(value);
    case 'id':
      return typeof value === 'string' && isUuid(value);
    case 'instant':
      return typeof value === 'string' && exactInstant(value) === value;
  }
}
