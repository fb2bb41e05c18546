import type { Instant } from '@cartwright/domain';

/**
 * The instant `ms` milliseconds after another, in UTC.
 *
 * @example msAfter('2026-11-21T09:00:00.000Z', 1500) // '2026-11-21T09:00:01.500Z'
 */
export const msAfter = (at: Instant, ms: number): Instant => new Date(Date.parse(at) + ms).toISOString();
