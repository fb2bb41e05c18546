import { invalidRequest } from '../../fastify/errors/request-problems.js';
import type { Connection } from '../schema/connections.js';
import type { Input } from './request-view.js';

/** The list of a REST operation. */
type Listed = {
  readonly data: readonly unknown[];
  readonly meta: { readonly total?: number; readonly nextCursor?: string | null };
};

type Read = (input: Input, options?: { readonly isPart: boolean }) => Promise<unknown>;
type ConnectionArguments = { readonly first?: number | null; readonly after?: string | null };

/**
 * A place in a list: the start of a page, and how many rows follow it, of which the last has the id. REST has a cursor
 * for the end of each page, and none for the rows within. The id finds a row that has moved within the page.
 */
type Position = { readonly page?: string; readonly skip: number; readonly id?: string };

const maximum = 100;

/** One part of a list, as a Relay connection. */
export async function readConnection(
  input: Input,
  { first, after }: ConnectionArguments,
  read: Read,
): Promise<Connection> {
  const wanted = first ?? 20;
  if (wanted < 1 || wanted > maximum) {
    const params = { minimum: 1, maximum };
    throw invalidRequest({ field: 'first', code: 'out-of-range', params, message: `must be 1 to ${maximum}` });
  }
  const start = after === undefined || after === null || after === '' ? { skip: 0 } : readPosition(after);
  const { listed, first: from, rows, end, hasMore } = await readFrom(input, start, wanted, read);
  const { page } = start;
  const edges = rows.map((node, index) => {
    const isLast = index === rows.length - 1;
    const within = { ...(page === undefined ? {} : { page }), skip: from + index + 1, ...identify(node) };
    return { node, cursor: writePosition(isLast && end !== undefined ? end : within) };
  });
  const { data: _data, meta, ...beside } = listed;
  return {
    ...beside,
    ...meta,
    edges,
    pageInfo: {
      hasNextPage: hasMore,
      hasPreviousPage: start.page !== undefined || start.skip > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? (end === undefined ? (after ?? null) : writePosition(end)),
    },
    countRows: () => countRows(input, read),
  };
}

type Part = {
  readonly listed: Listed;
  /** The rows of the page before the first one. */
  readonly first: number;
  readonly rows: readonly unknown[];
  /** The start of the next page, where the rows reach it. */
  readonly end?: Position;
  readonly hasMore: boolean;
};

async function readFrom(input: Input, start: Position, wanted: number, read: Read): Promise<Part> {
  const { page = '', skip, id } = start;
  const limit = Math.min(maximum, skip + wanted);
  const listed = (await read(withQuery(input, { cursor: page, limit }))) as Listed;
  if (id === undefined || identify(listed.data[skip - 1]).id === id) return partOf(listed, skip, wanted);
  // Rows came or went before it.
  const whole = (await read(withQuery(input, { cursor: page, limit: maximum }), { isPart: true })) as Listed;
  const found = whole.data.findIndex((row) => identify(row).id === id);
  // Where it was removed itself, its place has the next row, unless further rows of the page came or went too.
  return partOf(whole, found === -1 ? skip - 1 : found + 1, wanted);
}

function partOf(listed: Listed, first: number, wanted: number): Part {
  const { data, meta } = listed;
  const rows = data.slice(first, first + wanted);
  const isEnd = first + rows.length >= data.length;
  const hasNext = typeof meta.nextCursor === 'string';
  const end = isEnd && typeof meta.nextCursor === 'string' ? { end: { page: meta.nextCursor, skip: 0 } } : {};
  return { listed, first, rows, ...end, hasMore: hasNext || !isEnd };
}

/** The id of a row. The rows of some lists, such as tags, have none. */
function identify(row: unknown): { readonly id?: string } {
  const { id } = (row ?? {}) as { readonly id?: unknown };
  return typeof id === 'string' ? { id } : {};
}

async function countRows({ query: { facets: _facets, ...query }, ...input }: Input, read: Read): Promise<number> {
  const { meta } = (await read(withQuery({ ...input, query }, { page: 1, limit: 1 }), { isPart: true })) as Listed;
  return meta.total ?? 0;
}

const withQuery = (input: Input, more: Readonly<Record<string, unknown>>): Input => ({
  ...input,
  query: { ...input.query, ...more },
});

const writePosition = (position: Position): string => Buffer.from(JSON.stringify(position)).toString('base64url');

function readPosition(cursor: string): Position {
  const refused = invalidRequest({
    field: 'after',
    code: 'format',
    params: {},
    message: 'must be a `cursor` of this list',
  });
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (isPosition(position)) return position;
  } catch {
    throw refused;
  }
  throw refused;
}

function isPosition(value: unknown): value is Position {
  if (typeof value !== 'object' || value === null) return false;
  const { page, skip, id } = value as Partial<Position>;
  return (
    (id === undefined || (typeof id === 'string' && Number(skip) > 0)) &&
    (page === undefined || typeof page === 'string') &&
    typeof skip === 'number' &&
    Number.isSafeInteger(skip) &&
    skip >= 0 &&
    // After the last row of a full page.
    skip <= maximum
  );
}
