import {
  backoffMs,
  outcomeOf,
  type JobSupervision,
  runJob,
  type Job,
  type JobFailed,
  type JobHandlers,
  type JobQueue,
  type Log,
  type QueueUnavailable,
  type Retry,
  type Timers,
} from '@cartwright/application';
import { err, errAsync, ok, okAsync, ResultAsync, type Result } from 'neverthrow';

export type InProcessQueueOptions = {
  /** Jobs at work at once; those that wait for a retry do not count. */
  readonly concurrency: number;
  /** Jobs of one name at work at once, where that is limited further. */
  readonly concurrencyOf?: (name: string) => number | undefined;
  readonly retryOf: (name: string) => Retry;
  readonly timers: Timers;
  /** From 0 up to 1; spreads retries. */
  readonly random: () => number;
  readonly log: Log;
};

type Outcome = Result<'done', QueueUnavailable | JobFailed>;
type Run = {
  readonly job: Job;
  readonly outcome: ResultAsync<'done', QueueUnavailable | JobFailed>;
  readonly end: (outcome: Outcome) => void;
  failures: number;
  /** Present while it waits for its next try. */
  cancelRetry?: () => void;
};

const unavailable = (reason: string): QueueUnavailable => ({ type: 'queue.unavailable', reason });

/**
 * A queue that lasts as long as this process: `add` resolves when the job is done, so that the outbox deletes its event
 * no sooner. A stopped consumer returns `queue.unavailable` for what it has not done.
 *
 * @example
 * const queue = makeInProcessQueue({ concurrency: 8, retryOf, timers, random: Math.random, log });
 * const consumer = queue.consume(handlers);
 * await queue.add({ id: `${eventId}.request-due-refunds`, name: 'request-due-refunds', payload: { orderId } });
 */
export function makeInProcessQueue(options: InProcessQueueOptions): JobQueue {
  const { timers, log } = options;
  const runs = new Map<string, Run>();
  const ready: Run[] = [];
  const atWork = new Set<Run>();
  let handlers: JobHandlers | undefined;
  let supervision: JobSupervision | undefined;
  let state: 'open' | 'stopped' | 'closed' = 'open';
  let whenNothingIsAtWork = (): void => undefined;

  const end = (run: Run, outcome: Outcome): void => {
    runs.delete(run.job.id);
    run.end(outcome);
  };

  const retryLater = (run: Run, reason: string, defect: unknown): void => {
    run.failures += 1;
    const { id, name } = run.job;
    const facts = {
      jobId: id,
      job: name,
      reason,
      failures: run.failures,
      ...(defect === undefined ? {} : { err: defect }),
    };
    const { attempts, backoff } = options.retryOf(name);
    if (run.failures >= attempts) {
      log.error(facts, 'a job failed as often as it may');
      return failForGood(run, reason, err({ type: 'job.failed', reason }));
    }
    if (state !== 'open') return end(run, err(unavailable('the consumer stopped')));
    const delayMs = backoffMs(backoff, run.failures, options.random);
    log.warn({ ...facts, delayMs }, 'a job failed for now and is tried again');
    run.cancelRetry = timers.after(delayMs, () => {
      delete run.cancelRetry;
      ready.push(run);
      startWhatFits();
    });
  };

  /** Ends a job once it is in the list of failed ones. While storage is away, it goes back to the outbox. */
  const failForGood = (run: Run, reason: string, outcome: Outcome): void => {
    if (supervision === undefined) return end(run, outcome);
    void supervision.failed(run.job, reason, Math.max(1, run.failures)).match(
      () => end(run, outcome),
      () => end(run, err(unavailable('a failed job could not be stored'))),
    );
  };

  const work = async (run: Run, using: JobHandlers): Promise<void> => {
    const result = await runJob(using, run.job);
    atWork.delete(run);
    // Given up meanwhile: it has its answer.
    if (runs.get(run.job.id) !== run) return;
    supervision?.ran(run.job.name, outcomeOf(result));
    if (result.isOk()) return end(run, ok('done'));
    const { error } = result;
    if (error.type === 'job.outage') return retryLater(run, error.reason, error.defect);
    log.warn({ jobId: run.job.id, job: run.job.name, reason: error.reason }, 'a job was refused and is done with');
    run.failures += 1;
    failForGood(run, error.reason, ok('done'));
  };

  const isPaused = ({ job }: Run): boolean => supervision?.isPaused(job.name) === true;
  const isAtLimit = ({ job: { name } }: Run): boolean => {
    const limit = options.concurrencyOf?.(name);
    if (limit === undefined) return false;
    let running = 0;
    for (const { job } of atWork) if (job.name === name) running += 1;
    return running >= limit;
  };

  const startWhatFits = (): void => {
    if (handlers === undefined) return;
    for (const run of Array.from(ready)) {
      if (atWork.size >= options.concurrency) return;
      if (isPaused(run) || isAtLimit(run)) continue;
      ready.splice(ready.indexOf(run), 1);
      atWork.add(run);
      work(run, handlers)
        .catch((defect: unknown) => {
          atWork.delete(run);
          log.error({ jobId: run.job.id, err: defect }, 'the queue failed to see a job through');
          end(run, err(unavailable('the queue failed')));
        })
        .finally(() => {
          startWhatFits();
          if (atWork.size === 0) whenNothingIsAtWork();
        })
        .catch(() => undefined);
    }
  };

  const stop = async (withinMs: number): Promise<void> => {
    if (state === 'open') state = 'stopped';
    handlers = undefined;
    ready.length = 0;
    for (const run of runs.values()) {
      if (atWork.has(run)) continue;
      run.cancelRetry?.();
      end(run, err(unavailable('the consumer stopped')));
    }
    if (atWork.size > 0) {
      await new Promise<void>((resolve) => {
        const cancelTimer = timers.after(withinMs, resolve);
        whenNothingIsAtWork = () => {
          cancelTimer();
          resolve();
        };
      });
    }
    for (const run of runs.values()) end(run, err(unavailable('the job was not done in time for the stop')));
  };

  return {
    add: (job) => {
      if (state !== 'open') return errAsync(unavailable(`the queue is ${state}`));
      const known = runs.get(job.id);
      if (known !== undefined) return known.outcome;
      let settle: (outcome: Outcome) => void = () => undefined;
      const outcome = new ResultAsync(
        new Promise<Outcome>((resolve) => {
          settle = resolve;
        }),
      );
      const run: Run = { job, outcome, end: settle, failures: 0 };
      runs.set(job.id, run);
      ready.push(run);
      startWhatFits();
      return outcome;
    },
    consume: (given, supervised) => {
      if (state === 'stopped') state = 'open';
      handlers = given;
      supervision = supervised;
      supervised?.onChange(startWhatFits);
      startWhatFits();
      return { stop };
    },
    depths: (names) => {
      const waiting = [...runs.values()].filter((run) => !atWork.has(run)).map(({ job }) => job.name as string);
      return okAsync(new Map(names.map((name) => [name, waiting.filter((each) => each === name).length])));
    },
    waitingEvents: () => {
      const waiting = [...runs.values()].filter(
        (run) => run.cancelRetry !== undefined || (isPaused(run) && !atWork.has(run)),
      );
      return new Set(waiting.map(({ job }) => job.event?.id ?? job.id)).size;
    },
    ping: () => (state === 'closed' ? errAsync(unavailable('the queue is closed')) : okAsync(undefined)),
    close: async () => {
      state = 'closed';
      await stop(0);
    },
  };
}
