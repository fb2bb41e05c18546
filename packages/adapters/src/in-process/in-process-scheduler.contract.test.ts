import { describeJobSchedulerContract } from '@cartwright/application/contracts/job-scheduler';
import { makeCollectedLog } from '../in-memory/collected-log.js';
import { makeFakeClock } from '../in-memory/fake-clock.js';
import { makeFakeTimers } from '../in-memory/fake-timers.js';
import { makeInMemoryScheduleRecords } from '../in-memory/repositories/schedule-records.js';
import { createInMemoryStore } from '../in-memory/store.js';
import { makeInProcessQueue } from './in-process-queue.js';
import { makeInProcessScheduler } from './in-process-scheduler.js';

describeJobSchedulerContract('in process', async () => {
  const clock = makeFakeClock();
  const timers = makeFakeTimers(clock);
  const records = makeInMemoryScheduleRecords({ store: createInMemoryStore() });
  const log = makeCollectedLog();
  return {
    begin: () => {
      const queue = makeInProcessQueue({
        concurrency: 2,
        retryOf: () => ({ attempts: 3, backoff: { baseMs: 1, maxMs: 2 } }),
        timers,
        random: () => 0.5,
        log,
      });
      return { queue, scheduler: makeInProcessScheduler({ queue, records, clock, timers, log }) };
    },
    now: () => Date.parse(clock.now()),
    until: async (isSo) => {
      while (!isSo()) await timers.advance(100);
    },
    dispose: async () => undefined,
  };
});
