import {
  backoffMs,
  type Backoff,
  type JobScheduler,
  type Log,
  type Retry,
  type Schedule,
  type Timers,
} from '@cartwright/application';
import type { Queue } from 'bullmq';
import { connectToBroker } from './broker-connection.js';
import { makeBrokerQueues } from './broker-queues.js';

export type BullmqSchedulerOptions = {
  /** As the queue's (`BullmqQueueOptions`), whose consumers do the jobs. */
  readonly url: string;
  readonly prefix: string;
  readonly retryOf: (name: string) => Retry;
  readonly timers: Timers;
  /** From 0 up to 1; spreads retries. */
  readonly random: () => number;
  readonly log: Log;
};

/** Milliseconds after which it is seen to again that the broker has what it should: one may come back empty. */
const lookEveryMs = 60_000;
const lookAgain: Backoff = { baseMs: 1000, maxMs: lookEveryMs };

/**
 * Schedules stored by Redis or Valkey as BullMQ's job schedulers. The broker holds the next tick of each as a job that
 * waits for its time; whichever worker takes it puts the one after it in its place. So each tick is one job however
 * many workers there are, and ticks go on while any process consumes, whether or not it keeps schedules itself.
 *
 * @example
 * const scheduler = makeBullmqScheduler({ url: 'redis://127.0.0.1:6379', prefix: 'cartwright', retryOf, timers, random:
 * Math.random, log }); scheduler.start(schedulesIn('Europe/Berlin'));
 */
export function makeBullmqScheduler(options: BullmqSchedulerOptions): JobScheduler {
  const { prefix, timers, log } = options;
  const broker = connectToBroker(options.url, log);
  const queues = makeBrokerQueues({ client: broker.client, prefix, retryOf: options.retryOf });
  /** Names of all that has a schedule, so that one of an earlier version is found whose name nobody knows any more. */
  const registry = `${prefix}:schedules`;
  let failures = 0;
  let isStopped = false;
  let callOff = (): void => undefined;
  let looking: Promise<void> = Promise.resolve();
  let schedules: readonly Schedule[] = [];

  const keep = async (schedule: Schedule): Promise<void> => {
    const { name, pattern, timeZone } = schedule;
    const queue = queues.of(name);
    // An upsert takes the place of a tick that is overdue: it must not be done without need.
    if (await isKept(queue, schedule)) return;
    await broker.client.sadd(registry, name);
    // One at a time in all processes, so that no run overtakes the one before it.
    await queue.setGlobalConcurrency(1);
    await queue.upsertJobScheduler(name, { pattern, tz: timeZone }, { name, data: {} });
    log.info({ job: name, pattern, timeZone }, 'a schedule was given to the job broker');
  };

  const forgetAllBut = async (wanted: readonly Schedule[]): Promise<void> => {
    const kept = new Set<string>(wanted.map(({ name }) => name));
    for (const name of await broker.client.smembers(registry)) {
      if (kept.has(name)) continue;
      const queue = queues.of(name);
      await queue.removeJobScheduler(name);
      await queue.removeGlobalConcurrency();
      await broker.client.srem(registry, name);
      log.info({ job: name }, 'a schedule was taken from the job broker');
    }
  };

  const look = async (): Promise<void> => {
    try {
      await broker.firstTry;
      // The outage is logged already, once.
      if (broker.isUp()) {
        for (const schedule of schedules) await keep(schedule);
        await forgetAllBut(schedules);
        failures = 0;
      } else failures += 1;
    } catch (error) {
      failures += 1;
      if (broker.isUp() && !isStopped) log.warn({ err: error }, 'the job broker does not keep the schedules');
    }
    if (isStopped) return;
    const delayMs = failures === 0 ? lookEveryMs : backoffMs(lookAgain, failures, options.random);
    callOff = timers.after(delayMs, () => {
      looking = look();
    });
  };

  return {
    start: (given) => {
      schedules = given;
      callOff();
      looking = looking.then(look);
    },
    stop: async () => {
      isStopped = true;
      callOff();
      await looking;
      await queues.close();
      broker.close();
    },
  };
}

/** Whether the broker has this very schedule, with a tick of it still to come or being run. */
async function isKept(queue: Queue, { name, pattern, timeZone }: Schedule): Promise<boolean> {
  const known = await queue.getJobScheduler(name);
  if (known?.pattern !== pattern || known.tz !== timeZone) return false;
  const state = await queue.getJobState(`repeat:${name}:${known.next}`);
  return state !== 'completed' && state !== 'failed' && state !== 'unknown';
}
