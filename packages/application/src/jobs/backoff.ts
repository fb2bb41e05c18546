/** Milliseconds; `baseMs` is the longest first delay, `maxMs` the longest of all. */
export type Backoff = { readonly baseMs: number; readonly maxMs: number };

/**
 * How long to wait before the next try: doubles with each failure up to `maxMs`, and is spread over its upper half, so
 * that jobs that failed together do not retry together.
 *
 * @param failures - number of failures so far, from 1
 * @param random - returns a number from 0 up to 1, such as `Math.random`
 * @returns whole milliseconds
 * @example backoffMs({ baseMs: 1000, maxMs: 60_000 }, 3, Math.random) // 2000 to 4000
 */
export function backoffMs(backoff: Backoff, failures: number, random: () => number): number {
  const longest = Math.min(backoff.maxMs, backoff.baseMs * 2 ** (failures - 1));
  return Math.round(longest * (0.5 + random() / 2));
}
