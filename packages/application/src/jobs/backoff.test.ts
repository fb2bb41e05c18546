import { expect, it } from 'vitest';
import { backoffMs } from './backoff.js';

const backoff = { baseMs: 1000, maxMs: 10_000 };

it('doubles the delay with each failure up to its limit', () => {
  expect([1, 2, 3, 4, 5, 2000].map((failures) => backoffMs(backoff, failures, () => 1))).toEqual([
    1000, 2000, 4000, 8000, 10_000, 10_000,
  ]);
});

it('spreads the delay over its upper half', () => {
  expect([0, 0.5, 1].map((chance) => backoffMs(backoff, 3, () => chance))).toEqual([2000, 3000, 4000]);
});
