import type { Log, RateLimiter } from '@cartwright/application';
import { makeMemoryRateLimiter } from '../rate-limiter-flexible/memory-rate-limiter.js';
import type { Settings } from './settings/settings.js';

/** Limits shared through Redis where there is one, and only of this process in the embedded shop. */
export async function openRateLimiter(
  { redisUrl: url, rateLimitMax: requestsPerMinute }: Settings,
  log: Log,
): Promise<{ readonly limiter: RateLimiter; readonly close: () => Promise<void> }> {
  if (url === undefined) return { limiter: makeMemoryRateLimiter({ requestsPerMinute }), close: async () => undefined };
  // Loaded only when configured, as the broker is.
  const { makeRedisRateLimiter } = await import('../rate-limiter-flexible/redis-rate-limiter.js');
  return makeRedisRateLimiter({ url, requestsPerMinute, log });
}
