import type { Clock } from '@cartwright/application';

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date().toISOString() };
