import type { Timers } from '@cartwright/application';

/**
 * Node's own timers. They keep the process alive, so a stop must cancel them.
 *
 * @example const cancel = makeNodeTimers().after(1000, () => relay.wake());
 */
export const makeNodeTimers = (): Timers => ({
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
});
