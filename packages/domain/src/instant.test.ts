import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lawRuns } from '../testing/law-runs.js';
import { compareInstants, readInstant } from './instant.js';

describe('instants', () => {
  test.each([
    ['with milliseconds', '2026-11-21T09:30:00.000Z'],
    ['without decimals', '2026-11-21T09:30:00Z'],
    ['with one decimal', '2026-11-21T09:30:00.0Z'],
    ['with a zero offset', '2026-11-21T09:30:00+00:00'],
    ['in small letters', '2026-11-21t09:30:00z'],
  ])('are the same time however they are written: %s', (_, text) => {
    expect(compareInstants(text, '2026-11-21T09:30:00.000Z')).toBe(0);
  });

  test('compare beyond the millisecond', () => {
    expect(compareInstants('2026-11-21T09:30:00.0001Z', '2026-11-21T09:30:00.00009Z')).toBe(1);
    expect(compareInstants('2026-11-21T09:30:00Z', '2026-11-21T09:30:00.000000001Z')).toBe(-1);
  });

  test.each([
    ['nothing', ''],
    ['a year alone', '2026'],
    ['a day alone', '2026-11-21'],
    ["a time in the machine's own zone", '2026-11-21T09:30:00'],
    ['English', 'Sat, 21 Nov 2026 09:30:00 GMT'],
    ['another zone', '2026-11-21T09:30:00+01:00'],
    ['30 February', '2026-02-30T00:00:00Z'],
    ['29 February of a common year', '2026-02-29T00:00:00Z'],
    ['month 13', '2026-13-01T00:00:00Z'],
    ['hour 24', '2026-11-21T24:00:00Z'],
    ['a leap second', '2016-12-31T23:59:60Z'],
    ['a point without decimals', '2026-11-21T09:30:00.Z'],
    ['a year of five digits', '+012026-11-21T09:30:00Z'],
    ['a line after it', '2026-11-21T09:30:00Z\n'],
    ['digits of another script', '٢٠٢٦-11-21T09:30:00Z'],
  ])('are not read from %s', (_, text) => {
    expect(readInstant(text)).toBeUndefined();
  });

  test('read 29 February of a leap year and the year 0', () => {
    expect(readInstant('2028-02-29T00:00:00Z')).toBe('2028-02-29T00:00:00.');
    expect(readInstant('0000-01-01T00:00:00Z')).toBe('0000-01-01T00:00:00.');
  });

  test('order as their milliseconds do', () => {
    const milliseconds = fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 });
    fc.assert(
      fc.property(milliseconds, milliseconds, (left, right) => {
        // The one shortened, the other in full.
        const shortened = new Date(left).toISOString().replace('.000Z', 'Z');
        expect(compareInstants(shortened, new Date(right).toISOString())).toBe(Math.sign(left - right));
      }),
      lawRuns,
    );
  });

  test('are read in linear time from a hostile number of decimals', () => {
    const decimals = `${'0'.repeat(1_000_000)}1`;
    expect(readInstant(`2026-11-21T09:30:00.${decimals}Z`)).toBe(`2026-11-21T09:30:00.${decimals}`);
  });
});
