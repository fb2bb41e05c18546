import type { Log, RateLimiter } from '@cartwright/application';
import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import { limitBy } from './memory-rate-limiter.js';
import { takeInBlocks } from './take-in-blocks.js';

/**
 * Points that a process takes at once: a thirtieth of the limit. Small limits must be exact, so one point is taken of
 * them. The maximum is 100, because a process that is killed loses what it has taken.
 */
const blockOf = (points: number): number => Math.max(1, Math.min(100, Math.floor(points / 30)));

export type RedisRateLimiter = {
  readonly limiter: RateLimiter;
  /** Resolves with the first connection. */
  readonly ready: Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * Limits that all processes share through Redis. While Redis is away or frozen, each process counts by itself.
 *
 * @example const { limiter, close } = makeRedisRateLimiter({ url, requestsPerMinute: 300, log });
 */
export function makeRedisRateLimiter({
  url,
  requestsPerMinute,
  log,
  commandTimeoutMs = 200,
}: {
  readonly url: string;
  readonly requestsPerMinute: number;
  readonly log: Log;
  /** How long a request waits for a Redis that does not answer. */
  readonly commandTimeoutMs?: number;
}): RedisRateLimiter {
  const client = new Redis(url, {
    keyPrefix: 'cartwright:',
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    commandTimeout: commandTimeoutMs,
    connectTimeout: 2_000,
    // A frozen server keeps its connection: it counts as dead, so that later requests need not wait for it.
    socketTimeout: 1_000,
    retryStrategy: (attempts) => Math.min(100 * attempts, 2_000),
  });
  let isAway = false;
  client.on('error', (err: unknown) => {
    if (!isAway) log.warn({ err }, 'Redis is away: each process limits requests by itself');
    isAway = true;
  });
  client.on('ready', () => {
    if (isAway) log.info({}, 'Redis is back: limits are shared again');
    isAway = false;
  });
  const ready = new Promise<void>((resolve) => {
    client.once('ready', resolve);
  });
  const limiter = limitBy(requestsPerMinute, (options) =>
    takeInBlocks(
      new RateLimiterRedis({
        ...options,
        storeClient: client,
        rejectIfRedisNotReady: true,
        insuranceLimiter: new RateLimiterMemory(options),
      }),
      blockOf(options.points),
    ),
  );
  return {
    limiter,
    ready,
    close: async () => {
      client.disconnect();
    },
  };
}
