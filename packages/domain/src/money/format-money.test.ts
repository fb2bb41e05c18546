import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../testing/accepted.js';
import { formatMoney } from './format-money.js';

/** Locales put no-break spaces between digits and symbol. */
const written = (amount: number, currency: string, locale: string): string =>
  accepted(formatMoney({ amount, currency }, locale)).replaceAll(/\s/g, ' ');

describe('writing money', () => {
  test.each([
    [1999, 'USD', 'en-US', '$19.99'],
    [5, 'USD', 'en-US', '$0.05'],
    [-5, 'USD', 'en-US', '-$0.05'],
    [1999, 'EUR', 'de-DE', '19,99 €'],
    [1999, 'JPY', 'en-US', '¥1,999'],
    [1999, 'KWD', 'en-US', 'KWD 1.999'],
    [1999, 'HUF', 'en-US', 'HUF 19.99'],
  ])('follows the locale and the decimals of ISO 4217: %i %s in %s', (amount, currency, locale, text) => {
    expect(written(amount, currency, locale)).toBe(text);
  });

  test('writes for more locales than it remembers, each in its own way', () => {
    const locales = Array.from(
      { length: 300 },
      (_, number) => `${number % 2 === 0 ? 'en-US' : 'de-DE'}-x-shop${number}`,
    );
    expect(new Set(locales.map((locale) => written(1999, 'USD', locale)))).toStrictEqual(
      new Set(['$19.99', '19,99 $']),
    );
    expect(locales.map((locale) => written(5, 'JPY', locale)).slice(0, 2)).toStrictEqual(['¥5', '5 ¥']);
  });

  test('is exact where a binary fraction is not', () => {
    expect(written(Number.MAX_SAFE_INTEGER, 'USD', 'en-US')).toBe('$90,071,992,547,409.91');
  });

  test.each(['', 'not a locale', 'en_US', '*'])('writes plainly for %j, which is no locale', (locale) => {
    expect(written(-1999, 'USD', locale)).toBe('-19.99 USD');
  });

  test.each([
    [1999, 'HRK', '19.99'],
    [1999, 'BGN', '19.99'],
    [1999, 'DEM', '19.99'],
    [1999, 'ANG', '19.99'],
    [1999, 'ITL', '1,999'],
    [1999, 'ESP', '1,999'],
    [1999, 'BYR', '1,999'],
  ])(
    'writes old orders in a currency that is gone, with the decimals that it had: %i %s',
    (amount, currency, digits) => {
      expect(written(amount, currency, 'en-US')).toContain(digits);
      expect(written(amount, currency, 'not a locale')).toBe(`${digits.replace(',', '')} ${currency}`);
    },
  );

  test.each(['', 'U$D', 'usd', 'XAU', 'XXX', '__proto__'])('refuses %j, which is no currency', (currency) => {
    expect(refused(formatMoney({ amount: 1999, currency }, 'en-US'))).toStrictEqual({
      type: 'money.unknown-currency',
      currency,
    });
  });

  test('writes negative zero without a sign, and refuses what is no money', () => {
    expect(written(-0, 'USD', 'en-US')).toBe('$0.00');
    const typeOf = (amount: number) => refused(formatMoney({ amount, currency: 'USD' }, 'en-US')).type;
    expect([NaN, 1.5, Infinity, 1e300].map(typeOf)).toStrictEqual([
      'money.not-an-integer',
      'money.not-an-integer',
      'money.out-of-range',
      'money.out-of-range',
    ]);
    for (const [value, path] of [
      [null, 'money'],
      [[1999, 'USD'], 'money'],
      [{ amount: '1999', currency: 'USD' }, 'money.amount'],
      [{ amount: 1999 }, 'money.currency'],
    ] as const) {
      expect(refused(formatMoney(value as never, 'en-US'))).toStrictEqual({ type: 'input.malformed', path });
    }
    const noLocale = formatMoney({ amount: 1, currency: 'USD' }, null as never);
    expect(refused(noLocale)).toStrictEqual({ type: 'input.malformed', path: 'locale' });
  });
});
