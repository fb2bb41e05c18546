import { setTimeout } from 'node:timers/promises';

/**
 * Starts at most `perSecond` calls a second. Stripe accepts 25 calls a second in test mode and 100 in live mode,
 * payments included: https://docs.stripe.com/rate-limits
 *
 * @example
 * const pace = makePace(20);
 * await pace();
 */
export function makePace(perSecond: number): () => Promise<void> {
  let next = 0;
  return async () => {
    const now = performance.now();
    const at = Math.max(now, next);
    next = at + 1000 / perSecond;
    if (at > now) await setTimeout(at - now);
  };
}
