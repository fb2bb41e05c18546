import { msAfter, type PageRequest, type Sorting } from '@cartwright/application';
import type { Instant } from '@cartwright/domain';
import { Type } from 'typebox';
import { exactInstant } from '../../system/exact-instant.js';
import { invalidRequest } from '../errors/request-problems.js';

const defaultLimit = 20;
const dayMs = 86_400_000;

/** `?page=&limit=`, or `?cursor=&limit=`; an empty cursor begins a cursor listing. */
export function pageRequest({
  page,
  cursor,
  limit = defaultLimit,
}: {
  readonly page?: number | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}): PageRequest {
  if (cursor === undefined) return { type: 'page', page: page ?? 1, limit };
  if (page !== undefined)
    throw invalidRequest({
      field: 'cursor',
      code: 'not-allowed',
      params: { values: [] },
      message: 'cannot be combined with page',
    });
  return { type: 'cursor', limit, ...(cursor === '' ? {} : { cursor }) };
}

/** `?sort=-createdAt,total`, each key once. */
export function readSorting<Key extends string>(
  sort: string | undefined,
  keys: readonly Key[],
  byDefault: Sorting<Key> = [],
): Sorting<Key> {
  if (sort === undefined) return byDefault;
  const sorting = sort.split(',').map((part) => {
    const name = part.replace(/^-/u, '');
    const key = keys.find((known) => known === name);
    if (key === undefined) throw sortNotAllowed(keys, `must be one of ${keys.join(', ')}`);
    return { key, direction: part.startsWith('-') ? 'desc' : 'asc' } as const;
  });
  if (new Set(sorting.map(({ key }) => key)).size < sorting.length) {
    throw sortNotAllowed(keys, 'has a key twice');
  }
  return sorting;
}

/**
 * Names of a query string, separated by commas.
 *
 * @example readNames('facets', 'brand,tag', ['brand', 'tag']) // ['brand', 'tag']
 */
export function readNames<Name extends string>(
  field: string,
  value: string | undefined,
  allowed: readonly Name[],
): readonly Name[] {
  const names = (value ?? '').split(',').filter((name) => name !== '');
  const known = names.flatMap((name) => allowed.find((one) => one === name) ?? []);
  if (known.length < names.length) {
    const message = `must be one of ${allowed.join(', ')}`;
    throw invalidRequest({ field, code: 'not-allowed', params: { values: allowed }, message });
  }
  return [...new Set(known)];
}

const sortNotAllowed = (values: readonly string[], message: string) =>
  invalidRequest({ field: 'sort', code: 'not-allowed', params: { values }, message });

/** An instant of a query string, in UTC. */
export function readInstant(field: string, value: string): Instant {
  const instant = exactInstant(value);
  if (instant === undefined) {
    const message = 'must be an RFC 3339 instant from 1970 on, such as 2026-01-31T00:00:00Z';
    throw invalidRequest({ field, code: 'format', params: {}, message });
  }
  return instant;
}

/** The start and the end of a period, for a query string. */
export const periodQuery = (words: { readonly from: string; readonly to: string }) => ({
  from: Type.Optional(
    Type.String({ maxLength: 40, description: `RFC 3339, inclusive, or a day (UTC); ${words.from}.` }),
  ),
  to: Type.Optional(
    Type.String({ maxLength: 40, description: `RFC 3339, exclusive, or the last day (UTC); ${words.to}.` }),
  ),
});

/** The period of a request, as far as it names one. A day as its end is in the period. */
export function readPeriod({ from, to }: { readonly from?: string | undefined; readonly to?: string | undefined }): {
  readonly from?: Instant;
  readonly to?: Instant;
} {
  return {
    ...(from === undefined ? {} : { from: readStart(from) }),
    ...(to === undefined ? {} : { to: readEnd(to) }),
  };
}

/** The start of a period. A day (UTC) stands for its first instant. */
export const readStart = (from: string): Instant => startOf(from) ?? readInstant('from', from);

/** The end of a period, which is not in it. A day (UTC) is in the period. */
export function readEnd(to: string): Instant {
  const start = startOf(to);
  return start === undefined ? readInstant('to', to) : msAfter(start, dayMs);
}

const startOf = (text: string): Instant | undefined =>
  /^\d{4}-\d{2}-\d{2}$/u.test(text) ? exactInstant(`${text}T00:00:00Z`) : undefined;
