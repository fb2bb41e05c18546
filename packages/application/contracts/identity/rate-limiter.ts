import { limits, type LimitName, type RateLimiter } from '@cartwright/application';
import { describe, expect, it } from 'vitest';

export type RateLimiterSubject = { readonly limiter: RateLimiter; readonly dispose: () => Promise<void> };

const name: LimitName = 'login-by-account';
const { points, seconds } = limits[name];
let keys = 0;
const freshKey = (): string => {
  keys += 1;
  return `key ${keys}`;
};

/** What every `RateLimiter` promises. */
export const describeRateLimiterContract = (title: string, makeSubject: () => Promise<RateLimiterSubject>): void => {
  describe(`${title} as a rate limiter`, () => {
    const withLimiter = async (test: (limiter: RateLimiter) => Promise<void>): Promise<void> => {
      const { limiter, dispose } = await makeSubject();
      try {
        await test(limiter);
      } finally {
        await dispose();
      }
    };
    const consume = async (limiter: RateLimiter, key: string, times: number) =>
      Promise.all(Array.from({ length: times }, () => limiter.consume(name, key)));

    it('admits as many as the limit, also concurrently, and returns a waiting time to the others', () =>
      withLimiter(async (limiter) => {
        const outcomes = await consume(limiter, freshKey(), points + 3);
        expect(outcomes.filter((outcome) => outcome.isOk())).toHaveLength(points);
        const refused = outcomes.filter((outcome) => outcome.isErr()).map((outcome) => outcome._unsafeUnwrapErr());
        expect(refused).toHaveLength(3);
        for (const { type, retryAfterSeconds } of refused) {
          expect(type).toBe('request.rate-limited');
          expect(retryAfterSeconds).toBeGreaterThan(0);
          expect(retryAfterSeconds).toBeLessThanOrEqual(seconds);
        }
      }));

    it('reports what is left', () =>
      withLimiter(async (limiter) => {
        const state = (await limiter.consume(name, freshKey()))._unsafeUnwrap();
        expect(state).toEqual({ limit: points, remaining: points - 1, resetSeconds: expect.any(Number) });
        expect(state.resetSeconds).toBeGreaterThan(0);
      }));

    it('counts each key and each limit separately', () =>
      withLimiter(async (limiter) => {
        const key = freshKey();
        await consume(limiter, key, points);
        expect((await limiter.consume(name, freshKey())).isOk()).toBe(true);
        expect((await limiter.consume('login-by-address', key)).isOk()).toBe(true);
        expect((await limiter.consume(name, key)).isErr()).toBe(true);
      }));

    it('admits one more for each that is taken back', () =>
      withLimiter(async (limiter) => {
        const key = freshKey();
        await consume(limiter, key, points);
        await limiter.giveBack(name, key);
        expect((await limiter.consume(name, key)).isOk()).toBe(true);
        expect((await limiter.consume(name, key)).isErr()).toBe(true);
      }));
  });
};
