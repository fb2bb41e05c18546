import { currencyDecimals } from '@cartwright/domain';
import { assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digitsOf, formatMoney, readMoney, toDecimal, toMinorUnits } from './money.js';
import { ApiError } from './problem.js';

const currencies = ['USD', 'EUR', 'GBP', 'CHF', 'JPY', 'KRW', 'KWD', 'BHD', 'ISK', 'CLP'];

describe('an amount in the console', () => {
  it.each(currencies)('has as many decimals in %s as the shop counts with', (currency) => {
    expect(digitsOf(currency)).toBe(currencyDecimals(currency));
  });

  it('survives being shown in a field and read again', () => {
    const amounts = record({
      amount: integer({ min: 0, max: 999_999_999_999 }),
      currency: constantFrom(...currencies),
    });
    assert(
      property(amounts, (money) => {
        expect(toMinorUnits(toDecimal(money), money.currency)).toBe(money.amount);
      }),
    );
  });

  it.each([
    ['19.99', 'USD', 1999],
    ['1.1', 'USD', 110],
    // 4.35 × 100 is 434.99999999999994 in floating point.
    ['4.35', 'USD', 435],
    ['1234', 'JPY', 1234],
    ['0.001', 'KWD', 1],
  ])('is read exactly: %s %s', (text, currency, amount) => {
    expect(toMinorUnits(text, currency)).toBe(amount);
  });

  it.each(['', '1,50', '1.999', '-1', '1e3', '.5', 'ten'])('is refused beside its field: "%s"', (text) => {
    const read = () => readMoney(text, 'USD', 'amount');
    expect(read).toThrow(ApiError);
  });

  it('is shown with its currency, exactly even where floating point is not', () => {
    expect(formatMoney({ amount: 1999, currency: 'USD' })).toBe('$19.99');
    expect(formatMoney({ amount: -150, currency: 'USD' })).toBe('-$1.50');
    expect(formatMoney({ amount: 500, currency: 'JPY' })).toBe('¥500');
    expect(formatMoney({ amount: 9_007_199_254_740_991, currency: 'USD' })).toBe('$90,071,992,547,409.91');
  });
});
