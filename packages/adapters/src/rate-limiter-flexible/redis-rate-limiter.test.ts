import { describeRateLimiterContract } from '@cartwright/application/contracts/identity/rate-limiter';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedis, type RunningRedis } from '../../testing/start-redis.js';
import { makeCollectedLog } from '../in-memory/collected-log.js';
import { makeRedisRateLimiter } from './redis-rate-limiter.js';

let redis: RunningRedis;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(async () => redis.stop());

/** On a busy machine even a healthy Redis may not answer within the default of 200 ms. */
const patience = { commandTimeoutMs: 10_000 };
const open = (requestsPerMinute = 300, options: { readonly commandTimeoutMs?: number } = patience) =>
  makeRedisRateLimiter({ url: redis.url, requestsPerMinute, log: makeCollectedLog(), ...options });

describeRateLimiterContract('rate-limiter-flexible on Redis', async () => {
  const { limiter, close } = open();
  return { limiter, dispose: close };
});

describe('limits on Redis', () => {
  it('are shared by two processes', async () => {
    const [first, second] = [open(4), open(4)];
    // Until both have connected, each counts by itself.
    for (const { ready } of [first, second]) await ready;
    const admitted = [];
    for (const { limiter } of [first, second, first, second, first, second])
      admitted.push((await limiter.consume('requests', 'shared')).isOk());
    expect(admitted.filter((each) => each)).toHaveLength(4);
    await Promise.all([first.close(), second.close()]);
  });

  it('admit no more than the limit where processes take points in blocks', async () => {
    const shops = [open(300), open(300)];
    for (const { ready } of shops) await ready;
    const admitted = await Promise.all(
      Array.from({ length: 400 }, async (_, request) =>
        (await shops[request % 4 === 0 ? 1 : 0]?.limiter.consume('requests', 'in blocks'))?.isOk(),
      ),
    );
    const count = admitted.filter(Boolean).length;
    // Either process may keep nine points that the other one lacks.
    expect(count).toBeGreaterThan(300 - 10);
    expect(count).toBeLessThanOrEqual(300);
    await Promise.all(shops.map(({ close }) => close()));
  });

  it('are counted in the process while Redis is frozen, and no request waits for long', async () => {
    const { limiter, ready, close } = open(3, {});
    await ready;
    process.kill(redis.pid, 'SIGSTOP');
    try {
      const began = performance.now();
      const admitted = [];
      for (let request = 0; request < 5; request += 1)
        admitted.push((await limiter.consume('requests', 'frozen')).isOk());
      expect(admitted).toEqual([true, true, true, false, false]);
      expect(performance.now() - began).toBeLessThan(5_000);
    } finally {
      process.kill(redis.pid, 'SIGCONT');
      await close();
    }
  });
});
