import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../testing/accepted.js';
import { lawRuns } from '../../testing/law-runs.js';
import { usd } from '../../testing/shop.js';
import { applyRate, includedTax, isShare, percent, wholeRate } from './rate.js';

/** Half away from zero, on exact numbers. */
function oracle(amount: number, rate: number): number {
  const product = BigInt(amount) * BigInt(rate);
  const magnitude = product < 0n ? -product : product;
  const rounded = Number(magnitude / 1_000_000n + ((magnitude % 1_000_000n) * 2n >= 1_000_000n ? 1n : 0n));
  return product < 0n ? 0 - rounded : rounded;
}

describe('rates', () => {
  test.each([
    ['20', 200_000],
    ['8.875', 88_750],
    ['0', 0],
    ['0.0001', 1],
    ['100', 1_000_000],
    ['100.0001', 1_000_001],
  ])('read %s percent as %i millionths', (text, rate) => {
    expect(accepted(percent(text))).toBe(rate);
  });

  test.each(['', '-1', '+1', '1.', '.5', '1.00001', '1%', '1e2', 'NaN', '99999999999'])(
    'are not read from %j',
    (text) => {
      expect(refused(percent(text))).toStrictEqual({ type: 'rate.malformed', text });
    },
  );

  test('are shares from nothing to the whole, in whole millionths', () => {
    expect([0, 1, wholeRate].every(isShare)).toBe(true);
    expect([-1, wholeRate + 1, 0.5, NaN, Infinity].some(isShare)).toBe(false);
  });
});

const takeShare = (amount: number, rate: number): number => accepted(applyRate(usd(amount), rate)).amount;

describe('taking a share', () => {
  test.each([
    [1, 500_000, 1],
    [-1, 500_000, -1],
    [1, 499_999, 0],
    [3, 500_000, 2],
    [-3, 500_000, -2],
    [1999, 100_000, 200],
  ])('rounds %i × %i millionths half away from zero, once, to %i', (amount, rate, share) => {
    expect(takeShare(amount, rate)).toBe(share);
  });

  test('knows no negative zero', () => {
    expect([takeShare(-1, 1), takeShare(-0, 5), takeShare(5, -0)]).toStrictEqual([0, 0, 0]);
  });

  test('is exact at every size', () => {
    const amount = fc.oneof(fc.integer({ min: -100_000, max: 100_000 }), fc.maxSafeInteger());
    const rate = fc.oneof(fc.integer({ min: 0, max: wholeRate }), fc.constantFrom(0, 1, 500_000, 999_999, wholeRate));
    fc.assert(
      fc.property(amount, rate, (of, millionths) => {
        expect(takeShare(of, millionths)).toBe(oracle(of, millionths));
      }),
      lawRuns,
    );
  });
});

describe('applying a rate to money', () => {
  test('keeps the currency and rounds once, to its step', () => {
    const kwd = (amount: number) => ({ amount, currency: 'KWD' });
    // 177.41 and 1.7741 steps; 1005 is half way between two steps.
    expect(accepted(applyRate(usd(1999), 88_750))).toStrictEqual(usd(177));
    expect(accepted(applyRate(kwd(1999), 88_750))).toStrictEqual(kwd(180));
    expect([1005, -1005, 1004].map((amount) => accepted(applyRate(kwd(amount), wholeRate)).amount)).toStrictEqual([
      1010, -1010, 1000,
    ]);
    expect(accepted(applyRate({ amount: 1999, currency: 'IQD' }, 88_750)).amount).toBe(177);
    expect(accepted(applyRate(usd(-0), 88_750))).toStrictEqual(usd(0));
  });

  test('takes nothing at zero', () => {
    expect(
      [1999, -1999].flatMap((amount) => [0, -0].map((rate) => accepted(applyRate(usd(amount), rate)))),
    ).toStrictEqual(Array(4).fill(usd(0)));
  });

  test('takes more than the whole, as long as the result is in range', () => {
    expect(accepted(applyRate(usd(Number.MAX_SAFE_INTEGER), wholeRate))).toStrictEqual(usd(Number.MAX_SAFE_INTEGER));
    expect(accepted(applyRate(usd(100), 2_500_000))).toStrictEqual(usd(250));
    expect(refused(applyRate(usd(Number.MAX_SAFE_INTEGER), wholeRate + 1))).toMatchObject({
      type: 'money.out-of-range',
    });
  });

  test.each([-1, 0.5, NaN, Infinity, 2 ** 53])('refuses a rate of %s', (rate) => {
    expect(refused(applyRate(usd(1), rate))).toStrictEqual({ type: 'rate.out-of-range', rate });
  });

  test.each([
    [usd(0.5), 'money.not-an-integer'],
    [usd(2 ** 53), 'money.out-of-range'],
    [{ amount: 1, currency: 'usd' }, 'money.unknown-currency'],
  ])('refuses %j, which is no money', (of, type) => {
    expect(refused(applyRate(of, 1))).toMatchObject({ type });
  });
});

describe('tax within an amount', () => {
  test.each([
    [usd(1200), 200_000, 200],
    [usd(1199), 200_000, 200],
    [usd(-1200), 200_000, -200],
    [usd(100), 0, 0],
    [{ amount: 1205, currency: 'KWD' }, 200_000, 200],
  ])('of %j at %i millionths is %i', (of, rate, tax) => {
    expect(accepted(includedTax(of, rate))).toStrictEqual({ ...of, amount: tax });
  });

  test('is n − n / (1 + r), exact at every size', () => {
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        fc.nat({ max: 3_000_000 }),
        fc.constantFrom('USD', 'KWD'),
        (amount, rate, currency) => {
          const step = currency === 'KWD' ? 10n : 1n;
          const whole = 1_000_000n + BigInt(rate);
          const magnitude = BigInt(Math.abs(amount));
          const numerator = magnitude * whole - magnitude * 1_000_000n;
          const tax = ((2n * numerator + whole * step) / (2n * whole * step)) * step;
          const decision = includedTax({ amount, currency }, rate);
          // Rounding up to a step may pass 2^53 − 1.
          const answer = decision.ok ? BigInt(decision.value.amount) : decision.error.type;
          const signed = amount < 0 ? -tax : tax;
          expect(answer).toBe(tax > BigInt(Number.MAX_SAFE_INTEGER) ? 'money.out-of-range' : signed);
        },
      ),
      lawRuns,
    );
  });

  test.each([-1, 0.5, NaN, 2 ** 53])('refuses a rate of %s', (rate) => {
    expect(refused(includedTax(usd(1), rate))).toStrictEqual({ type: 'rate.out-of-range', rate });
  });

  test('refuses a rate whose sum with the whole is past 2^53 − 1', () => {
    expect(refused(includedTax(usd(1), Number.MAX_SAFE_INTEGER))).toMatchObject({ type: 'money.out-of-range' });
  });
});
