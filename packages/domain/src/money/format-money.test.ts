import { describe, expect, test } from 'vitest';
import { formatMoney } from './format-money.js';

/** Locales put no-break spaces between digits and symbol. */
const written = (amount: number, currency: string, locale: string): string =>
  formatMoney({ amount, currency }, locale).replaceAll(/\s/g, ' ');

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

  test.each(['', 'U$D', 'XAU', '__proto__'])('writes minor units for %j, which is no currency', (currency) => {
    expect(written(1999, currency, 'en-US')).toBe(`1999 ${currency}`);
  });

  test('writes negative zero without a sign, and throws for no number', () => {
    expect(written(-0, 'USD', 'en-US')).toBe('$0.00');
    expect([NaN, Infinity, 1.5, 1e300].map((amount) => typeof written(amount, 'USD', 'en-US'))).toStrictEqual(
      Array.from({ length: 4 }, () => 'string'),
    );
  });
});
