import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeServerWatch, type ServerWatch } from './server-watch.js';

let watch: ServerWatch;
let isGivenUp: boolean;
beforeEach(() => {
  vi.useFakeTimers();
  isGivenUp = false;
  const probe = (): Promise<unknown> => new Promise(() => undefined);
  watch = makeServerWatch({ probe, probeAfterMs: 1_000, frozenAfterMs: 3_000, respondAfterMs: 0 });
});
afterEach(() => {
  watch.stop();
  vi.useRealTimers();
});
const freeze = (): void => {
  watch.whileWaiting(() => {
    isGivenUp = true;
  });
  vi.advanceTimersByTime(3_500);
};

it('gives up what waits for a server that is silent', () => {
  freeze();
  expect([watch.isFrozen(), isGivenUp]).toEqual([true, true]);
});

it('admits work again once the server has responded to any, though a probe is still waiting', () => {
  freeze();
  watch.whileWaiting(() => undefined)(true);
  expect(watch.isFrozen()).toBe(false);
});

it('admits no work after work that got no response', () => {
  freeze();
  watch.whileWaiting(() => undefined)(false);
  expect(watch.isFrozen()).toBe(true);
});
