// Past 250 lines: claims, hand-overs, the hold-off of a queue that is away, leases and the stop share one state.
import type { Result } from 'neverthrow';
import type { QueueUnavailable } from '../ports/failures.js';
import type { JobFailed, JobQueue } from '../ports/job-queue.js';
import type { Log } from '../ports/log.js';
import type { OutboxEvent, OutboxFeed } from '../ports/repositories/outbox.js';
import type { Timers } from '../ports/timers.js';
import { backoffMs, type Backoff } from './backoff.js';
import { makeEventAcknowledger } from './acknowledge-events.js';
import type { Job } from './jobs.js';

/** Brings committed events to the job queue, for as long as it runs. */
export type OutboxRelay = {
  /** Reports a commit. Cheap: any number of calls while a claim is under way make one more claim. */
  readonly wake: () => void;
  readonly start: () => void;
  /** Claims nothing more, waits up to `withinMs` for jobs that are being added, and nacks the other events. */
  readonly stop: (withinMs: number) => Promise<void>;
};

export type OutboxRelayDeps = {
  readonly feed: OutboxFeed;
  readonly queue: Pick<JobQueue, 'add' | 'waitingEvents'>;
  readonly jobsFor: (event: OutboxEvent) => readonly Job[] | Promise<readonly Job[]>;
  /** Events in one claim, at most. */
  readonly batch: number;
  /**
   * Maximum events whose jobs are being added. In process these jobs are run; events whose jobs are paused or wait for
   * a retry do not count, up to 20 times as many.
   */
  readonly maxInFlight: number;
  /** Milliseconds for which acks wait for further ones, so that many share a statement; none when absent. */
  readonly ackGatherMs?: number;
  /** Milliseconds between claims when nobody wakes the relay. */
  readonly sweepMs: number;
  /**
   * Milliseconds after which a claimed event that was not acked is claimed again: its process died, or the broker lost
   * its jobs. While its jobs are being added, the lease is renewed three times in it.
   */
  readonly leaseMs: number;
  readonly timers: Timers;
  /** From 0 up to 1; spreads delays. */
  readonly random: () => number;
  readonly log: Log;
};

/** Delays between probes of a queue that is away. */
const queueBackoff: Backoff = { baseMs: 1000, maxMs: 30_000 };

/**
 * Adds the jobs that follow from committed events to the queue. An event is acked once its jobs are complete, by the
 * relay or by the broker's consumer. In process, it is dead-lettered when one of them failed for good. An event that is
 * not acked within its lease is handed over again, so a broker that loses its data loses no job. While the queue is
 * away, events are nacked, and one of them probes it after growing delays.
 *
 * @example
 * const relay = makeOutboxRelay({ feed, queue, jobsFor, batch: 50, maxInFlight: 200, sweepMs: 2000, leaseMs: 60_000,
 * timers, random, log }); relay.start();
 */
