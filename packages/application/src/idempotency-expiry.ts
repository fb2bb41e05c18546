import type { Instant } from '@cartwright/domain';

/** Until when the outcome of a request is remembered: 24 hours from `now`. */
export const idempotencyExpiry = (now: Instant): Instant => new Date(Date.parse(now) + 24 * 3_600_000).toISOString();
