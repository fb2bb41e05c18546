import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../testing/accepted.js';
import { lawRuns } from '../../testing/law-runs.js';
import { formatMoney } from './format-money.js';
import { parseMoney } from './parse-money.js';

describe('reading money', () => {
  test.each([
    ['19.99', 'USD', 1999],
    ['19.9', 'USD', 1990],
    ['19', 'USD', 1900],
    ['-0.01', 'USD', -1],
    ['-0.00', 'USD', 0],
    ['007', 'JPY', 7],
    ['1.234', 'KWD', 1234],
    ['0.0001', 'CLF', 1],
    ['90071992547409.91', 'USD', Number.MAX_SAFE_INTEGER],
  ])('takes %s %s for %i minor units', (text, currency, amount) => {
    expect(accepted(parseMoney(text, currency))).toStrictEqual({ amount, currency });
  });

  test.each([
    ['19.999', 'USD', 2],
    ['19.990', 'USD', 2],
    ['1.0', 'JPY', 0],
    ['1.2345', 'KWD', 3],
  ])('refuses more decimals than the currency has, never rounding: %s %s', (text, currency, decimals) => {
    expect(refused(parseMoney(text, currency))).toStrictEqual({ type: 'money.too-many-decimals', text, decimals });
  });

  test.each([
    '',
    ' 1',
    '1 ',
    '1\n',
    '+1',
    '--1',
    '.5',
    '5.',
    '1,000.00',
    '1e3',
    '0x10',
    'NaN',
    'Infinity',
    '١٩',
    '−1',
    '$1',
  ])('refuses %j, which is no plain number', (text) => {
    expect(refused(parseMoney(text, 'USD'))).toStrictEqual({ type: 'money.malformed', text });
  });

  test.each(['90071992547409.92', '90071992547409.93', `-${'9'.repeat(400)}`])('refuses %s, past 2^53 − 1', (text) => {
    expect(refused(parseMoney(text, 'USD'))).toStrictEqual({
      type: 'money.out-of-range',
      limit: Number.MAX_SAFE_INTEGER,
    });
  });

  test('refuses a currency without a minor unit', () => {
    expect(refused(parseMoney('1', 'XAU'))).toStrictEqual({ type: 'money.unknown-currency', currency: 'XAU' });
  });

  test.each(['JPY', 'USD', 'KWD'])('reads back what was written for people, to 2^53 − 1: %s', (currency) => {
    fc.assert(
      fc.property(
        fc.oneof(fc.maxSafeInteger(), fc.constantFrom(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 0)),
        (amount) => {
          const text = accepted(formatMoney({ amount, currency }, 'en-US')).replaceAll(/[^\d.-]/g, '');
          expect(accepted(parseMoney(text, currency))).toStrictEqual({ amount, currency });
        },
      ),
      lawRuns,
    );
  });
});
