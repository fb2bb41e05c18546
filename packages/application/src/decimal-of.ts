import { currencyDecimals, type Money } from '@cartwright/domain';

/**
 * An amount as a decimal number for files, in the format that `parseMoney` reads.
 *
 * @example decimalOf({ amount: -1999, currency: 'USD' }) // '-19.99'
 */
export function decimalOf({ amount, currency }: Money): string {
  const decimals = currencyDecimals(currency) ?? 0;
  const digits = String(Math.abs(amount)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  return `${amount < 0 ? '-' : ''}${whole}${decimals === 0 ? '' : `.${digits.slice(-decimals)}`}`;
}
