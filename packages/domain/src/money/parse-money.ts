import { accept, refuse, type Decision } from '../decision.js';
import { currencyDecimals, type CurrencyCode, type UnknownCurrency } from './currency.js';
import { outOfRange, type Money, type MoneyOutOfRange } from './money.js';

/**
 * Why a text is no amount; `decimals` is how many the currency has.
 *
 * @example const error: ParseMoneyError = { type: 'money.too-many-decimals', text: '19.999', decimals: 2 };
 */
export type ParseMoneyError =
  | UnknownCurrency
  | MoneyOutOfRange
  | { readonly type: 'money.malformed'; readonly text: string }
  | { readonly type: 'money.too-many-decimals'; readonly text: string; readonly decimals: number };

/**
 * Reads `-?digits[.digits]` in major units, with no more decimals than the currency has; nothing is ever rounded.
 * Errors: `money.unknown-currency`, `money.malformed`, `money.too-many-decimals`, `money.out-of-range`.
 *
 * @example parseMoney('19.99', 'USD') // => { ok: true, value: { amount: 1999, currency: 'USD' } }
 */
export function parseMoney(text: string, currency: CurrencyCode): Decision<Money, ParseMoneyError> {
  const decimals = currencyDecimals(currency);
  if (decimals === undefined) return refuse({ type: 'money.unknown-currency', currency });
  if (typeof text !== 'string' || !/^-?\d+(?:\.\d+)?$/.test(text)) return refuse({ type: 'money.malformed', text });
  const { length } = text.split('.')[1] ?? '';
  if (length > decimals) return refuse({ type: 'money.too-many-decimals', text, decimals });
  const amount = Number(text.replace('.', '') + '0'.repeat(decimals - length));
  if (!Number.isSafeInteger(amount)) return refuse(outOfRange);
  return accept({ amount: amount + 0, currency }); // -0 becomes 0
}
