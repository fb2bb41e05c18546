import { LRUCache } from 'lru-cache';
import { RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';

/** What is used of a limiter of the library. */
export type Limiter = Pick<RateLimiterAbstract, 'points' | 'consume' | 'reward'>;

/** Points of a key that this process has taken and not handed out. `until` is when their window ends. */
type Block = { left: number; readonly others: number; readonly until: number };

/** Maximum keys whose points are cached. The points of others are lost, as if they had been used. */
const max = 10_000;

/**
 * Takes points from a shared limiter by `size` and hands them out one by one, so that not every request waits for the
 * server of the limits. All processes together never hand out more than the limit. A process may keep up to `size` − 1
 * points of a key that a caller then lacks in another one.
 *
 * @example takeInBlocks(new RateLimiterRedis(options), 10)
 */
export function takeInBlocks(limiter: Limiter, size: number): Limiter {
  if (size === 1) return limiter;
  const blocks = new LRUCache<string, Block>({ max });
  const underWay = new Map<string, Promise<void>>();

  const take = async (key: string): Promise<void> => {
    const state = await limiter.consume(key, size).catch((reason: unknown) => {
      // Of the last block there may be only a part.
      if (reason instanceof RateLimiterRes && reason.consumedPoints - limiter.points < size) return reason;
      throw reason;
    });
    blocks.set(key, {
      left: size - Math.max(0, state.consumedPoints - limiter.points),
      others: state.remainingPoints,
      until: Date.now() + state.msBeforeNext,
    });
  };
  const handOut = (key: string): RateLimiterRes | undefined => {
    const block = blocks.get(key);
    const msBeforeNext = (block?.until ?? 0) - Date.now();
    if (block === undefined || block.left === 0 || msBeforeNext <= 0) return undefined;
    block.left -= 1;
    const remaining = block.others + block.left;
    return new RateLimiterRes(remaining, msBeforeNext, limiter.points - remaining);
  };
  return {
    get points() {
      return limiter.points;
    },
    consume: async (key) => {
      for (;;) {
        const state = handOut(String(key));
        if (state !== undefined) return state;
        // Requests of one key that come meanwhile share what is taken.
        const taking = underWay.get(String(key)) ?? take(String(key)).finally(() => void underWay.delete(String(key)));
        underWay.set(String(key), taking);
        await taking;
      }
    },
    reward: (key, points) => limiter.reward(key, points),
  };
}
