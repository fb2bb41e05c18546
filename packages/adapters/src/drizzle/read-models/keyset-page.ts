import type { CursorMalformed, Page, PageRequest, Sorting } from '@cartwright/application';
import { and, asc, Column, desc, is, or, sql, type SQL } from 'drizzle-orm';
import { err, ok, type Result } from 'neverthrow';
import { exactInstant } from '../../system/exact-instant.js';
import { isStorable, isUuid } from '../connection/storable-text.js';

type SortValue = string | number;

/** What a list sorts by: its column, and what a value of it looks like in a cursor. */
export type SortColumn = { readonly column: Column | SQL; readonly type: 'text' | 'integer' | 'instant' };

/** The requested part of a list, as a query is built from it. */
export type Slice = {
  /** Only rows after the cursor; absent when there is none. */
  readonly after: SQL | undefined;
  readonly orderBy: readonly SQL[];
  /** With a cursor one more than requested: it shows whether there is a next page. */
  readonly limit: number;
  readonly offset: number;
};

/**
 * Sorts by one key after another and last by id, ascending, so that every order is total. A cursor is the sort values
 * and the id of the last row seen: rows that come or go before it move nothing.
 */
export function keysetPageOf<Key extends string>(
  columns: Readonly<Record<Key, SortColumn>>,
  id: Column | SQL,
  sorting: Sorting<Key>,
  request: PageRequest,
): Result<Slice, CursorMalformed> {
  const places = [
    ...sorting.map(({ key, direction }) => ({ ...columns[key], isDescending: direction === 'desc' })),
    // An id that is put together of columns is text.
    { column: id, type: is(id, Column) ? 'id' : 'text', isDescending: false } as const,
  ];
  const orderBy = places.map(({ column, isDescending }) => (isDescending ? desc(column) : asc(column)));
  const { limit } = request;
  if (request.type === 'page') return ok({ after: undefined, orderBy, limit, offset: (request.page - 1) * limit });
  if (request.cursor === undefined) return ok({ after: undefined, orderBy, limit: limit + 1, offset: 0 });

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
  return ok({ after: and(startAt(places, values), or(...alternatives)), orderBy, limit: limit + 1, offset: 0 });
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

/** The page that a slice's rows make. `total` is requested only with a page number. */
export async function pageOf<Row extends { readonly id: string }, Key extends string>(
  rows: readonly Row[],
  sorting: Sorting<Key>,
  valueOf: (row: Row, key: Key) => SortValue,
  request: PageRequest,
  total: () => Promise<number>,
): Promise<Page<Row>> {
  const { limit } = request;
  if (request.type === 'page') {
    const { page } = request;
    // A first page that is not full has them all.
    const all = page === 1 && rows.length < limit ? rows.length : await total();
    return { data: rows, meta: { page, limit, total: all, totalPages: Math.ceil(all / limit) } };
  }
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  const isMore = rows.length > limit && last !== undefined;
  const placeOf = (row: Row) => [...sorting.map(({ key }) => valueOf(row, key)), row.id];
  return { data, meta: { limit, nextCursor: isMore ? encode(signatureOf(sorting), placeOf(last)) : null } };
}

/** A cursor belongs to one sorting: with another it would name a place that does not exist. */
const signatureOf = (sorting: Sorting<string>): string =>
  sorting.map(({ key, direction }) => `${direction === 'desc' ? '-' : ''}${key}`).join(',');

const encode = (signature: string, place: readonly SortValue[]): string =>
  Buffer.from(JSON.stringify([signature, ...place])).toString('base64url');

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
