import { createHash } from 'node:crypto';
import { limitOf, limits, type LimitName, type RateLimited, type RateLimiter } from '@cartwright/application';
import { ResultAsync } from 'neverthrow';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Limiter } from './take-in-blocks.js';

/** How the library limits one name. */
export type LimiterOptions = { readonly keyPrefix: string; readonly points: number; readonly duration: number };

/** Limits only of this process. */
export const makeMemoryRateLimiter = ({ requestsPerMinute }: { readonly requestsPerMinute: number }): RateLimiter =>
  limitBy(requestsPerMinute, (options) => new RateLimiterMemory(options));

/** The library's limiter of each name as one port. */
export function limitBy(requestsPerMinute: number, make: (options: LimiterOptions) => Limiter): RateLimiter {
  const limiters = Object.fromEntries(
    Object.keys(limits).map((name) => {
      const { points, seconds } = limitOf(name as LimitName, requestsPerMinute);
      return [name, make({ keyPrefix: `limit:${name}`, points, duration: seconds })];
    }),
  ) as Readonly<Record<LimitName, Limiter>>;
  return {
    consume: (name, key) => {
      const limiter = limiters[name];
      return ResultAsync.fromPromise(limiter.consume(digestOf(key)), (reason): RateLimited => {
        // What the library rejects with is a refusal, or else a defect.
        if (!(reason instanceof RateLimiterRes)) throw reason;
        return { type: 'request.rate-limited', limit: limiter.points, retryAfterSeconds: secondsOf(reason) };
      }).map((state) => ({
        limit: limiter.points,
        remaining: state.remainingPoints,
        resetSeconds: secondsOf(state),
      }));
    },
    giveBack: (name, key) =>
      ResultAsync.fromSafePromise(limiters[name].reward(digestOf(key)).then(() => undefined, rethrowUnlessLimited)),
  };
}

/** Keys are addresses and e-mails, which Redis is not to store. */
const digestOf = (key: string): string => createHash('sha256').update(key).digest('base64url');

function rethrowUnlessLimited(reason: unknown): undefined {
  if (!(reason instanceof RateLimiterRes)) throw reason;
  return undefined;
}

const secondsOf = ({ msBeforeNext }: RateLimiterRes): number => Math.max(1, Math.ceil(msBeforeNext / 1000));
