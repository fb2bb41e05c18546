import { ResultAsync } from 'neverthrow';
import type { Clock } from '../ports/clock.js';
import type { Ids } from '../ports/ids.js';
import type { JobSupervision } from './job-supervision.js';
import type { Log } from '../ports/log.js';
import type { JobRuns, JobState } from '../ports/repositories/jobs/job-records.js';
import type { Repositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { Timers } from '../ports/timers.js';

/** Consecutive refusals that pause a job. */
const maximumRefusals = 10;
/** Milliseconds between reads of the stored states, so that a pause takes effect everywhere within two seconds. */
const checkEveryMs = 500;

export type JobSupervisor = JobSupervision & {
  readonly start: () => void;
  /** Stores what was not yet stored. */
  readonly stop: () => Promise<void>;
};

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly timers: Timers;
  readonly log: Log;
};

/**
 * Watches the jobs of one process. Until the stored states were read once, every job waits: a pause outlives restarts.
 * While storage is away, the states stay as they were last read.
 *
 * @example
 * const supervisor = makeJobSupervisor({ unitOfWork, clock, ids, timers, log });
 * supervisor.start();
 * queue.consume(handlers, supervisor);
 */
export function makeJobSupervisor(deps: Deps): JobSupervisor {
  const { unitOfWork, clock, ids, timers, log } = deps;
  let paused: ReadonlySet<string> | undefined;
  let runs = new Map<string, JobRuns>();
  let listener = (): void => undefined;
  let checking: Promise<void> | undefined;
  let isStopped = false;
  let cancelTimer = (): void => undefined;

  const apply = (states: readonly JobState[]): void => {
    const next = new Set(states.filter(({ pausedAt }) => pausedAt !== undefined).map(({ name }) => name));
    const isSame = paused !== undefined && paused.size === next.size && [...next].every((name) => paused?.has(name));
    paused = next;
    if (isSame) return;
    if (next.size > 0) log.warn({ jobs: [...next] }, 'jobs are paused');
    listener();
  };

  const putBack = (batch: readonly JobRuns[]): void => {
    for (const earlier of batch) {
      const later = runs.get(earlier.name);
      runs.set(earlier.name, later === undefined ? earlier : joined(earlier, later));
    }
  };

  const check = async (): Promise<void> => {
    const batch = [...runs.values()];
    runs = new Map();
    const seen =
      batch.length === 0
        ? unitOfWork.read(({ jobs }) => jobs.states())
        : unitOfWork.run((repositories) => noteRuns(repositories, batch, clock));
    await seen.match(apply, (error) => {
      putBack(batch);
      log.warn({ err: error }, 'the states of jobs cannot be read');
    });
  };

  const schedule = (): void => {
    cancelTimer();
    if (!isStopped) cancelTimer = timers.after(checkEveryMs, checkNow);
  };
  const checkNow = (): void => {
    cancelTimer();
    checking ??= check()
      .catch((error: unknown) => log.error({ err: error }, 'supervising jobs failed'))
      .finally(() => {
        checking = undefined;
        schedule();
      });
  };

  return {
    isPaused: (name) => paused === undefined || paused.has(name),
    onChange: (given) => {
      listener = given;
    },
    ran: (name, outcome) => {
      const at = clock.now();
      const before = runs.get(name) ?? { name, lastRunAt: at, refusals: 0, hasSucceeded: false };
      const refusals = outcome === 'done' ? 0 : before.refusals + (outcome === 'refused' ? 1 : 0);
      runs.set(name, { name, lastRunAt: at, refusals, hasSucceeded: before.hasSucceeded || outcome === 'done' });
      if (refusals >= maximumRefusals) checkNow();
    },
    failed: ({ id: jobId, name: job, payload }, reason, attempts) =>
      unitOfWork.run(({ jobs }) =>
        jobs.fail({ id: ids.next(), job, jobId, payload, reason, attempts, failedAt: clock.now() }),
      ),
    start: checkNow,
    stop: async () => {
      isStopped = true;
      cancelTimer();
      await checking;
      if (runs.size > 0) await check();
    },
  };
}

/** Two batches of the same job, the later one second. */
const joined = (earlier: JobRuns, later: JobRuns): JobRuns => ({
  ...later,
  refusals: later.hasSucceeded ? later.refusals : earlier.refusals + later.refusals,
  hasSucceeded: earlier.hasSucceeded || later.hasSucceeded,
});

/** Stores runs, and pauses what was refused too often, with a notice to the admins. */
const noteRuns = (
  { jobs, outbox }: Repositories,
  batch: readonly JobRuns[],
  clock: Clock,
): ResultAsync<readonly JobState[], never> =>
  jobs
    .noteRuns(batch)
    .andThen((states) =>
      ResultAsync.combine(
        states
          .filter(({ refusals, pausedAt }) => refusals >= maximumRefusals && pausedAt === undefined)
          .map(({ name, refusals }) => {
            const at = clock.now();
            return jobs
              .pause(name, at)
              .andThen((isNew) => outbox.add(isNew ? [{ type: 'jobs.paused', job: name, refusals, at }] : []));
          }),
      ),
    )
    .andThen(() => jobs.states());
