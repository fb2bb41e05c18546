import type { Timers } from '../ports/timers.js';

/** Runs work immediately while requests are rare, and at regular intervals while they are frequent. */
export type Throttle = {
  readonly request: () => void;
  /** Drops requests that wait. */
  readonly stop: () => void;
};

/**
 * Runs the work at the first request; requests within `intervalMs` of a run share the run at its end.
 *
 * @example
 * const throttle = makeThrottle(30, publish, timers); throttle.request();
 */
export function makeThrottle(intervalMs: number, work: () => void, timers: Timers): Throttle {
  let cancelInterval: (() => void) | undefined;
  let isRequested = false;
  const run = (): void => {
    isRequested = false;
    cancelInterval = timers.after(intervalMs, () => {
      cancelInterval = undefined;
      if (isRequested) run();
    });
    work();
  };
  return {
    request: () => {
      if (cancelInterval === undefined) run();
      else isRequested = true;
    },
    stop: () => {
      cancelInterval?.();
      cancelInterval = undefined;
      isRequested = false;
    },
  };
}
