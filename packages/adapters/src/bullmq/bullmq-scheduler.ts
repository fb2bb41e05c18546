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

/** Milliseconds between checks that the broker has the schedules: it may lose its data. */
const checkEveryMs = 60_000;
const checkAgain: Backoff = { baseMs: 1000, maxMs: checkEveryMs };

/**
 * Schedules stored by Redis or Valkey as BullMQ's job schedulers. The broker stores the next tick of each as a delayed
 * job. The worker that runs it adds the next one, so each tick is one job for any number of workers, and one consuming
 * process is enough.
 *
 * @example
 * const scheduler = makeBullmqScheduler({ url: 'redis://127.0.0.1:6379', prefix: 'cartwright', retryOf, timers, random:
 * Math.random, log }); scheduler.start(schedulesIn('Europe/Berlin'));
 */
export function makeBullmqScheduler(options: BullmqSchedulerOptions): JobScheduler {
  const { prefix, timers, log } = options;
  const broker = connectToBroker(options.url, log);
  const queues = makeBrokerQueues({ client: broker.client, prefix, retryOf: options.retryOf });
  /** The names of all schedules in the broker, so that those that a release has removed are found. */
  const registry = `${prefix}:schedules`;
  let failures = 0;
  let isStopped = false;
  let cancelTimer = (): void => undefined;
  let checking: Promise<void> = Promise.resolve();
  let schedules: readonly Schedule[] = [];

  const ensure = async (schedule: Schedule): Promise<void> => {
    const { name, pattern, timeZone } = schedule;
    const queue = queues.of(name);
    // An upsert would replace an overdue tick, which would then not run.
    if (await isScheduled(queue, schedule)) return;
    await broker.client.sadd(registry, name);
    // One run at a time in all processes, so that runs do not overlap.
    await queue.setGlobalConcurrency(1);
    await queue.upsertJobScheduler(name, { pattern, tz: timeZone }, { name, data: {} });
    log.info({ job: name, pattern, timeZone }, 'a schedule was added to the job broker');
  };

  const removeAllBut = async (wanted: readonly Schedule[]): Promise<void> => {
    const names = new Set<string>(wanted.map(({ name }) => name));
    for (const name of await broker.client.smembers(registry)) {
      if (names.has(name)) continue;
      const queue = queues.of(name);
      await queue.removeJobScheduler(name);
      await queue.removeGlobalConcurrency();
      await broker.client.srem(registry, name);
      log.info({ job: name }, 'a schedule was removed from the job broker');
    }
  };

  const check = async (): Promise<void> => {
    try {
      await broker.firstTry;
      // The outage is logged already, once.
      if (broker.isUp()) {
        for (const schedule of schedules) await ensure(schedule);
        await removeAllBut(schedules);
        failures = 0;
      } else failures += 1;
    } catch (error) {
      failures += 1;
      if (broker.isUp() && !isStopped) log.warn({ err: error }, 'the schedules were not stored in the job broker');
    }
    if (isStopped) return;
    const delayMs = failures === 0 ? checkEveryMs : backoffMs(checkAgain, failures, options.random);
    cancelTimer = timers.after(delayMs, () => {
      checking = check();
    });
  };

  return {
    start: (given) => {
      schedules = given;
      cancelTimer();
      checking = checking.then(check);
    },
    stop: async () => {
      isStopped = true;
      cancelTimer();
      await checking;
      await queues.close();
      broker.close();
    },
  };
}

/** Whether the broker has exactly this schedule, with a tick that waits or runs. */
async function isScheduled(queue: Queue, { name, pattern, timeZone }: Schedule): Promise<boolean> {
  const known = await queue.getJobScheduler(name);
  if (known?.pattern !== pattern || known.tz !== timeZone) return false;
  const state = await queue.getJobState(`repeat:${name}:${known.next}`);
  return state !== 'completed' && state !== 'failed' && state !== 'unknown';
}
