import { makeRecordedFeed } from '@cartwright/adapters/testing/recorded-feed';
import { startRedis, type RunningRedis } from '@cartwright/adapters/testing/start-redis';
import { describeJobQueueContract } from '@cartwright/application/contracts/job-queue';
import { afterAll, beforeAll, vi } from 'vitest';
import { makeCollectedLog } from '../in-memory/collected-log.js';
import { makeBullmqQueue } from './bullmq-queue.js';

let redis: RunningRedis;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

let shops = 0;

describeJobQueueContract('BullMQ', async ({ attempts, concurrency }) => {
  shops += 1;
  const prefix = `contract-${shops}`;
  const feed = makeRecordedFeed();
  const log = makeCollectedLog();
  const queue = makeBullmqQueue({
    concurrency,
    url: redis.url,
    prefix,
    retryOf: () => ({ attempts, backoff: { baseMs: 1, maxMs: 2 } }),
    random: Math.random,
    feed,
    log,
  });
  return {
    queue,
    ackedEvents: () => feed.acked.map(({ eventId }) => eventId),
    failureOf: (jobId) =>
      vi.waitUntil(
        () =>
          log.lines
            .filter(({ message }) => message === 'a job failed as often as it may')
            .map(({ facts }) => facts as { readonly jobId: string; readonly reason: string })
            .find((facts) => facts.jobId === jobId)?.reason,
        { timeout: 20_000 },
      ),
    dispose: () => queue.close(),
  };
});
