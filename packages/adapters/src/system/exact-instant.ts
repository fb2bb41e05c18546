import type { Instant } from '@cartwright/domain';

const rfc3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/u;

/**
 * The instant that an RFC 3339 text of a client states, as the shop stores instants; `undefined` for any other text. It
 * is the only reader of such text: `Date.parse` alone turns 31 February into 3 March, and PostgreSQL rejects it and the
 * year 0 with an error. Instants before 1970 and after 9999 are rejected, because storages differ in how far they
 * count.
 *
 * @example exactInstant('2026-11-21T10:30:00+01:00') // '2026-11-21T09:30:00.000Z'
 * @example exactInstant('2026-02-31T00:00:00Z') // undefined
 */
export function exactInstant(text: string): Instant | undefined {
  const upper = text.toUpperCase();
  const [, second = ''] = rfc3339.exec(upper) ?? [];
  const at = Date.parse(upper);
  const local = Date.parse(`${second}Z`);
  if (!(at >= 0) || Number.isNaN(local) || new Date(local).toISOString().slice(0, 19) !== second) return undefined;
  const instant = new Date(at).toISOString();
  return /^\d{4}-/u.test(instant) ? instant : undefined;
}
