import type { Log } from '../ports/log.js';
import type { EventFeed } from '../ports/events/event-feed.js';
import type { Timers } from '../ports/timers.js';
import { makeSingleFlight } from './single-flight.js';
import { makeThrottle } from './throttle.js';

/** Publishes committed events in the feed, for as long as it runs. */
export type EventPublisher = {
  /** Reports a commit. Cheap: calls while a publication waits or runs cause one more. */
  readonly wake: () => void;
  readonly start: () => void;
  /** Waits for the publication that runs. */
  readonly stop: () => Promise<void>;
};

type EventPublisherDeps = {
  readonly feed: Pick<EventFeed, 'publish'>;
  /** Called after each publication, with how many events it published. */
  readonly onPublished: (events: number) => void;
  /** Milliseconds between publications of a busy shop, whose commits share them. After a pause no commit waits. */
  readonly intervalMs: number;
  /** Milliseconds between publications that nobody requests: what a process that died has left. */
  readonly sweepMs: number;
  readonly timers: Timers;
  readonly log: Log;
};

/**
 * Runs one publication at a time. A failed one is repeated at the next commit or sweep.
 *
 * @example
 * const publisher = makeEventPublisher({ feed, onPublished: relay.wake, intervalMs: 30, sweepMs: 2000, timers, log });
 * publisher.start();
 */
export function makeEventPublisher(deps: EventPublisherDeps): EventPublisher {
  const { feed, timers, log } = deps;
  let isRunning = false;
  let cancelSweep = (): void => undefined;

  const publication = makeSingleFlight(
    () => feed.publish().match(deps.onPublished, (error) => log.warn({ err: error }, 'events were not published')),
    (defect) => log.error({ err: defect }, 'publishing events failed'),
  );
  const throttle = makeThrottle(deps.intervalMs, publication.request, timers);
  const wake = (): void => {
    if (isRunning) throttle.request();
  };
  const sweep = (): void => {
    wake();
    cancelSweep = timers.after(deps.sweepMs, sweep);
  };

  return {
    wake,
    start: () => {
      if (isRunning) return;
      isRunning = true;
      sweep();
    },
    stop: async () => {
      isRunning = false;
      cancelSweep();
      throttle.stop();
      await publication.settled();
    },
  };
}
