import { limits, type LimitName, type RateLimiter, type RateLimited } from '@cartwright/application';
import { ResultAsync } from 'neverthrow';
import { RateLimiterMemory, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';

/** Limits of this process alone. */
export const makeMemoryRateLimiter = (): RateLimiter =>
  limitBy((name, { points, seconds }) => new RateLimiterMemory({ keyPrefix: name, points, duration: seconds }));

/** The library's limiter of each name as one port. */
export function limitBy(
  make: (name: LimitName, limit: { readonly points: number; readonly seconds: number }) => RateLimiterAbstract,
): RateLimiter {
  const limiters = Object.fromEntries(
    Object.entries(limits).map(([name, limit]) => [name, make(name as LimitName, limit)]),
  ) as Readonly<Record<LimitName, RateLimiterAbstract>>;
  return {
    consume: (name, key) =>
      ResultAsync.fromPromise(limiters[name].consume(key), refusalOf).map((state) => ({
        limit: limiters[name].points,
        remaining: state.remainingPoints,
        resetSeconds: secondsOf(state),
      })),
    giveBack: (name, key) =>
      ResultAsync.fromSafePromise(limiters[name].reward(key).then(() => undefined, rethrowUnlessLimited)),
  };
}

/** What the library rejects with is a refusal, or else a failure: a defect here. */
function refusalOf(reason: unknown): RateLimited {
  if (!(reason instanceof RateLimiterRes)) throw reason;
  return { type: 'request.rate-limited', retryAfterSeconds: secondsOf(reason) };
}

function rethrowUnlessLimited(reason: unknown): undefined {
  if (!(reason instanceof RateLimiterRes)) throw reason;
  return undefined;
}

const secondsOf = ({ msBeforeNext }: RateLimiterRes): number => Math.max(1, Math.ceil(msBeforeNext / 1000));
