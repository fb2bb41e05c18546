import { invalidField } from './problem.js';
import type { Money } from './schemas.js';

export type { Money };

/** Decimals of a currency: 2 for USD, 0 for JPY, 3 for KWD. */
export const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/**
 * An amount as a decimal, without rounding.
 *
 * @example toDecimal({ amount: 1999, currency: 'USD' }) // '19.99'
 */
export function toDecimal({ amount, currency }: Money): string {
  const digits = digitsOf(currency);
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  const sign = amount < 0 ? '-' : '';
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/**
 * Reads a decimal exactly: its digits are moved, never multiplied. Undefined if it is no amount of the currency.
 *
 * @example toMinorUnits('19.99', 'USD') // 1999
 */
export function toMinorUnits(text: string, currency: string): number | undefined {
  const digits = digitsOf(currency);
  const [, whole, fraction = ''] = /^(\d{1,12})(?:\.(\d+))?$/u.exec(text.trim()) ?? [];
  if (whole === undefined || fraction.length > digits) return undefined;
  return Number(whole + fraction.padEnd(digits, '0'));
}

/** What was typed into a field as money. Throws a problem of the field if it is none. */
export function readMoney(text: string, currency: string, field: string): Money {
  const amount = toMinorUnits(text, currency);
  const example = toDecimal({ amount: 1234, currency });
  if (amount === undefined) throw invalidField(field, `Enter an amount in ${currency} such as ${example}.`);
  return { amount, currency };
}

/**
 * Money for a reader.
 *
 * @example formatMoney({ amount: 1999, currency: 'USD' }) // '$19.99'
 */
export const formatMoney = (money: Money): string =>
  // A decimal as text is formatted exactly.
  new Intl.NumberFormat('en', { style: 'currency', currency: money.currency }).format(
    toDecimal(money) as Intl.StringNumericLiteral,
  );
