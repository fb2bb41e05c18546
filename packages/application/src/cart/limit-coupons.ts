import { errAsync, type ResultAsync } from 'neverthrow';
import type { RateLimited, RateLimiter } from '../ports/rate-limiter.js';

const wrongCodes: ReadonlySet<string> = new Set(['coupon.unknown', 'coupon.not-applicable']);

/**
 * Runs an attempt that uses a coupon code, unless too many wrong codes were entered under the key. The attempt is
 * counted before it runs, so that concurrent attempts cannot pass the limit together. Only wrong codes stay counted, so
 * that nobody who knows the id of a cart can lock its owner out.
 */
export const limitWrongCoupons = <T, E extends { readonly type: string }>(
  rateLimiter: RateLimiter,
  key: string,
  attempt: () => ResultAsync<T, E>,
): ResultAsync<T, E | RateLimited> => {
  const giveBack = () => rateLimiter.giveBack('coupons-by-cart', key);
  return rateLimiter.consume('coupons-by-cart', key).andThen(() =>
    attempt()
      .andThen((result) => giveBack().map(() => result))
      .orElse((error) => (wrongCodes.has(error.type) ? errAsync(error) : giveBack().andThen(() => errAsync(error)))),
  );
};
