import {
  backoffMs,
  outcomeOf,
  runJob,
  tickJob,
  type Job,
  type JobConsumer,
  type JobHandlers,
  type JobSupervision,
  type Log,
  type Retry,
  type ScheduledJobName,
} from '@cartwright/application';
import { UnrecoverableError, WaitingError, Worker, type Job as BrokerJob } from 'bullmq';
import type { Acknowledgements } from './acknowledge-jobs.js';
import type { JobData } from './add-together.js';
import { consumerConnection } from './broker-connection.js';
import { repeatStrategy, unknownJobs } from './broker-queues.js';

export type BrokerConsumerOptions = {
  readonly url: string;
  readonly prefix: string;
  readonly concurrency: number;
  readonly concurrencyOf?: (name: string) => number | undefined;
  readonly retryOf: (name: string) => Retry;
  readonly random: () => number;
  readonly log: Log;
  readonly handlers: JobHandlers;
  readonly supervision?: JobSupervision | undefined;
  readonly acknowledgements: Acknowledgements;
  readonly jobIdOf: (brokerId: string) => string;
  readonly isBrokerUp: () => boolean;
};

/**
 * Milliseconds. The lock of a killed process ends after `lockDuration`, and its jobs are found within
 * `stalledInterval`: 15 s at worst, where BullMQ's own settings need 60.
 */
const takeOver = { lockDuration: 10_000, stalledInterval: 5000 };
/** How often a job may lose its process before it is failed: deployments kill processes, and a job may meet several. */
const maxStalledCount = 10;
/** Milliseconds a stop waits beyond its time for the broker to take jobs back. */
const giveBackMs = 2500;

const givenBack = Symbol('given back');

class AbandonableWorker extends Worker {
  /**
   * Closes without waiting for a broker that does not respond. `close` would wait before it stops the timer that renews
   * locks, which keeps the process alive.
   */
  async abandon(): Promise<void> {
    await this.lockManager.close();
    await this.disconnect();
  }
}

