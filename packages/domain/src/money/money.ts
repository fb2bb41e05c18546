import { accept, refuse, type Decision } from '../decision.js';
import { currencyDecimals, type CurrencyCode, type UnknownCurrency } from './currency.js';

/**
 * An integer count of a currency's minor units: `{ amount: 1999, currency: 'USD' }` is 19.99 dollars.
 *
 * @example const price: Money = { amount: 1999, currency: 'USD' };
 */
export type Money = { readonly amount: number; readonly currency: CurrencyCode };

/**
 * Two currencies meet in one operation.
 *
 * @example const error: CurrencyMismatch = { type: 'money.currency-mismatch', expected: 'USD', actual: 'EUR' };
 */
export type CurrencyMismatch = {
  readonly type: 'money.currency-mismatch';
  readonly expected: CurrencyCode;
  readonly actual: CurrencyCode;
};

/**
 * `limit` is the largest magnitude that money can have, in minor units (2^53 − 1).
 *
 * @example const error: MoneyOutOfRange = { type: 'money.out-of-range', limit: Number.MAX_SAFE_INTEGER };
 */
export type MoneyOutOfRange = { readonly type: 'money.out-of-range'; readonly limit: number };

/**
 * The amount is NaN or has a fraction of a minor unit.
 *
 * @example const error: MoneyNotInteger = { type: 'money.not-an-integer' };
 */
export type MoneyNotInteger = { readonly type: 'money.not-an-integer' };

/**
 * Why two amounts cannot be added up.
 *
 * @example const error: MoneyError = { type: 'money.not-an-integer' };
 */
export type MoneyError = CurrencyMismatch | MoneyOutOfRange | MoneyNotInteger | UnknownCurrency;

export const outOfRange: MoneyOutOfRange = { type: 'money.out-of-range', limit: Number.MAX_SAFE_INTEGER };

/**
 * Makes money from minor units.
 * Errors: `money.unknown-currency`, `money.not-an-integer` (NaN and fractions), `money.out-of-range`.
 *
 * @example money(1999, 'USD') // => { ok: true, value: { amount: 1999, currency: 'USD' } }
 */
export function money(
  amount: number,
  currency: CurrencyCode,
): Decision<Money, UnknownCurrency | MoneyNotInteger | MoneyOutOfRange> {
  if (currencyDecimals(currency) === undefined) return refuse({ type: 'money.unknown-currency', currency });
  const checked = safeInteger(amount);
  return checked.ok ? accept({ amount: checked.value, currency }) : checked;
}

/** The amount itself, with -0 turned into 0 (they are told apart by deep equality and lost in JSON). */
export function safeInteger(amount: number): Decision<number, MoneyNotInteger | MoneyOutOfRange> {
  if (Number.isSafeInteger(amount)) return accept(amount + 0);
  return refuse(
    Number.isInteger(amount) || Math.abs(amount) === Infinity ? outOfRange : { type: 'money.not-an-integer' },
  );
}

/**
 * `left + right`.
 * Errors: `money.currency-mismatch`, `money.unknown-currency`, `money.not-an-integer`, `money.out-of-range` (an operand or
 * the result).
 *
 * @example
 * const sum = addMoney({ amount: 1999, currency: 'USD' }, { amount: 1, currency: 'USD' });
 * sum; // => { ok: true, value: { amount: 2000, currency: 'USD' } }
 */
export function addMoney(left: Money, right: Money): Decision<Money, MoneyError> {
  if (left.currency !== right.currency) {
    return refuse({ type: 'money.currency-mismatch', expected: left.currency, actual: right.currency });
  }
  // The operands too: two halves would add up to a whole, and 2^53 less one is in range again.
  const bad = [left, right].map(({ amount, currency }) => money(amount, currency)).find(({ ok }) => !ok);
  return bad ?? money(left.amount + right.amount, left.currency);
}

/**
 * `left − right`.
 * Errors: `money.currency-mismatch`, `money.unknown-currency`, `money.not-an-integer`, `money.out-of-range` (an operand or
 * the result).
 *
 * @example
 * const rest = subtractMoney({ amount: 1, currency: 'JPY' }, { amount: 3, currency: 'JPY' });
 * rest; // => { ok: true, value: { amount: -2, currency: 'JPY' } }
 */
export const subtractMoney = (left: Money, right: Money): Decision<Money, MoneyError> =>
  addMoney(left, { amount: 0 - right.amount, currency: right.currency });
