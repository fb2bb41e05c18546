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
 * A place in a list: the start of a page and how many rows follow it. REST has a cursor for the end of each page, and
 * none for the rows within.
 */
type Position = { readonly page?: string; readonly skip: number };

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
  const { listed, rows, end } = await readFrom(input, start, wanted, read);
  const edges = rows.map((node, index) => {
    const isLast = index === rows.length - 1;
    const position = isLast && end !== undefined ? end : { ...start, skip: start.skip + index + 1 };
    return { node, cursor: writePosition(position) };
  });
  const { data: _data, meta, ...beside } = listed;
  return {
    ...beside,
    ...meta,
    edges,
    pageInfo: {
      hasNextPage: end !== undefined,
      hasPreviousPage: start.page !== undefined || start.skip > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? (end === undefined ? (after ?? null) : writePosition(end)),
    },
    countRows: () => countRows(input, read),
  };
}

type Part = {
  readonly listed: Listed;
  readonly rows: readonly unknown[];
  /** The start of the next page; absent at the end of the list. */
  readonly end?: Position;
};

async function readFrom(input: Input, { page = '', skip }: Position, first: number, read: Read): Promise<Part> {
  const limit = Math.min(maximum, skip + first);
  const listed = (await read(withQuery(input, { cursor: page, limit }))) as Listed;
  const rows = listed.data.slice(skip, skip + first);
  const { nextCursor } = listed.meta;
  return { listed, rows, ...(typeof nextCursor === 'string' ? { end: { page: nextCursor, skip: 0 } } : {}) };
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
  const { page, skip } = value as Partial<Position>;
  return (
    (page === undefined || typeof page === 'string') &&
    typeof skip === 'number' &&
    Number.isSafeInteger(skip) &&
    skip >= 0 &&
    // After the last row of a full page.
    skip <= maximum
  );
}
