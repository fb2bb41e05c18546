import type { Retry } from '@cartwright/application';
import { Queue, type RepeatOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import { ticksOf } from '../croner/schedule-ticks.js';

/** The queue of jobs whose name no handler has: of another version of the shop. Its consumers refuse them. */
export const unknownJobs = 'unknown-jobs';

export type BrokerQueuesOptions = {
  readonly client: Redis;
  readonly prefix: string;
  readonly retryOf: (name: string) => Retry;
};

/** The broker's queues, one a job name, as producers of jobs see them. */
export type BrokerQueues = { readonly of: (name: string) => Queue; readonly close: () => Promise<void> };

/** Seconds for which a job that is added again is the one that was done, and maximum jobs of a name. */
const keptWhenDone = { age: 24 * 60 * 60, count: 20_000 };

export function makeBrokerQueues({ client, prefix, retryOf }: BrokerQueuesOptions): BrokerQueues {
  const queues = new Map<string, Queue>();
  return {
    of: (name) => {
      const known = queues.get(name);
      if (known !== undefined) return known;
      const queue = new Queue(name, {
        connection: client,
        prefix,
        // Else a server that is away while the queue is made would leave it broken for good, or hanging.
        skipWaitingForReady: true,
        skipVersionCheck: true,
        settings: { repeatStrategy },
        defaultJobOptions: {
          attempts: retryOf(name).attempts,
          backoff: { type: 'custom' },
          removeOnComplete: keptWhenDone,
          // A failed job that stayed would keep the outbox from adding it again.
          removeOnFail: true,
          stackTraceLimit: 5,
        },
      });
      // The connection's own errors, which the broker connection has logged.
      queue.on('error', () => undefined);
      queues.set(name, queue);
      return queue;
    },
    close: async () => {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
    },
  };
}

/**
 * When a schedule is next due, in milliseconds since 1970. BullMQ's own way leaves out a night whose hour the clocks
 * skip. The queue that makes a job scheduler's first job needs it, and each worker that takes
 * one.
 */
export const repeatStrategy = (millis: number, { pattern = '', tz = 'UTC' }: RepeatOptions): number =>
  Date.parse(ticksOf({ pattern, timeZone: tz }).after(new Date(millis).toISOString()));
