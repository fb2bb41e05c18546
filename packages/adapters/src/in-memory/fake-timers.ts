import type { Timers } from '@cartwright/application';
import type { FakeClock } from './fake-clock.js';

export type FakeTimers = Timers & {
  /** Lets time pass, in milliseconds: runs what falls due, each at its own time, and lets what it started settle. */
  readonly advance: (ms: number) => Promise<void>;
  /** How many tasks wait. */
  readonly waiting: () => number;
};

/** Lets every promise that can settle by itself do so. */
const settle = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/**
 * Timers that go off when a test says so, and move the clock with them.
 *
 * @example
 * const timers = makeFakeTimers(clock);
 * await timers.advance(60_000);
 */
export function makeFakeTimers(clock: FakeClock): FakeTimers {
  const tasks = new Set<{ readonly dueAt: number; readonly run: () => void }>();
  const now = (): number => Date.parse(clock.now());
  return {
    waiting: () => tasks.size,
    after: (delayMs, run) => {
      const task = { dueAt: now() + Math.max(0, Math.ceil(delayMs)), run };
      tasks.add(task);
      return () => {
        tasks.delete(task);
      };
    },
    advance: async (ms) => {
      const until = now() + ms;
      await settle();
      for (;;) {
        const [next] = [...tasks].filter(({ dueAt }) => dueAt <= until).sort((left, right) => left.dueAt - right.dueAt);
        if (next === undefined) break;
        tasks.delete(next);
        clock.advance(Math.max(0, next.dueAt - now()));
        next.run();
        await settle();
      }
      clock.advance(until - now());
      await settle();
    },
  };
}
