import {
  jobNamed,
  type JobConsumer,
  type JobQueue,
  type Log,
  type OutboxFeed,
  type QueueUnavailable,
  type Retry,
} from '@cartwright/application';
import type { Queue } from 'bullmq';
import { errAsync, ResultAsync } from 'neverthrow';
import { makeAcknowledgements } from './acknowledge-jobs.js';
import { addTogether } from './add-together.js';
import { connectToBroker } from './broker-connection.js';
import { makeBrokerQueues, unknownJobs } from './broker-queues.js';
import { consumeFromBroker } from './consume-from-broker.js';

export type BullmqQueueOptions = {
  /** `redis://` or `rediss://`. The server needs `appendonly yes` and `maxmemory-policy noeviction`. */
  readonly url: string;
  /** Begins every key, so that several shops can share a server. */
  readonly prefix: string;
  /** Jobs of one name at work at once in this process. */
  readonly concurrency: number;
  /** Jobs of a name at work at once in this process, where they have a limit of their own. */
  readonly concurrencyOf?: (name: string) => number | undefined;
  readonly retryOf: (name: string) => Retry;
  /** From 0 up to 1; spreads retries. */
  readonly random: () => number;
  /** Where the events of jobs are acked. */
  readonly feed: Pick<OutboxFeed, 'ackJobs'>;
  readonly log: Log;
};

const unavailable = (thrown: unknown): QueueUnavailable => ({
  type: 'queue.unavailable',
  reason: thrown instanceof Error ? thrown.message : String(thrown),
});

/**
 * Jobs on Redis or Valkey, for any number of processes. The jobs of a killed process are taken over within 15 s.
 *
 * A job is complete once its event is acked. A job that failed for good is first stored in the list of failed ones.
 * Until its event is acked, the outbox hands the event over again.
 *
 * Each job name has its own queue in the broker, because BullMQ pauses, lists and retries by queue, and so that a mail
 * does not wait behind a thousand imports.
 *
 * @example
 * const queue = makeBullmqQueue({ url: 'redis://127.0.0.1:6379', prefix: 'cartwright', concurrency: 8, retryOf, random:
 * Math.random, feed, log }); await queue.add({ id: `${eventId}.request-due-refunds`, name: 'request-due-refunds',
 * payload: { orderId } });
 */
export function makeBullmqQueue(options: BullmqQueueOptions): JobQueue {
  const { url, prefix, log } = options;
  const broker = connectToBroker(url, log);
  const queues = makeBrokerQueues({ client: broker.client, prefix, retryOf: options.retryOf });
  const queueOf = (name: string) => queues.of(jobNamed(name) === undefined ? unknownJobs : name);
  const add = addTogether(queueOf, brokerIdOf);
  const acknowledgements = makeAcknowledgements(options.feed);
  const consumers = new Set<JobConsumer>();
  let isClosed = false;

  /** Runs `command` unless the server is known to be away. */
  const run = <T>(command: () => Promise<T>): ResultAsync<T, QueueUnavailable> => {
    const running = async (): Promise<T> => {
      await broker.firstTry;
      if (!broker.isUp()) throw new Error('the job broker is away');
      return command();
    };
    return isClosed ? errAsync(unavailable('the queue is closed')) : ResultAsync.fromPromise(running(), unavailable);
  };

  return {
    add: (job) => run(() => add(job)).map(() => 'queued' as const),
    consume: (handlers, supervision) => {
      const consumer = consumeFromBroker({
        ...options,
        handlers,
        supervision,
        acknowledgements,
        jobIdOf,
        isBrokerUp: broker.isUp,
      });
      const tracked: JobConsumer = {
        stop: async (withinMs) => {
          consumers.delete(tracked);
          await consumer.stop(withinMs);
        },
      };
      consumers.add(tracked);
      return tracked;
    },
    depths: (names) =>
      run(
        async () =>
          new Map(await Promise.all(names.map(async (name) => [name, await depthOf(queues.of(name))] as const))),
      ),
    ping: () => run(() => broker.client.ping()).map(() => undefined),
    close: async () => {
      isClosed = true;
      await Promise.all([...consumers].map((consumer) => consumer.stop(0)));
      await queues.close();
      broker.close();
    },
  };
}

/** BullMQ stores the next tick of a schedule as a delayed job. */
async function depthOf(queue: Queue): Promise<number> {
  const [counts, schedules] = await Promise.all([
    queue.getJobCounts('wait', 'prioritized', 'delayed'),
    queue.getJobSchedulersCount(),
  ]);
  const { wait = 0, prioritized = 0, delayed = 0 } = counts;
  return wait + prioritized + Math.max(0, delayed - schedules);
}

/** BullMQ builds keys with colons and refuses ids that have any. */
const brokerIdOf = (jobId: string): string => encodeURIComponent(jobId);
const jobIdOf = (brokerId: string): string => decodeURIComponent(brokerId);
