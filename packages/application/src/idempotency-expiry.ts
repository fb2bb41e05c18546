import type { Instant } from '@cartwright/domain';
import { msAfter } from './ms-after.js';

/** Until when the outcome of a request is remembered: 24 hours from `now`. */
export const idempotencyExpiry = (now: Instant): Instant => msAfter(now, 24 * 3_600_000);
