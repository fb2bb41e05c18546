import { compareIds, type Instant } from './flavoured.js';

/** RFC 3339 in UTC: `Z` or a zero offset, letters of either case, any number of decimals. */
const utcText = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(?:Z|[+-]00:00)$/;

/**
 * The second and what is left of its decimals, as a text that orders by time; `undefined` for what is no RFC 3339 text
 * in UTC. `Date.parse` alone also takes bare years, English dates in the machine's own time zone and 30 February. Leap
 * seconds are refused: no clock that counts Unix time ever shows one.
 */
export function readInstant(text: Instant): string | undefined {
  const [, second, decimals = ''] = utcText.exec(text.toUpperCase()) ?? [];
  if (second === undefined) return undefined;
  // 30 February and 24:00:00 roll over into another day. Of what is no date the day is NaN.
  if (new Date(`${second}Z`).getUTCDate() !== Number(second.slice(8, 10))) return undefined;
  let end = decimals.length;
  while (decimals[end - 1] === '0') end -= 1; // a pattern for trailing zeros takes quadratic time
  return `${second}.${decimals.slice(0, end)}`;
}

/** Orders two instants by time, however they are written; texts that are no instants order as they are. */
export const compareInstants = (left: Instant, right: Instant): number =>
  compareIds(readInstant(left) ?? left, readInstant(right) ?? right);
