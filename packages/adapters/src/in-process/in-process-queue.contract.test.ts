import { describeJobQueueContract } from '@cartwright/application/contracts/job-queue';
import { makeCollectedLog } from '../in-memory/collected-log.js';
import { makeNodeTimers } from '../system/node-timers.js';
import { makeInProcessQueue } from './in-process-queue.js';

describeJobQueueContract('in process', async ({ attempts, concurrency }) => {
  const queue = makeInProcessQueue({
    concurrency,
    retryOf: () => ({ attempts, backoff: { baseMs: 1, maxMs: 2 } }),
    timers: makeNodeTimers(),
    random: Math.random,
    log: makeCollectedLog(),
  });
  return { queue, dispose: () => queue.close() };
});
