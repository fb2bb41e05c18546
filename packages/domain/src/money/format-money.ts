import { currencyDecimals } from './currency.js';
import type { Money } from './money.js';

/**
 * Writes money for people, exactly: the digits are handed to `Intl` as a decimal text, never as a binary fraction.
 * A locale that `Intl` cannot read (it may come from a request header) or a code that is no currency is written plainly,
 * digits then code.
 *
 * @example formatMoney({ amount: 1999, currency: 'USD' }, 'en-US') // => '$19.99'
 */
export function formatMoney(money: Money, locale: string): string {
  const decimals = currencyDecimals(money.currency);
  const text = decimalText(money.amount, decimals ?? 0);
  const plain = `${text} ${money.currency}`;
  if (decimals === undefined) return plain;
  try {
    return formatOf(locale, money.currency, decimals).format(text as Intl.StringNumericLiteral);
  } catch {
    return plain;
  }
}

/** Making a format costs a hundred times what using it does. */
const formats = new Map<string, Intl.NumberFormat>();
/** Locales may come from anybody's request: what is kept of them must not grow for ever. */
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
