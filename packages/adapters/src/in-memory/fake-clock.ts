import type { Clock } from '@cartwright/application';
import type { Instant } from '@cartwright/domain';

export type FakeClock = Clock & {
  /** Lets time pass, in milliseconds. */
  readonly advance: (ms: number) => void;
};

/**
 * A clock that stands still until a test moves it.
 *
 * @example
 * const clock = makeFakeClock('2026-11-21T09:30:00.000Z');
 * clock.advance(60_000);
 * clock.now(); // '2026-11-21T09:31:00.000Z'
 */
export function makeFakeClock(start: Instant = '2026-11-21T09:30:00.000Z'): FakeClock {
  let now = Date.parse(start);
  return {
    now: () => new Date(now).toISOString(),
    advance: (ms) => {
      now += ms;
    },
  };
}
