import { assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromStripeAmount, minimumCharge, toChargeableAmount, toStripeAmount } from './stripe-amount.js';

const reasonOf = (amount: number, currency: string) => toStripeAmount({ amount, currency })._unsafeUnwrapErr().reason;

describe('an amount in Stripe’s unit', () => {
  it.each([
    ['USD', 1999, 1999, 'usd'],
    ['JPY', 500, 500, 'jpy'],
    ['KRW', 1, 1, 'krw'],
    ['HUF', 17_550, 17_550, 'huf'],
    ['TWD', 80_045, 80_045, 'twd'],
    // Króna and shilling have no fractions, and Stripe still counts hundredths of them.
    ['ISK', 5, 500, 'isk'],
    ['UGX', 5, 500, 'ugx'],
    // Five iraimbilanja are one ariary; ISO 4217 says two decimals, Stripe none.
    ['MGA', 12_300, 123, 'mga'],
    ['KWD', 5_120, 5_120, 'kwd'],
    ['BHD', 10, 10, 'bhd'],
  ])('%s %i is %i, and the way back', (currency, amount, counted, code) => {
    expect(toStripeAmount({ amount, currency })._unsafeUnwrap()).toEqual({ amount: counted, currency: code });
    expect(fromStripeAmount(counted, code)).toEqual({ amount, currency });
  });

  it.each([
    ['USD', 50],
    ['GBP', 30],
    ['JPY', 50],
    ['HUF', 17_500],
    ['KWD', undefined],
    ['toString', undefined],
  ])('%s has the documented minimum in our minor units, if any', (currency, amount) => {
    expect(minimumCharge(currency)).toEqual(amount === undefined ? undefined : { amount, currency });
  });

  it.each([
    ['MGA', 12_310, 'amount_not_chargeable'],
    ['KWD', 5_124, 'amount_not_chargeable'],
    ['USD', 0, 'amount_not_positive'],
    ['USD', -1, 'amount_not_positive'],
    ['USD', 0.5, 'amount_not_positive'],
    ['ISK', Number.MAX_SAFE_INTEGER, 'amount_too_large'],
    ['IQD', 1_000, 'currency_not_supported'],
    ['LYD', 1_000, 'currency_not_supported'],
    ['CLF', 10_000, 'currency_not_supported'],
    ['UYI', 10, 'currency_not_supported'],
    ['XXX', 10, 'currency_not_supported'],
  ])('%s %d is refused: never rounded, never guessed', (currency, amount, reason) => {
    expect(reasonOf(amount, currency)).toBe(reason);
  });

  it('is a fraction of ours when Stripe says less than our unit, for the domain to refuse', () => {
    expect(fromStripeAmount(150, 'isk')).toEqual({ amount: 1.5, currency: 'ISK' });
  });

  it('comes back as it was, whatever the amount', () => {
    assert(
      property(
        constantFrom('USD', 'EUR', 'JPY', 'ISK', 'UGX', 'MGA', 'KWD', 'TND', 'HUF'),
        integer({ min: 1, max: 10 ** 9 }),
        (currency, tens) => {
          const money = { amount: currency === 'MGA' ? tens * 100 : tens * 10, currency };
          const asked = toStripeAmount(money)._unsafeUnwrap();
          expect(Number.isSafeInteger(asked.amount)).toBe(true);
          expect(fromStripeAmount(asked.amount, asked.currency)).toEqual(money);
        },
      ),
    );
  });
});

describe('an amount to be charged', () => {
  it.each([
    ['USD', 49, 50],
    ['GBP', 29, 30],
    ['JPY', 49, 50],
    ['HUF', 17_499, 17_500],
    ['MXN', 999, 1000],
  ])('in %s is refused at %i and taken at %i', (currency, little, enough) => {
    expect(toChargeableAmount({ amount: little, currency })._unsafeUnwrapErr()).toEqual({
      type: 'payment.refused',
      reason: 'amount_too_small',
    });
    expect(toChargeableAmount({ amount: enough, currency }).isOk()).toBe(true);
  });

  it('in a currency without a known minimum is left to Stripe', () => {
    expect(toChargeableAmount({ amount: 1, currency: 'ISK' }).isOk()).toBe(true);
  });
});
