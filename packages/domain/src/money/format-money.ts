import { accept, refuse, type Decision } from '../decision.js';
import { findMalformed, text, type MalformedInput } from '../shape.js';
import { decimalsEver, type UnknownCurrency } from './currency.js';
import { moneyShape, safeInteger, type Money, type MoneyNotInteger, type MoneyOutOfRange } from './money.js';

/**
 * Why money cannot be written.
 *
 * @example const error: FormatMoneyError = { type: 'money.unknown-currency', currency: 'usd' };
 */
export type FormatMoneyError = MalformedInput | UnknownCurrency | MoneyNotInteger | MoneyOutOfRange;

/**
 * Writes money for people, exactly: the digits are handed to `Intl` as a decimal text, never as a binary fraction.
 * Codes that are gone from ISO 4217 are written too, because old orders have them. A locale that `Intl` cannot read (it
 * may come from a request header) is replaced by a plain form, digits then code.
 * Errors: `money.unknown-currency`, `money.not-an-integer`, `money.out-of-range`, `input.malformed`.
 *
 * @example formatMoney({ amount: 1999, currency: 'USD' }, 'en-US') // => { ok: true, value: '$19.99' }
 */
export function formatMoney(money: Money, locale: string): Decision<string, FormatMoneyError> {
  const malformed = findMalformed(moneyShape, money, 'money') ?? findMalformed(text, locale, 'locale');
  if (malformed !== undefined) return refuse(malformed);
  const { currency } = money;
  const decimals = decimalsEver(currency);
  if (decimals === undefined) return refuse({ type: 'money.unknown-currency', currency });
  const whole = safeInteger(money.amount);
  if (!whole.ok) return whole;
  const digits = decimalText(whole.value, decimals);
  try {
    return accept(formatOf(locale, currency, decimals).format(digits as Intl.StringNumericLiteral));
  } catch {
    return accept(`${digits} ${currency}`);
  }
}

/** Making a format costs a hundred times what using it does. */
const formats = new Map<string, Intl.NumberFormat>();
/** Locales may come from any request: what is cached of them must not grow without limit. */
const mostFormats = 100;

function formatOf(locale: string, currency: string, decimals: number): Intl.NumberFormat {
  const name = `${currency} ${locale}`;
  const known = formats.get(name);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  if (formats.size >= mostFormats) formats.clear();
  formats.set(name, format);
  return format;
}

function decimalText(amount: number, decimals: number): string {
  const digits = String(Math.abs(amount)).padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  return `${amount < 0 ? '-' : ''}${digits.slice(0, point)}${decimals === 0 ? '' : `.${digits.slice(point)}`}`;
}
