import type { Page } from '@cartwright/application';
import { listProblems } from '../errors/list-problems.js';
import { refusalOf } from '../errors/problem.js';
import { pageRequest } from './list-query.js';

/**
 * One page of a list that is short enough to read completely. A cursor is the id of the last row seen, and its place,
 * from which a list continues whose row was removed since.
 *
 * @example wholeList(roles, { cursor: '' }, ({ name }) => name)
 */
export function wholeList<Row>(
  rows: readonly Row[],
  query: Parameters<typeof pageRequest>[0],
  idOf: (row: Row) => string,
): Page<Row> {
  const request = pageRequest(query);
  const { limit } = request;
  if (request.type === 'page') {
    const { page } = request;
    const total = rows.length;
    const data = rows.slice((page - 1) * limit, page * limit);
    return { data, meta: { page, limit, total, totalPages: Math.ceil(total / limit) } };
  }
  const start = request.cursor === undefined ? 0 : startAfter(rows.map(idOf), readCursor(request.cursor));
  const data = rows.slice(start, start + limit);
  const last = data.at(-1);
  const place = start + data.length - 1;
  const isMore = last !== undefined && place + 1 < rows.length;
  return { data, meta: { limit, nextCursor: isMore ? writeCursor({ id: idOf(last), place }) : null } };
}

type Cursor = { readonly id: string; readonly place: number };

function startAfter(ids: readonly string[], { id, place }: Cursor): number {
  // Two rows can have the same id. Then the place in the cursor says which row is meant.
  const found = ids[place] === id ? place : ids.indexOf(id);
  return found === -1 ? place : found + 1;
}

const writeCursor = ({ id, place }: Cursor): string => Buffer.from(JSON.stringify([id, place])).toString('base64url');

function readCursor(cursor: string): Cursor {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parsed) && parsed.length === 2) {
      const [id, place] = parsed as readonly unknown[];
      if (typeof id === 'string' && Number.isSafeInteger(place) && Number(place) >= 0)
        return { id, place: Number(place) };
    }
  } catch {
    // Not one of ours.
  }
  throw refusalOf({ type: 'list.cursor-malformed' }, listProblems);
}
