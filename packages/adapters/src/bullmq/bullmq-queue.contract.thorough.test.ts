import { makeRecordedFeed } from '@cartwright/adapters/testing/recorded-feed';
import { startRedis, type RunningRedis } from '@cartwright/adapters/testing/start-redis';
import { describeJobQueueContract } from '@cartwright/application/contracts/job-queue';
import { Queue, QueueEvents } from 'bullmq';
import { afterAll, beforeAll } from 'vitest';
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
  const queue = makeBullmqQueue({
    concurrency,
    url: redis.url,
    prefix,
    retryOf: () => ({ attempts, backoff: { baseMs: 1, maxMs: 2 } }),
    random: Math.random,
    feed,
    log: makeCollectedLog(),
  });
  const reader = new Queue('end-payments', { connection: { url: redis.url }, prefix });
  const events = new QueueEvents('end-payments', { connection: { url: redis.url }, prefix });
  await events.waitUntilReady();
  return {
    queue,
    ackedEvents: () => feed.acked.map(({ eventId }) => eventId),
    failureOf: async (jobId) => {
      const job = await reader.getJob(encodeURIComponent(jobId));
      return (await job?.waitUntilFinished(events).catch((error: Error) => error.message)) ?? 'no such job';
    },
    dispose: async () => {
      await queue.close();
      await Promise.all([reader.close(), events.close()]);
    },
  };
});
