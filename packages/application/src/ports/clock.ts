import type { Instant } from '@cartwright/domain';

export type Clock = {
  /** The present instant, RFC 3339 in UTC with milliseconds. */
  readonly now: () => Instant;
};
