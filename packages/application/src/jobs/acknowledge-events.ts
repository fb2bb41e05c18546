import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Log } from '../ports/log.js';
import type { OutboxFeed } from '../ports/repositories/outbox.js';
import type { Timers } from '../ports/timers.js';
import { backoffMs, type Backoff } from './backoff.js';

/** The outcome of a claimed event. */
export type EventOutcome =
  | { readonly type: 'acked' }
  | { readonly type: 'nacked'; readonly delayMs: number }
  | { readonly type: 'dead-lettered'; readonly reason: string };

/** Collects the outcomes of claimed events. */
export type EventAcknowledger = {
  /** Queues an outcome to be written. */
  readonly note: (eventId: string, outcome: EventOutcome) => void;
  /**
   * Writes all queued outcomes, once; what storage does not take is left to the end of the leases. Queues nothing
   * further.
   */
  readonly finish: () => Promise<void>;
};

/** As many outcomes are written without waiting for further ones. */
const mostGathered = 100;

/** Delays between writes while storage is away. */
const storageBackoff: Backoff = { baseMs: 500, maxMs: 10_000 };

/**
 * Writes the outcomes of claimed events to the feed. Outcomes that arrive while a statement runs share the next one;
 * while storage is away they are retried.
 *
 * @param deps.gatherMs - milliseconds for which acks wait for further ones to share a statement; none when absent. A
 * process that dies in this time leaves its acked events to be handed on again, as one that dies before an ack does.
 * @param deps.written - called with the events whose outcome is stored
 */
export function makeEventAcknowledger(deps: {
  readonly feed: Pick<OutboxFeed, 'ack' | 'nack' | 'deadLetter'>;
  readonly written: (eventIds: readonly string[]) => void;
  readonly gatherMs?: number;
  readonly timers: Timers;
  readonly random: () => number;
  readonly log: Log;
}): EventAcknowledger {
  const { feed, gatherMs, timers, log } = deps;
  const noted = new Map<string, EventOutcome>();
  let failures = 0;
  let underWay: Promise<void> | undefined;
  let cancelRetry: (() => void) | undefined;
  let cancelGathering: (() => void) | undefined;
  let finished = false;

  const write = async (ids: readonly string[], stored: ResultAsync<void, StorageUnavailable>): Promise<boolean> => {
    const isStored = await stored.match(
      () => true,
      (error) => {
        log.warn({ err: error, events: ids.length }, 'outcomes of outbox events were not stored');
        return false;
      },
    );
    if (!isStored) return false;
    for (const id of ids) noted.delete(id);
    deps.written(ids);
    return true;
  };

  /** One statement for all acks, one for each delay of nacks, one for each dead letter. */
  const writeAll = async (): Promise<boolean> => {
    const acked: string[] = [];
    const nacked = new Map<number, string[]>();
    let all = true;
    for (const [id, outcome] of noted) {
      if (outcome.type === 'acked') acked.push(id);
      else if (outcome.type === 'nacked') {
        const ids = nacked.get(outcome.delayMs) ?? [];
        nacked.set(outcome.delayMs, ids);
        ids.push(id);
      } else all = (await write([id], feed.deadLetter(id, outcome.reason))) && all;
    }
    if (acked.length > 0) all = (await write(acked, feed.ack(acked))) && all;
    for (const [delayMs, ids] of nacked) all = (await write(ids, feed.nack(ids, delayMs))) && all;
    return all;
  };

  /** Whether there is something that does not wait for further acks. */
  const isUrgent = (): boolean => {
    if (gatherMs === undefined || finished || noted.size >= mostGathered) return noted.size > 0;
    return [...noted.values()].some(({ type }) => type !== 'acked');
  };

  const flush = async (): Promise<void> => {
    // Outcomes that are noted in the same turn share a statement.
    await Promise.resolve();
    do {
      const stored = await writeAll().catch((defect: unknown) => {
        log.error({ err: defect }, 'writing outcomes of outbox events failed');
        return false;
      });
      if (!stored) {
        failures += 1;
        if (!finished) cancelRetry = timers.after(backoffMs(storageBackoff, failures, deps.random), wakeUp);
        return;
      }
      failures = 0;
    } while (isUrgent());
  };
  const wakeUp = (): void => {
    cancelRetry = undefined;
    cancelGathering?.();
    cancelGathering = undefined;
    underWay ??= flush().finally(() => {
      underWay = undefined;
      schedule();
    });
  };
  /** Starts a write now or later, unless one runs or waits for storage. */
  const schedule = (): void => {
    if (noted.size === 0 || finished || underWay !== undefined || cancelRetry !== undefined) return;
    if (isUrgent()) wakeUp();
    else if (gatherMs !== undefined) cancelGathering ??= timers.after(gatherMs, wakeUp);
  };

  return {
    note: (eventId, outcome) => {
      if (finished) return;
      noted.set(eventId, outcome);
      schedule();
    },
    finish: async () => {
      finished = true;
      cancelRetry?.();
      cancelGathering?.();
      await underWay;
      // The write that was under way may have failed.
      if (noted.size > 0) await flush();
    },
  };
}
