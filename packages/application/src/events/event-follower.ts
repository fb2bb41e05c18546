import type { OrderId } from '@cartwright/domain';
import type { Log } from '../ports/log.js';
import type { EventFeed } from '../ports/events/event-feed.js';
import type { Timers } from '../ports/timers.js';
import type { FeedEvent } from './feed-event.js';
import { makeSingleFlight } from './single-flight.js';

/** What a follower gets, and from where on. */
export type Following = {
  readonly position: number;
  /** Absent: events of all orders. */
  readonly orderId?: OrderId;
  readonly onEvents: (events: readonly FeedEvent[]) => void;
  /** Called once when the follower gets nothing more: the process stops. */
  readonly onEnd: () => void;
};

/** Passes events on to those who follow them, as they are published. */
export type EventFollower = {
  /** Each event after the position, once and in order. Returns how to stop. */
  readonly follow: (following: Following) => () => void;
  /** Reports a publication in this process. Those of others are found by reading the feed. */
  readonly wake: () => void;
  /** Ends all followers, and takes no further ones. */
  readonly stop: () => void;
};

type EventFollowerDeps = {
  readonly feed: Pick<EventFeed, 'after'>;
  readonly timers: Timers;
  /** Milliseconds between reads of the feed while somebody follows. */
  readonly pollMs: number;
  readonly log: Log;
};

/** Events in one read. */
const batch = 200;

/**
 * Reads the feed once for all followers. A follower that begins at an earlier position first reads what it has missed.
 *
 * @example
 * const follower = makeEventFollower({ feed, timers, pollMs: 250, log });
 * const stop = follower.follow({ position: 0, onEvents: (events) => send(events), onEnd: close });
 */
export function makeEventFollower({ feed, timers, pollMs, log }: EventFollowerDeps): EventFollower {
  /** Followers that have read all up to `seen`. */
  const live = new Map<Following, number>();
  /** Followers that read what they have missed. */
  const behind = new Set<Following>();
  /** The position up to which live followers have got their events. */
  let seen = 0;
  let isStopped = false;
  let cancelPoll: (() => void) | undefined;

  const isWanted = ({ orderId }: Following, event: FeedEvent): boolean =>
    orderId === undefined || orderId === event.orderId;

  const passOn = (events: readonly FeedEvent[]): void => {
    for (const [following, position] of live) {
      const wanted = events.filter((event) => event.position > position && isWanted(following, event));
      if (wanted.length > 0) following.onEvents(wanted);
    }
    seen = events.at(-1)?.position ?? seen;
  };

  const readForAll = async (): Promise<void> => {
    for (let isMore = true; isMore && live.size > 0;) {
      const read = await feed.after(seen, batch);
      if (read.isErr()) return log.warn({ err: read.error }, 'the feed of events cannot be read');
      passOn(read.value);
      isMore = read.value.length === batch;
    }
  };
  const reading = makeSingleFlight(
    () => readForAll().finally(pollLater),
    (defect) => log.error({ err: defect }, 'passing events on failed'),
  );
  const poll = (): void => {
    cancelPoll?.();
    cancelPoll = undefined;
    if (!isStopped && live.size > 0) reading.request();
  };
  function pollLater(): void {
    if (!isStopped && live.size > 0) cancelPoll ??= timers.after(pollMs, poll);
  }

  const catchUp = async (following: Following): Promise<void> => {
    let { position } = following;
    while (behind.has(following)) {
      // The first follower sets the pace of all.
      if (live.size === 0 && !reading.isRunning()) seen = position;
      const upTo = seen;
      const read = await feed.after(position, batch, following.orderId);
      if (!behind.has(following)) return;
      if (read.isErr()) {
        log.warn({ err: read.error }, 'the feed of events cannot be read');
        await new Promise<void>((resolve) => timers.after(pollMs, resolve));
        continue;
      }
      const events = read.value;
      if (events.length > 0) following.onEvents(events);
      position = events.at(-1)?.position ?? position;
      // Nothing was passed on to others meanwhile, so nothing is missed from here on.
      if (events.length < batch && seen === upTo) {
        behind.delete(following);
        live.set(following, position);
        poll();
      }
    }
  };

  return {
    follow: (following) => {
      if (isStopped) {
        following.onEnd();
        return () => undefined;
      }
      behind.add(following);
      catchUp(following).catch((defect: unknown) => {
        log.error({ err: defect }, 'following events failed');
        if (behind.delete(following) || live.delete(following)) following.onEnd();
      });
      return () => {
        behind.delete(following);
        live.delete(following);
      };
    },
    wake: poll,
    stop: () => {
      isStopped = true;
      cancelPoll?.();
      const all = [...behind, ...live.keys()];
      behind.clear();
      live.clear();
      for (const { onEnd } of all) onEnd();
    },
  };
}
