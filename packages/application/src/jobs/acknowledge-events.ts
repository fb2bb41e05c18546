import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Log } from '../ports/log.js';
import type { OutboxFeed } from '../ports/repositories/outbox.js';
import type { Timers } from '../ports/timers.js';
import { backoffMs, type Backoff } from './backoff.js';

/** What became of a claimed event. */
export type EventOutcome =
  | { readonly type: 'settled' }
  | { readonly type: 'released'; readonly delayMs: number }
  | { readonly type: 'set-aside'; readonly reason: string };

/** Where the relay notes what became of events. */
export type CloseOut = {
  /** Notes an outcome and sees to it that it is written. */
  readonly note: (eventId: string, outcome: EventOutcome) => void;
  /** Writes all that is noted, once; what storage does not take is left to the leases' end. Notes nothing further. */
  readonly finish: () => Promise<void>;
};

/** Storage that is away is asked again after these delays. */
const storageBackoff: Backoff = { baseMs: 500, maxMs: 10_000 };

/**
 * Writes back to the feed what became of claimed events. Outcomes that come in while a statement is under way wait and
 * share the next one; while storage is away they are kept and tried again.
 *
 * @param deps.written - is told the events whose outcome is stored
 */
export function makeCloseOut(deps: {
  readonly feed: Pick<OutboxFeed, 'settle' | 'release' | 'setAside'>;
  readonly written: (eventIds: readonly string[]) => void;
  readonly timers: Timers;
  readonly random: () => number;
  readonly log: Log;
}): CloseOut {
  const { feed, timers, log } = deps;
  const noted = new Map<string, EventOutcome>();
  let failures = 0;
  let underWay: Promise<void> | undefined;
  let cancelRetry: (() => void) | undefined;
  let finished = false;

  const write = async (ids: readonly string[], stored: ResultAsync<void, StorageUnavailable>): Promise<boolean> => {
    const isStored = await stored.match(
      () => true,
      (error) => {
        log.warn({ error, events: ids.length }, 'storage did not take what became of outbox events');
        return false;
      },
    );
    if (!isStored) return false;
    for (const id of ids) noted.delete(id);
    deps.written(ids);
    return true;
  };

  /** One statement for all settled, one for each delay of release, one for each event set aside. */
  const writeAll = async (): Promise<boolean> => {
    const settled: string[] = [];
    const released = new Map<number, string[]>();
    let all = true;
    for (const [id, outcome] of noted) {
      if (outcome.type === 'settled') settled.push(id);
      else if (outcome.type === 'released') {
        const ids = released.get(outcome.delayMs) ?? [];
        released.set(outcome.delayMs, ids);
        ids.push(id);
      } else all = (await write([id], feed.setAside(id, outcome.reason))) && all;
    }
    if (settled.length > 0) all = (await write(settled, feed.settle(settled))) && all;
    for (const [delayMs, ids] of released) all = (await write(ids, feed.release(ids, delayMs))) && all;
    return all;
  };

  const flush = async (): Promise<void> => {
    // Lets all that is noted in this turn share a statement.
    await Promise.resolve();
    while (noted.size > 0) {
      const stored = await writeAll().catch((defect: unknown) => {
        log.error({ error: defect }, 'writing what became of outbox events failed');
        return false;
      });
      if (!stored) {
        failures += 1;
        if (!finished) cancelRetry = timers.after(backoffMs(storageBackoff, failures, deps.random), wakeUp);
        return;
      }
      failures = 0;
    }
  };
  const wakeUp = (): void => {
    cancelRetry = undefined;
    underWay ??= flush().finally(() => {
      underWay = undefined;
    });
  };

  return {
    note: (eventId, outcome) => {
      if (finished) return;
      noted.set(eventId, outcome);
      if (cancelRetry === undefined) wakeUp();
    },
    finish: async () => {
      finished = true;
      cancelRetry?.();
      await underWay;
      // What was under way may have been the try that failed; the last one is this.
      if (noted.size > 0) await flush();
    },
  };
}
