import { currencyDecimals } from './currency.js';
import type { Money } from './money.js';

/**
 * Writes money for people, exactly: the digits are handed to `Intl` as a decimal text, never as a binary fraction.
 *
 * @example formatMoney({ amount: 1999, currency: 'USD' }, 'en-US') // "$19.99"
 */
export function formatMoney(money: Money, locale: string): string {
  const decimals = currencyDecimals(money.currency) ?? 0;
  const digits = String(Math.abs(money.amount)).padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  const text = `${money.amount < 0 ? '-' : ''}${digits.slice(0, point)}${decimals === 0 ? '' : `.${digits.slice(point)}`}`;
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: money.currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(text as Intl.StringNumericLiteral);
}
