import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../testing/accepted.js';
import { lawRuns } from '../../testing/law-runs.js';
import { usd } from '../../testing/shop.js';
import { addMoney, compare, money, multiply, subtractMoney, sum, zero } from './money.js';

const huge = Number.MAX_SAFE_INTEGER;
const outOfRange = { type: 'money.out-of-range', limit: huge };

describe('money', () => {
  test('is a count of minor units in a known currency', () => {
    expect(accepted(money(1999, 'USD'))).toStrictEqual(usd(1999));
    expect(accepted(money(-huge, 'JPY'))).toStrictEqual({ amount: -huge, currency: 'JPY' });
  });

  test.each(['XAU', 'usd', '', '__proto__', 'constructor'])('is refused in the unknown currency %j', (currency) => {
    expect(refused(money(1, currency))).toStrictEqual({ type: 'money.unknown-currency', currency });
  });

  test.each([NaN, 1.5, -0.1])('is refused for %s, which is no whole number of minor units', (amount) => {
    expect(refused(money(amount, 'USD'))).toStrictEqual({ type: 'money.not-an-integer' });
  });

  test.each([2 ** 53, -(2 ** 53), Infinity, -Infinity, 1e300])('is refused past 2^53 − 1: %s', (amount) => {
    expect(refused(money(amount, 'USD'))).toStrictEqual(outOfRange);
  });

  test('knows no negative zero', () => {
    expect(accepted(money(-0, 'USD'))).toStrictEqual(usd(0));
    expect(accepted(addMoney(usd(-0), usd(-0)))).toStrictEqual(usd(0));
    expect(accepted(subtractMoney(usd(0), usd(0)))).toStrictEqual(usd(0));
  });
});

describe('adding and subtracting', () => {
  test('refuses two currencies', () => {
    const mismatch = { type: 'money.currency-mismatch', expected: 'USD', actual: 'EUR' };
    expect(refused(addMoney(usd(1), { amount: 1, currency: 'EUR' }))).toStrictEqual(mismatch);
    expect(refused(subtractMoney(usd(1), { amount: 1, currency: 'EUR' }))).toStrictEqual(mismatch);
  });

  test('refuses a result past 2^53 − 1', () => {
    expect(refused(addMoney(usd(huge), usd(1)))).toStrictEqual(outOfRange);
    expect(refused(subtractMoney(usd(-huge), usd(1)))).toStrictEqual(outOfRange);
  });

  test.each([
    [0.5, 0.5, 'money.not-an-integer'],
    [1, NaN, 'money.not-an-integer'],
    [2 ** 53, -1, 'money.out-of-range'],
    [-1, 2 ** 53, 'money.out-of-range'],
  ])('refuses %s + %s, though the result may look well', (left, right, type) => {
    expect(refused(addMoney(usd(left), usd(right)))).toMatchObject({ type });
  });

  test('refuses what is in no currency', () => {
    const none = { amount: 1, currency: '__proto__' };
    expect(refused(addMoney(none, none))).toStrictEqual({ type: 'money.unknown-currency', currency: '__proto__' });
  });

  test('undo each other', () => {
    const amount = fc.integer({ min: -(2 ** 52), max: 2 ** 52 - 1 });
    fc.assert(
      fc.property(amount, amount, (left, right) => {
        const both = accepted(addMoney(usd(left), usd(right)));
        expect(accepted(subtractMoney(both, usd(right)))).toStrictEqual(usd(left));
      }),
      lawRuns,
    );
  });
});

describe('sums, multiples and comparisons', () => {
  test('zero is nothing in a known currency', () => {
    expect(accepted(zero('JPY'))).toStrictEqual({ amount: 0, currency: 'JPY' });
    expect(refused(zero('HRK'))).toStrictEqual({ type: 'money.unknown-currency', currency: 'HRK' });
  });

  test('sum adds up amounts of one currency, and none to zero', () => {
    expect(accepted(sum([usd(1), usd(2), usd(-4)], 'USD'))).toStrictEqual(usd(-1));
    expect(accepted(sum([usd(1), usd(2)]))).toStrictEqual(usd(3));
    expect(accepted(sum([], 'USD'))).toStrictEqual(usd(0));
    expect(refused(sum([]))).toMatchObject({ type: 'money.unknown-currency' });
    expect(refused(sum([usd(1)], 'EUR'))).toMatchObject({ type: 'money.currency-mismatch', expected: 'EUR' });
    expect(refused(sum([usd(Number.MAX_SAFE_INTEGER), usd(1)]))).toMatchObject({ type: 'money.out-of-range' });
    expect(refused(sum([usd(1), null as never]))).toStrictEqual({ type: 'input.malformed', path: 'amounts[1]' });
    expect(refused(sum([null as never]))).toStrictEqual({ type: 'input.malformed', path: 'amounts[0]' });
    expect(refused(sum(null as never))).toStrictEqual({ type: 'input.malformed', path: 'amounts' });
  });

  test('sum does not depend on the order of its amounts', () => {
    const most = usd(Number.MAX_SAFE_INTEGER);
    expect(accepted(sum([most, usd(1), usd(-1)]))).toStrictEqual(most);
    expect(accepted(sum([usd(1), usd(-1), most]))).toStrictEqual(most);
  });

  test('compare orders amounts of one currency', () => {
    expect([compare(usd(1), usd(2)), compare(usd(2), usd(2)), compare(usd(3), usd(2))].map(accepted)).toStrictEqual([
      -1, 0, 1,
    ]);
    expect(refused(compare(usd(1), { amount: 1, currency: 'EUR' }))).toMatchObject({ type: 'money.currency-mismatch' });
    expect(refused(compare(usd(0.5), usd(1)))).toMatchObject({ type: 'money.not-an-integer' });
  });

  test('multiply takes a whole factor', () => {
    expect(accepted(multiply(usd(1999), 3))).toStrictEqual(usd(5997));
    expect(accepted(multiply(usd(1999), -0))).toStrictEqual(usd(0));
    expect(refused(multiply(usd(1999), 0.5))).toStrictEqual({ type: 'money.not-an-integer' });
    expect(refused(multiply(usd(2 ** 40), 2 ** 40))).toMatchObject({ type: 'money.out-of-range' });
  });

  test.each([null, 7, 'USD', [1, 'USD'], { amount: 1 }, { amount: '1', currency: 'USD' }])(
    '%j is no money, and refused by all',
    (value) => {
      const none = value as never;
      const all = [addMoney(none, usd(1)), subtractMoney(usd(1), none), compare(none, usd(1)), multiply(none, 1)];
      for (const decision of all)
        expect(refused<unknown, unknown>(decision)).toMatchObject({ type: 'input.malformed' });
    },
  );
});
