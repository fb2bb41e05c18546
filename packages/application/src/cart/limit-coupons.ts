import { errAsync, type ResultAsync } from 'neverthrow';
import type { RateLimited, RateLimiter } from '../ports/rate-limiter.js';

const wrongCodes: ReadonlySet<string> = new Set(['coupon.unknown', 'coupon.not-applicable']);

/**
 * Does what a coupon code is needed for, unless too many wrong ones were entered under the key. Counted before, so that
 * concurrent attempts cannot pass the limit together. Only a wrong code stays counted: whoever knows the id of a cart
 * that is not theirs cannot lock its owner out.
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
