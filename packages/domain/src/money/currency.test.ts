import { describe, expect, test } from 'vitest';
import { currencyDecimals, currencyStep } from './currency.js';

describe('currencies', () => {
  test.each([
    ['JPY', 0],
    ['CLP', 0],
    ['ISK', 0],
    ['KRW', 0],
    ['UGX', 0],
    ['UYI', 0],
    ['VND', 0],
    ['XAF', 0],
    ['XPF', 0],
    ['USD', 2],
    ['EUR', 2],
    ['GBP', 2],
    ['HUF', 2],
    ['MGA', 2],
    ['MRU', 2],
    ['SLE', 2],
    ['VED', 2],
    ['XCG', 2],
    ['ZWG', 2],
    ['BOV', 2],
    ['CHE', 2],
    ['CHW', 2],
    ['COU', 2],
    ['MXV', 2],
    ['USN', 2],
    ['BHD', 3],
    ['IQD', 3],
    ['JOD', 3],
    ['KWD', 3],
    ['LYD', 3],
    ['OMR', 3],
    ['TND', 3],
    ['CLF', 4],
    ['UYW', 4],
  ])('have the decimals of ISO 4217: %s has %i', (code, decimals) => {
    expect(currencyDecimals(code)).toBe(decimals);
  });

  test.each(['XAU', 'XAG', 'XDR', 'XSU', 'XUA', 'XTS', 'XXX', 'XBA'])(
    'without a minor unit are unknown: %s',
    (code) => {
      expect(currencyDecimals(code)).toBeUndefined();
    },
  );

  test.each(['HRK', 'SLL', 'ZWL', 'CUC', 'ANG', 'BGN'])('that were withdrawn are unknown: %s', (code) => {
    expect(currencyDecimals(code)).toBeUndefined();
  });

  test.each(['', 'usd', 'USD ', 'US', 'USDT', '__proto__', 'constructor'])('are not made up: %j', (code) => {
    expect(currencyDecimals(code)).toBeUndefined();
  });

  test('are the 165 of list one that have a minor unit, none of them twice', () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');
    const codes = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => a + b + c)));
    const count = (decimals: number): number => codes.filter((code) => currencyDecimals(code) === decimals).length;
    // List one: 17 without decimals, 7 with three, 2 with four; the rest has two.
    expect([0, 1, 2, 3, 4].map(count)).toStrictEqual([17, 0, 139, 7, 2]);
  });
});

describe('the step of a currency', () => {
  test.each(['BHD', 'JOD', 'KWD', 'OMR', 'TND'])('of %s is 10 minor units', (code) => {
    expect(currencyStep(code)).toBe(10);
  });

  test.each(['USD', 'JPY', 'IQD', 'LYD', 'CLF', '', 'kwd', 'KWDX'])('of %j is 1', (code) => {
    expect(currencyStep(code)).toBe(1);
  });
});
