import { limitOf, limits, type Clock, type RateLimiter } from '@cartwright/application';
import { errAsync, okAsync } from 'neverthrow';

/** Limits by the shop's clock, so that a test can let their windows pass. */
export function makeInMemoryRateLimiter({
  clock,
  requestsPerMinute = limits.requests.points,
}: {
  readonly clock: Clock;
  readonly requestsPerMinute?: number;
}): RateLimiter {
  const windows = new Map<string, { used: number; readonly endsAt: number }>();
  return {
    consume: (name, key) => {
      const { points, seconds } = limitOf(name, requestsPerMinute);
      const id = `${name} ${key}`;
      const now = Date.parse(clock.now());
      const known = windows.get(id);
      const window = known !== undefined && known.endsAt > now ? known : { used: 0, endsAt: now + seconds * 1000 };
      window.used += 1;
      windows.set(id, window);
      const resetSeconds = Math.ceil((window.endsAt - now) / 1000);
      return window.used > points
        ? errAsync({ type: 'request.rate-limited', limit: points, retryAfterSeconds: resetSeconds })
        : okAsync({ limit: points, remaining: points - window.used, resetSeconds });
    },
    giveBack: (name, key) => {
      const window = windows.get(`${name} ${key}`);
      if (window !== undefined) window.used -= 1;
      return okAsync(undefined);
    },
  };
}