export function makeOutboxRelay(deps: OutboxRelayDeps): OutboxRelay {
  const { feed, queue, timers, log } = deps;
  /** Claimed events until they are handed over or their outcome is stored: their leases are renewed. */
  const leased = new Set<string>();
  /** The events among them whose jobs are being added. */
  const adding = new Set<string>();
  let state: 'idle' | 'running' | 'stopping' = 'idle';
  let claiming: Promise<void> | undefined;
  let wokenWhileClaiming = false;
  let queueFailures = 0;
  let cancelHoldOff: (() => void) | undefined;
  let cancelSweep = (): void => undefined;
  let cancelRenewal = (): void => undefined;
  let whenNothingIsAdded = (): void => undefined;

  const forget = (ids: readonly string[]): void => {
    const wasFull = room() <= 0;
    for (const id of ids) leased.delete(id);
    if (wasFull) wake();
  };
  const acknowledger = makeEventAcknowledger({
    feed,
    timers,
    log,
    random: deps.random,
    ...(deps.ackGatherMs === undefined ? {} : { gatherMs: deps.ackGatherMs }),
    written: forget,
  });
  /** Leaves the event to its lease: the consumer of its jobs acks it, or it is claimed again. */
  const handedOver = (eventId: string): void => forget([eventId]);
  const nack = (eventId: string, delayMs: number): void => {
    leased.delete(eventId);
    acknowledger.note(eventId, { type: 'nacked', delayMs });
  };

  /** Pauses the queue; returns how long its events are delayed, so that they are back for the probe. */
  const holdOff = (): number => {
    if (state === 'stopping') return 0;
    if (cancelHoldOff === undefined) {
      queueFailures += 1;
      const delayMs = backoffMs(queueBackoff, queueFailures, deps.random);
      log.warn({ delayMs, failures: queueFailures }, 'the job queue is away; the outbox waits');
      cancelHoldOff = timers.after(delayMs, () => {
        cancelHoldOff = undefined;
        wake();
      });
    }
    return backoffMs(queueBackoff, queueFailures, () => 0);
  };

  /** `undefined` where a defect keeps the jobs from being decided. It is no fault of the queue. */
  const decide = async (event: OutboxEvent): Promise<readonly Job[] | undefined> => {
    try {
      return await deps.jobsFor(event);
    } catch (defect) {
      log.error({ eventId: event.id, event: event.event.type, err: defect }, 'the jobs of an event were not decided');
      return undefined;
    }
  };

  const addAll = async (event: OutboxEvent): Promise<void> => {
    const jobs = await decide(event);
    if (jobs === undefined) return nack(event.id, deps.leaseMs);
    const { id, traceParent } = event;
    const cause = { id, jobs: jobs.length, ...(traceParent === undefined ? {} : { traceParent }) };
    const added: readonly Result<'done' | 'queued', QueueUnavailable | JobFailed>[] = await Promise.all(
      jobs.map((job) => queue.add({ ...job, event: cause })),
    );
    if (!adding.has(event.id)) return;
    const errors = added.flatMap((result) => (result.isErr() ? [result.error] : []));
    const failed = errors.find((error) => error.type === 'job.failed');
    if (errors.some((error) => error.type === 'queue.unavailable')) {
      return nack(event.id, holdOff());
    }
    if (jobs.length > 0 && queueFailures > 0) {
      log.info({ failures: queueFailures }, 'the job queue is back');
      queueFailures = 0;
      cancelHoldOff?.();
      cancelHoldOff = undefined;
      wake();
    }
    if (failed === undefined) {
      const isQueued = added.some((result) => result.isOk() && result.value === 'queued');
      return isQueued ? handedOver(event.id) : acknowledger.note(event.id, { type: 'acked' });
    }
    log.error(
      { eventId: event.id, event: event.event.type, reason: failed.reason },
      'an outbox event was dead-lettered',
    );
    acknowledger.note(event.id, { type: 'dead-lettered', reason: failed.reason });
  };

  const handOn = (event: OutboxEvent): void => {
    leased.add(event.id);
    adding.add(event.id);
    addAll(event)
      .catch((defect: unknown) => {
        log.error({ eventId: event.id, err: defect }, 'handing an outbox event to the queue failed');
        if (adding.has(event.id)) nack(event.id, holdOff());
      })
      .finally(() => {
        adding.delete(event.id);
        if (adding.size === 0) whenNothingIsAdded();
      })
      .catch(() => undefined);
  };

  const room = (): number => {
    // A queue that was away is probed with one event, not with all there are.
    const waiting = Math.min(queue.waitingEvents?.() ?? 0, 20 * deps.maxInFlight);
    const most = queueFailures > 0 ? 1 : deps.maxInFlight + waiting;
    return cancelHoldOff === undefined && state === 'running' ? Math.min(deps.batch, most - leased.size) : 0;
  };

  const claimWhileThereIsRoom = async (): Promise<void> => {
    for (let wanted = room(); wanted > 0; wanted = room()) {
      wokenWhileClaiming = false;
      const claimed = await feed.claim(wanted, deps.leaseMs);
      if (claimed.isErr()) {
        // Left to the next commit or sweep. Otherwise a storage that is away would be called without end.
        wokenWhileClaiming = false;
        log.warn({ err: claimed.error }, 'the outbox cannot be read');
        return;
      }
      for (const event of claimed.value) {
        if (isStopping()) nack(event.id, 0);
        else handOn(event);
      }
      if (claimed.value.length < wanted && !hasBeenWoken()) return;
    }
  };
  // Read through functions: the compiler does not see that they change while a claim is awaited.
  const isStopping = (): boolean => state === 'stopping';
  const hasBeenWoken = (): boolean => wokenWhileClaiming;

  const wake = (): void => {
    wokenWhileClaiming = true;
    if (state !== 'running' || room() <= 0) return;
    claiming ??= claimWhileThereIsRoom()
      .catch((defect: unknown) => {
        wokenWhileClaiming = false;
        log.error({ err: defect }, 'claiming outbox events failed');
      })
      .finally(() => {
        claiming = undefined;
        if (wokenWhileClaiming) wake();
      });
  };

  const nothingIsAdded = (): Promise<void> =>
    new Promise((resolve) => {
      whenNothingIsAdded = resolve;
      if (adding.size === 0) resolve();
    });

  const sweep = (): void => {
    wake();
    cancelSweep = timers.after(deps.sweepMs, sweep);
  };

  const renewLeases = (): void => {
    cancelRenewal = timers.after(deps.leaseMs / 3, renewLeases);
    if (leased.size === 0) return;
    feed
      .renew([...leased], deps.leaseMs)
      .match(
        () => undefined,
        (error) => log.warn({ err: error, events: leased.size }, 'leases on outbox events were not renewed'),
      )
      .catch((defect: unknown) => log.error({ err: defect }, 'renewing leases on outbox events failed'));
  };

  return {
    wake,
    start: () => {
      if (state !== 'idle') return;
      state = 'running';
      cancelRenewal = timers.after(deps.leaseMs / 3, renewLeases);
      sweep();
    },
    stop: async (withinMs) => {
      if (state === 'stopping') return;
      state = 'stopping';
      cancelSweep();
      cancelHoldOff?.();
      await new Promise<void>((resolve) => {
        const cancel = timers.after(withinMs, resolve);
        const done = Promise.all([claiming, nothingIsAdded()]);
        done.finally(() => (cancel(), resolve())).catch(() => undefined);
      });
      for (const eventId of adding) nack(eventId, 0);
      adding.clear();
      cancelRenewal();
      await acknowledger.finish();
    },
  };
}
