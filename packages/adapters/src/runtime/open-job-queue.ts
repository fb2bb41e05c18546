import { makeInProcessQueue } from '../in-process/in-process-queue.js';
import { makeInProcessScheduler } from '../in-process/in-process-scheduler.js';
import { makeNodeTimers } from '../system/node-timers.js';
import {
  concurrencyOf,
  retryOf,
  type Clock,
  type JobQueue,
  type JobScheduler,
  type OutboxFeed,
  type ScheduleRecords,
} from '@cartwright/application';
import type { Logger } from 'pino';
import type { Settings } from './settings/settings.js';
import { reasonOf, StartFault } from './start-fault.js';

/** The queue that jobs wait in, and the scheduler that starts jobs by the clock. */
export type Jobs = {
  readonly queue: JobQueue;
  /** The caller stops the scheduler. With a broker, which stores the ticks itself, `records` stay empty. */
  readonly makeScheduler: (deps: { readonly records: ScheduleRecords; readonly clock: Clock }) => JobScheduler;
};

/** Begins every key at the broker. */
export const brokerPrefix = 'cartwright';

const retries = { retryOf, random: Math.random };

/**
 * Concurrent jobs of each name in a worker, unless the table of jobs limits the name. Concurrent jobs share statements:
 * 24 instead of 8 take a third fewer statements per purchase.
 */
const concurrency = 24;

/**
 * The broker at `REDIS_URL`; without one, jobs run in this process. A broker that is away does not stop the start:
 * events wait in the database until it is back.
 *
 * @throws StartFault when the broker refuses the connection's password or database
 */
export async function openJobQueue({ redisUrl }: Settings, feed: OutboxFeed, log: Logger): Promise<Jobs> {
  const timers = makeNodeTimers();
  if (redisUrl === undefined) {
    const queue = makeInProcessQueue({ ...retries, concurrency: 4, concurrencyOf, timers, log });
    return { queue, makeScheduler: (deps) => makeInProcessScheduler({ ...deps, queue, timers, log }) };
  }
  // Loaded only when configured: the embedded shop starts a third of a second sooner without it.
  const [{ checkBroker }, { makeBullmqQueue }, { makeBullmqScheduler }] = await Promise.all([
    import('../bullmq/broker-connection.js'),
    import('../bullmq/bullmq-queue.js'),
    import('../bullmq/bullmq-scheduler.js'),
  ]);
  const fault = await checkBroker(redisUrl);
  if (fault?.isRefusal) throw new StartFault(`REDIS_URL: the job broker cannot be used: ${reasonOf(fault.error)}`);
  if (fault !== undefined)
    log.warn({ err: fault.error }, 'REDIS_URL: the job broker is away; jobs wait in the database');
  const broker = { ...retries, url: redisUrl, prefix: brokerPrefix, log };
  return {
    queue: makeBullmqQueue({ ...broker, concurrency, concurrencyOf, feed }),
    makeScheduler: () => makeBullmqScheduler({ ...broker, timers }),
  };
}
