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
    return new Intl.NumberFormat(locale, {
      style: 'currency',
      currency: money.currency,
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    }).format(text as Intl.StringNumericLiteral);
  } catch {
    return plain;
  }
}

function decimalText(amount: number, decimals: number): string {
  const digits = String(Math.abs(amount)).padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  return `${amount < 0 ? '-' : ''}${digits.slice(0, point)}${decimals === 0 ? '' : `.${digits.slice(point)}`}`;
}