/** Opens one BullMQ worker for each job name that has a handler, and one for all others. */
export function consumeFromBroker(options: BrokerConsumerOptions): JobConsumer {
  const { handlers, acknowledgements, supervision, log } = options;
  const isKnown = (name: string): boolean => Object.hasOwn(handlers, name);
  let stopping: Promise<void> | undefined;
  let hasGivenUp = false;
  let giveBack = (): void => undefined;
  const whenGivenBack = new Promise<typeof givenBack>((resolve) => {
    giveBack = () => resolve(givenBack);
  });

  // What a queue holds was put there under its name by `add`, or by its schedule, which stores the tick beside the job.
  const jobOf = ({ id = '', name, data, opts: { prevMillis } }: BrokerJob): Job =>
    prevMillis === undefined
      ? ({ id: options.jobIdOf(id), name, ...(data as JobData) } as Job)
      : tickJob(name as ScheduledJobName, new Date(prevMillis).toISOString());

  const work = async (taken: BrokerJob): Promise<void> => {
    const job = jobOf(taken);
    // A fetch that was under way when the stop or the pause began may still bring one job.
    const mayRun = stopping === undefined && !(isKnown(job.name) && supervision?.isPaused(job.name) === true);
    const result = mayRun ? await Promise.race([runJob(handlers, job), whenGivenBack]) : givenBack;
    if (result === givenBack) {
      await taken.moveToWait(taken.token);
      throw new WaitingError();
    }
    if (isKnown(job.name)) supervision?.ran(job.name, outcomeOf(result));
    if (result.isOk()) return complete(job, taken);
    const { error } = result;
    const facts = { jobId: job.id, job: job.name, reason: error.reason, failures: taken.attemptsMade + 1 };
    const thrown = error.type === 'job.refused' || error.defect === undefined ? {} : { err: error.defect };
    if (error.type === 'job.refused') log.warn(facts, 'a job was refused and is done with');
    else if (facts.failures >= (taken.opts.attempts ?? 1))
      log.error({ ...facts, ...thrown }, 'a job failed as often as it may');
    else {
      log.warn({ ...facts, ...thrown }, 'a job failed for now and is tried again');
      // How BullMQ takes the failure; it stores the message with the job.
      throw new Error(error.reason);
    }
    // The broker completes a failed job too: it is listed, and the same job added again does not run again.
    await storeFailure(job, error.reason, facts.failures);
    return complete(job, taken);
  };

  /** Rejects while storage is away, so that the job is tried again. */
  const storeFailure = async (job: Job, reason: string, attempts: number): Promise<void> => {
    const stored = await supervision?.failed(job, reason, attempts);
    if (stored?.isErr() === true) throw new Error(stored.error.type);
  };

  /** The broker may forget the job only once its event is acked. */
  const complete = async (job: Job, { attemptsMade }: BrokerJob): Promise<void> => {
    try {
      await acknowledgements.ack(job);
    } catch (error) {
      log.warn(
        { err: error, jobId: job.id, failures: attemptsMade + 1 },
        'a complete job was not acked and is tried again',
      );
      throw error;
    }
  };

  /**
   * The broker has forgotten the job: its processes died, or storage was away at its last attempt. Until its event is
   * acked, the outbox hands the job over again.
   */
  const failForgotten = async (forgotten: BrokerJob, error: Error): Promise<void> => {
    const job = jobOf(forgotten);
    log.error({ err: error, jobId: job.id, job: job.name }, 'a job was removed from the broker');
    // Else the outbox repeats it.
    if (!(error instanceof UnrecoverableError)) return;
    await storeFailure(job, error.message, forgotten.attemptsMade);
    await complete(job, forgotten);
  };

  const workers = [...Object.keys(handlers), unknownJobs].map((name) => {
    const worker = new AbandonableWorker(name, work, {
      connection: consumerConnection(options.url, () => hasGivenUp),
      prefix: options.prefix,
      concurrency: options.concurrencyOf?.(name) ?? options.concurrency,
      ...takeOver,
      maxStalledCount,
      // After an outage of the broker it would otherwise look again only after 15 s.
      runRetryDelay: 1000,
      settings: {
        repeatStrategy,
        backoffStrategy: (failures) => backoffMs(options.retryOf(name).backoff, failures, options.random),
      },
    });
    worker.on('error', (error) => {
      // The outage of the broker is logged already, once.
      if (options.isBrokerUp()) log.warn({ err: error, job: name }, 'consuming jobs met an error');
    });
    worker.on('failed', (failed, error) => {
      if (failed?.finishedOn === undefined) return;
      failForgotten(failed, error).catch((reason: unknown) =>
        log.error({ err: reason, jobId: failed.id, job: name }, 'a failed job was not stored in the list'),
      );
    });
    worker.on('stalled', (brokerId) => {
      log.warn({ jobId: options.jobIdOf(brokerId), job: name }, 'a job lost its process and is taken over');
    });
    return worker;
  });

  const applyPauses = (): void => {
    for (const worker of workers) {
      const applied = supervision?.isPaused(worker.name) === true ? worker.pause(true) : worker.resume();
      Promise.resolve(applied).catch((error: unknown) =>
        log.warn({ err: error, job: worker.name }, 'a job was not paused or resumed'),
      );
    }
  };
  if (supervision !== undefined) {
    supervision.onChange(applyPauses);
    applyPauses();
  }

  const stop = async (withinMs: number): Promise<void> => {
    const timers = [setTimeout(giveBack, withinMs)];
    const closed = Promise.all(workers.map((worker) => worker.close())).then(() => true);
    const outOfTime = new Promise<false>((resolve) => {
      timers.push(setTimeout(() => resolve(false), withinMs + giveBackMs));
    });
    const isClosed = await Promise.race([closed, outOfTime]);
    for (const timer of timers) clearTimeout(timer);
    if (isClosed) return;
    // The broker does not respond: the locks run out and another process takes the jobs over.
    log.warn({}, 'consumers were cut off from a broker that does not respond');
    hasGivenUp = true;
    for (const worker of workers) worker.abandon().catch(() => undefined);
    closed.catch(() => undefined);
  };

  return { stop: (withinMs) => (stopping ??= stop(withinMs)) };
}
