import { compareValues } from '../compare-values.js';
import { accept, errorOf, refuse, type Decision } from '../decision.js';
import { fields, findMalformed, isCount, list, number, text, type MalformedInput, type Shape } from '../shape.js';
import { currencyStep, findUnknownCurrency, type CurrencyCode, type UnknownCurrency } from './currency.js';

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
 * The amount is no multiple of the currency's `step`, in minor units (see `currencyStep`).
 *
 * @example const error: OffStep = { type: 'money.off-step', amount: { amount: 1005, currency: 'KWD' }, step: 10 };
 */
export type OffStep = { readonly type: 'money.off-step'; readonly amount: Money; readonly step: number };

/**
 * Why a value is no money.
 *
 * @example const error: NoMoney = { type: 'input.malformed', path: 'money.amount' };
 */
export type NoMoney = MalformedInput | UnknownCurrency | MoneyNotInteger | MoneyOutOfRange;

/**
 * Why two amounts cannot be added up.
 *
 * @example const error: MoneyError = { type: 'money.not-an-integer' };
 */
export type MoneyError = CurrencyMismatch | NoMoney;

/** Any number of minor units: what it may be is checked by the rule that reads it. */
export const moneyShape: Shape<Money> = fields<Money>({ amount: number, currency: text });

/** An amount that is not negative, in any currency. */
export const amountShape: Shape<Money> = (value) => {
  const fault = moneyShape(value);
  return fault ?? (isCount((value as Money).amount) ? undefined : '.amount');
};

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
  const unknown = findUnknownCurrency(currency);
  if (unknown !== undefined) return refuse(unknown);
  const checked = safeInteger(amount);
  return checked.ok ? accept({ amount: checked.value, currency }) : checked;
}

/** The amount itself, with -0 turned into 0 (deep equality distinguishes them, and JSON loses -0). */
export function safeInteger(amount: number): Decision<number, MoneyNotInteger | MoneyOutOfRange> {
  if (Number.isSafeInteger(amount)) return accept(amount + 0);
  const isTooLarge = typeof amount === 'number' && (Number.isInteger(amount) || Math.abs(amount) === Infinity);
  return refuse(isTooLarge ? outOfRange : { type: 'money.not-an-integer' });
}

/** The value itself, if it is money. */
export function readMoney(value: Money, name = 'money'): Decision<Money, NoMoney> {
  const malformed = findMalformed(moneyShape, value, name);
  return malformed === undefined ? money(value.amount, value.currency) : refuse(malformed);
}

type InCurrency = { readonly currency: CurrencyCode };

/** What is wrong with two things that must be in one currency. */
export const findMismatch = (
  { currency: expected }: InCurrency,
  { currency: actual }: InCurrency,
): CurrencyMismatch | undefined =>
  expected === actual ? undefined : { type: 'money.currency-mismatch', expected, actual };

/** What is wrong with an amount that must be a multiple of its currency's step. */
export function findOffStep(amount: Money): OffStep | undefined {
  const step = currencyStep(amount.currency);
  return amount.amount % step === 0 ? undefined : { type: 'money.off-step', amount, step };
}

/**
 * Nothing in a currency. Errors: `money.unknown-currency`.
 *
 * @example zero('USD') // => { ok: true, value: { amount: 0, currency: 'USD' } }
 */
export const zero = (currency: CurrencyCode): Decision<Money, UnknownCurrency> =>
  money(0, currency) as Decision<Money, UnknownCurrency>;

/**
 * `left + right`.
 * Errors: `money.currency-mismatch`, `money.unknown-currency`, `money.not-an-integer`, `money.out-of-range` (an operand
 * or the result), `input.malformed`.
 *
 * @example
 * const sum = addMoney({ amount: 1999, currency: 'USD' }, { amount: 1, currency: 'USD' });
 * sum; // => { ok: true, value: { amount: 2000, currency: 'USD' } }
 */
export const addMoney = (left: Money, right: Money): Decision<Money, MoneyError> => combine(left, right, 1);

/**
 * `left − right`.
 * Errors: `money.currency-mismatch`, `money.unknown-currency`, `money.not-an-integer`, `money.out-of-range` (an operand
 * or the result), `input.malformed`.
 *
 * @example
 * const rest = subtractMoney({ amount: 1, currency: 'JPY' }, { amount: 3, currency: 'JPY' });
 * rest; // => { ok: true, value: { amount: -2, currency: 'JPY' } }
 */
export const subtractMoney = (left: Money, right: Money): Decision<Money, MoneyError> => combine(left, right, -1);

/**
 * The sum of amounts of one currency; of none it is zero, in `currency`, which may be left out where there are amounts.
 * Errors: `money.currency-mismatch`, `money.unknown-currency`, `money.not-an-integer`, `money.out-of-range`,
 * `input.malformed`.
 *
 * @example
 * const all = sum([{ amount: 1999, currency: 'USD' }, { amount: 501, currency: 'USD' }], 'USD');
 * all; // => { ok: true, value: { amount: 2500, currency: 'USD' } }
 */
export function sum(amounts: readonly Money[], currency?: CurrencyCode): Decision<Money, MoneyError> {
  const malformed = findMalformed(list(moneyShape), amounts, 'amounts');
  if (malformed !== undefined) return refuse(malformed);
  const none = { amount: 0, currency: currency ?? amounts[0]?.currency ?? '' };
  // Exact on the way too: the order of the amounts must not matter.
  let all = 0n;
  for (const amount of amounts) {
    const bad = findBadPair(none, amount);
    if (bad !== undefined) return refuse(bad);
    all += BigInt(amount.amount);
  }
  return money(Number(all), none.currency);
}

/**
 * Orders two amounts of one currency: negative when `left` is less, positive when it is more, else zero.
 * Errors: `money.currency-mismatch`, `money.unknown-currency`, `money.not-an-integer`, `money.out-of-range`,
 * `input.malformed`.
 *
 * @example compare({ amount: 1, currency: 'USD' }, { amount: 3, currency: 'USD' }) // => { ok: true, value: -1 }
 */
export function compare(left: Money, right: Money): Decision<-1 | 0 | 1, MoneyError> {
  const bad = findBadPair(left, right);
  if (bad !== undefined) return refuse(bad);
  return accept(compareValues(left.amount, right.amount));
}

/**
 * `of × factor`; the factor is a safe integer.
 * Errors: `money.unknown-currency`, `money.not-an-integer` (the amount or the factor), `money.out-of-range` (an operand
 * or the result), `input.malformed`.
 *
 * @example multiply({ amount: 1999, currency: 'USD' }, 3) // => { ok: true, value: { amount: 5997, currency: 'USD' } }
 */
export function multiply(of: Money, factor: number): Decision<Money, NoMoney> {
  const whole = readMoney(of);
  if (!whole.ok) return whole;
  const times = safeInteger(factor);
  return times.ok ? money(whole.value.amount * times.value, of.currency) : times;
}

function combine(left: Money, right: Money, sign: 1 | -1): Decision<Money, MoneyError> {
  // The operands too: two halves would add up to a whole, and 2^53 less one is in range again.
  const bad = findBadPair(left, right);
  return bad === undefined ? money(left.amount + sign * right.amount, left.currency) : refuse(bad);
}

function findBadPair(left: Money, right: Money): MoneyError | undefined {
  return (
    findMalformed(moneyShape, left, 'left') ??
    findMalformed(moneyShape, right, 'right') ??
    findMismatch(left, right) ??
    errorOf(money(left.amount, left.currency)) ??
    errorOf(money(right.amount, right.currency))
  );
}
