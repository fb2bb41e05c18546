import { makeRecordedFeed } from '@cartwright/adapters/testing/recorded-feed';
import { startRedis, type RunningRedis } from '@cartwright/adapters/testing/start-redis';
import { describeJobSchedulerContract } from '@cartwright/application/contracts/job-scheduler';
import { afterAll, beforeAll, vi } from 'vitest';
import { makeCollectedLog } from '../in-memory/collected-log.js';
import { makeNodeTimers } from '../system/node-timers.js';
import { makeBullmqQueue } from './bullmq-queue.js';
import { makeBullmqScheduler } from './bullmq-scheduler.js';

let redis: RunningRedis;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

let shops = 0;

describeJobSchedulerContract('BullMQ', async () => {
  shops += 1;
  const shop = {
    url: redis.url,
    prefix: `contract-${shops}`,
    retryOf: () => ({ attempts: 3, backoff: { baseMs: 1, maxMs: 2 } }),
    random: Math.random,
    log: makeCollectedLog(),
  };
  return {
    begin: () => ({
      queue: makeBullmqQueue({ ...shop, concurrency: 2, feed: makeRecordedFeed() }),
      scheduler: makeBullmqScheduler({ ...shop, timers: makeNodeTimers() }),
    }),
    now: () => Date.now(),
    until: async (isSo) => {
      await vi.waitUntil(isSo, { timeout: 60_000, interval: 20 });
    },
    dispose: async () => undefined,
  };
});
