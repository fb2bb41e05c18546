import { makeInProcessQueue } from '../in-process/in-process-queue.js';
import { makeInProcessScheduler } from '../in-process/in-process-scheduler.js';
import { makeNodeTimers } from '../system/node-timers.js';
import { retryOf, type Clock, type JobQueue, type JobScheduler, type ScheduleRecords } from '@cartwright/application';
import type { Logger } from 'pino';
import type { Settings } from './settings.js';

/** Where jobs wait, and what starts them by the clock. */
export type Jobs = {
  readonly queue: JobQueue;
  /** Whoever makes one stops it. Where a broker remembers the ticks, `records` stay empty. */
  readonly makeScheduler: (deps: { readonly records: ScheduleRecords; readonly clock: Clock }) => JobScheduler;
};

const retries = { retryOf, random: Math.random };

/**
 * Jobs of a kind that a worker does at once. What those of one moment read and note is one statement: three times as many at once
 * are a third fewer statements for each purchase.
 */
const atOnce = 24;

/** The broker at `REDIS_URL`; without one, jobs run in this process. */
export async function openJobQueue({ redisUrl }: Settings, log: Logger): Promise<Jobs> {
  const timers = makeNodeTimers();
  if (redisUrl === undefined) {
    const queue = makeInProcessQueue({ ...retries, concurrency: 4, timers, log });
    return { queue, makeScheduler: (deps) => makeInProcessScheduler({ ...deps, queue, timers, log }) };
  }
  // Loaded when needed alone: the embedded shop starts a third of a second sooner without it.
  const [{ makeBullmqQueue }, { makeBullmqScheduler }] = await Promise.all([
    import('../bullmq/bullmq-queue.js'),
    import('../bullmq/bullmq-scheduler.js'),
  ]);
  const broker = { ...retries, url: redisUrl, prefix: 'cartwright', log };
  return {
    queue: makeBullmqQueue({ ...broker, concurrency: atOnce }),
    makeScheduler: () => makeBullmqScheduler({ ...broker, timers }),
  };
}
