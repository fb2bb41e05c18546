import type { CursorMalformed, Page, PageRequest, Sorting } from '@cartwright/application';
import { compareIds } from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';
import { exactInstant } from '../../system/exact-instant.js';

type SortValue = string | number;

/**
 * One page of rows, sorted by one key after another and last by id, so that every order is total. A cursor is the sort
 * values and the id of the last row seen: rows that come or go before it move nothing.
 */
export function pageOf<Row extends { readonly id: string }, Key extends string>(
  rows: readonly Row[],
  sorting: Sorting<Key>,
  valueOf: (row: Row, key: Key) => SortValue,
  request: PageRequest,
): Result<Page<Row>, CursorMalformed> {
  const placeOf = (row: Row): readonly SortValue[] => [...sorting.map(({ key }) => valueOf(row, key)), row.id];
  const compare = (left: readonly SortValue[], right: readonly SortValue[]): number => {
    for (const [index, value] of left.entries()) {
      const order = compareValues(value, right[index] ?? '');
      if (order !== 0) return sorting[index]?.direction === 'desc' ? -order : order;
    }
    return 0;
  };
  const sorted = [...rows].sort((left, right) => compare(placeOf(left), placeOf(right)));

  const { limit } = request;
  if (request.type === 'page') {
    const { page } = request;
    const total = sorted.length;
    const data = sorted.slice((page - 1) * limit, page * limit);
    return ok({ data, meta: { page, limit, total, totalPages: Math.ceil(total / limit) } });
  }
  const signature = sorting.map(({ key, direction }) => `${direction === 'desc' ? '-' : ''}${key}`).join(',');
  const after = request.cursor === undefined ? undefined : decode(request.cursor, signature, sorting);
  if (after === null) return err({ type: 'list.cursor-malformed' });
  const rest = after === undefined ? sorted : sorted.filter((row) => compare(placeOf(row), after) > 0);
  const data = rest.slice(0, limit);
  const last = data.at(-1);
  const more = rest.length > limit && last !== undefined;
  return ok({ data, meta: { limit, nextCursor: more ? encode(signature, placeOf(last)) : null } });
}

const compareValues = (left: SortValue, right: SortValue): number =>
  typeof left === 'number' && typeof right === 'number' ? left - right : compareIds(String(left), String(right));

const encode = (signature: string, place: readonly SortValue[]): string =>
  Buffer.from(JSON.stringify([signature, ...place])).toString('base64url');

/** `null` for what `encode` did not make for this sorting. */
function decode(cursor: string, signature: string, sorting: Sorting<string>): readonly SortValue[] | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(parsed) || parsed[0] !== signature || parsed.length !== sorting.length + 2) return null;
    const place: readonly unknown[] = parsed.slice(1);
    return place.every((value, index) => fits(sorting[index]?.key, value)) ? (place as readonly SortValue[]) : null;
  } catch {
    return null;
  }
}

/** Every key of a list that sorts by time is named so. */
const isInstantKey = (key = ''): boolean => /At$|^at$|Arrival$/u.test(key);

const fits = (key: string | undefined, value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'string' && (!isInstantKey(key) || exactInstant(value) === value));
