import type { Instant } from '@cartwright/domain';

/** The time of day; use cases read no other. */
export type Clock = {
  /** The present instant, RFC 3339 in UTC with milliseconds. */
  readonly now: () => Instant;
};
