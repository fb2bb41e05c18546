import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../testing/accepted.js';
import { lawRuns } from '../../testing/law-runs.js';
import { usd } from '../../testing/shop.js';
import { allocate } from './allocate.js';

const split = (total: number, weights: readonly number[]): readonly number[] =>
  accepted(allocate(usd(total), weights)).map(({ amount }) => amount);

const total = fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.maxSafeInteger());
const weight = fc.oneof(fc.nat({ max: 5 }), fc.nat(), fc.maxSafeNat());
const weights = fc.array(weight, { minLength: 1, maxLength: 12 });

/** The largest remainder method, worked out slowly on exact numbers. */
function oracle(amount: number, byWeight: readonly number[]): number[] {
  const all = byWeight.reduce((sum, each) => sum + BigInt(each), 0n);
  const exact = all === 0n ? byWeight.map(() => 1n) : byWeight.map(BigInt);
  const sum = exact.reduce((a, b) => a + b, 0n);
  const magnitude = BigInt(Math.abs(amount));
  const parts = exact.map((each) => (magnitude * each) / sum);
  const rests = exact.map((each) => (magnitude * each) % sum);
  for (let left = magnitude - parts.reduce((a, b) => a + b, 0n); left > 0n; left -= 1n) {
    const largest = rests.reduce((best, rest, index) => (rest > (rests[best] ?? -1n) ? index : best), 0);
    parts[largest] = (parts[largest] ?? 0n) + 1n;
    rests[largest] = -1n;
  }
  return parts.map((part) => (amount < 0 && part !== 0n ? -Number(part) : Number(part)));
}

describe('allocate', () => {
  test('gives the odd cent of three equal parts to the first', () => {
    expect(accepted(allocate(usd(100), [1, 1, 1]))).toStrictEqual([usd(34), usd(33), usd(33)]);
  });

  test('gives odd cents to the largest remainders', () => {
    expect(split(10, [1, 5, 3])).toStrictEqual([1, 6, 3]);
  });

  test('gives a tie to the earlier weight', () => {
    expect(split(1, [0, 2, 2])).toStrictEqual([0, 1, 0]);
  });

  test('splits equally when all weights are zero', () => {
    expect(split(5, [0, 0, 0])).toStrictEqual([2, 2, 1]);
  });

  test('is exact where doubles are not', () => {
    const huge = Number.MAX_SAFE_INTEGER;
    expect(split(huge, [huge, huge, 1])).toStrictEqual(oracle(huge, [huge, huge, 1]));
  });

  test('takes more weights than a call can have arguments', () => {
    const parts = split(
      300_001,
      Array.from({ length: 300_000 }, () => 1),
    );
    expect(parts.slice(0, 2)).toStrictEqual([2, 1]);
  });

  test('refuses to split over no weights', () => {
    expect(refused(allocate(usd(1), []))).toStrictEqual({ type: 'allocation.no-weights' });
  });

  test.each([-1, 1.5, NaN, Infinity, 2 ** 53])('refuses a weight of %s and says which', (bad) => {
    expect(refused(allocate(usd(1), [1, bad]))).toStrictEqual({ type: 'allocation.bad-weight', index: 1 });
  });

  test.each([
    [NaN, 'money.not-an-integer'],
    [1.5, 'money.not-an-integer'],
    [2 ** 53, 'money.out-of-range'],
    [-Infinity, 'money.out-of-range'],
  ])('refuses a total of %s', (bad, type) => {
    expect(refused(allocate(usd(bad), [1, 2]))).toMatchObject({ type });
  });

  test('refuses a total in no currency', () => {
    expect(refused(allocate({ amount: 1, currency: 'XAU' }, [1]))).toStrictEqual({
      type: 'money.unknown-currency',
      currency: 'XAU',
    });
  });

  test('knows no negative zero', () => {
    expect(split(-0, [1, -0])).toStrictEqual([0, 0]);
    expect(split(-1, [1, 1])).toStrictEqual([-1, 0]);
  });

  test('is the largest remainder method at every size', () => {
    fc.assert(
      fc.property(total, weights, (amount, by) => {
        expect(split(amount, by)).toStrictEqual(oracle(amount, by));
      }),
      lawRuns,
    );
  });

  test('gives parts that sum to the total and have its sign or are zero', () => {
    fc.assert(
      fc.property(total, weights, (amount, by) => {
        const parts = split(amount, by);
        expect(parts.reduce((all, part) => all + BigInt(part), 0n)).toBe(BigInt(amount));
        expect(parts.every((part) => part === 0 || Math.sign(part) === Math.sign(amount))).toBe(true);
      }),
      lawRuns,
    );
  });

  test('gives a zero weight nothing beside one that is not zero', () => {
    fc.assert(
      fc.property(total, weights, weight, (amount, by, last) => {
        const all = [...by, last, 1];
        const parts = split(amount, all);
        expect(all.every((each, index) => each !== 0 || parts[index] === 0)).toBe(true);
      }),
      lawRuns,
    );
  });

  test('mirrors negative totals', () => {
    fc.assert(
      fc.property(total, weights, (amount, by) => {
        expect(split(-amount, by)).toStrictEqual(split(amount, by).map((part) => 0 - part));
      }),
      lawRuns,
    );
  });
});

describe('in a currency with a step', () => {
  const kwd = (amount: number) => ({ amount, currency: 'KWD' });

  test('the parts are multiples of it, as those of a currency without one are of its minor unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 49), max: 2 ** 49 }), weights, (steps, byWeight) => {
        const parts = accepted(allocate(kwd(steps * 10), byWeight)).map(({ amount }) => amount);
        expect(parts).toStrictEqual(split(steps, byWeight).map((part) => part * 10));
      }),
      lawRuns,
    );
  });

  test('a total off it is refused', () => {
    expect(refused(allocate(kwd(1005), [1, 1]))).toStrictEqual({
      type: 'money.off-step',
      amount: kwd(1005),
      step: 10,
    });
  });
});

test.each([null, 7, {}])('weights of %j are refused', (none) => {
  expect(refused(allocate(usd(1), none as never))).toStrictEqual({ type: 'input.malformed', path: 'weights' });
});
