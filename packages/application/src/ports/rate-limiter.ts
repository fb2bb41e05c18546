import type { ResultAsync } from 'neverthrow';
import type { LimitName } from '../limits/limits.js';

/** The limit is reached. */
export type RateLimited = {
  readonly type: 'request.rate-limited';
  readonly limit: number;
  readonly retryAfterSeconds: number;
};

/** What is left of a limit after a call. */
export type RateState = { readonly limit: number; readonly remaining: number; readonly resetSeconds: number };

/** Counts what callers do, for all processes together as far as possible. It never waits long, and never fails. */
export type RateLimiter = {
  /** Counts one more under a key; refuses all past the limit, which are counted too. */
  readonly consume: (limit: LimitName, key: string) => ResultAsync<RateState, RateLimited>;
  /** Takes one back that has turned out not to count. */
  readonly giveBack: (limit: LimitName, key: string) => ResultAsync<void, never>;
};
