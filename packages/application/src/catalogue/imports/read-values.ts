import { currencyDecimals, parseMoney, type CurrencyCode, type Money } from '@cartwright/domain';

/** Why a text is refused: the kind of fault, and the rest of a sentence that begins with the column. */
export type ValueFault = { readonly code: string; readonly reason: string };
export type Value<T> = { readonly value: T } | { readonly fault: ValueFault };

const fault = (code: string, reason: string): { readonly fault: ValueFault } => ({ fault: { code, reason } });

/** A text as a failure quotes it. */
export const quoted = (text: string): string => `'${text.length > 40 ? `${text.slice(0, 40)}…` : text}'`;

/** Digits in groups of three, or not grouped, and decimals after a point. */
const number = /^(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?$/u;

/**
 * A price as people write it: `1,299.00`, `$19.99`, `19.9900`. Commas separate thousands: one before decimals, as in
 * `19,99`, is refused.
 */
export function readPrice(text: string, currency: CurrencyCode): Value<Money> {
  const refused = fault('format', `${quoted(text)} is not an amount of ${currency} from 0 up`);
  const plain = withoutSymbol(text, currency).replaceAll(/\s/gu, '');
  if (!number.test(plain)) return refused;
  const [whole = '', decimals = ''] = plain.replaceAll(',', '').split('.');
  const exact = decimals.replace(/0+$/u, '');
  if (exact.length > (currencyDecimals(currency) ?? 0)) return refused;
  const price = parseMoney(exact === '' ? whole : `${whole}.${exact}`, currency);
  return price.ok ? { value: price.value } : refused;
}

/** Without the currency's symbol or code before or after the amount. */
function withoutSymbol(text: string, currency: CurrencyCode): string {
  const trimmed = text.trim();
  for (const symbol of symbolsOf(currency)) {
    if (trimmed.toUpperCase().startsWith(symbol)) return trimmed.slice(symbol.length);
    if (trimmed.toUpperCase().endsWith(symbol)) return trimmed.slice(0, -symbol.length);
  }
  return trimmed;
}

const symbols = new Map<CurrencyCode, readonly string[]>();

function symbolsOf(currency: CurrencyCode): readonly string[] {
  const known = symbols.get(currency);
  if (known !== undefined) return known;
  const symbolIn = (currencyDisplay: 'symbol' | 'narrowSymbol') =>
    new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay })
      .formatToParts(0)
      .find(({ type }) => type === 'currency')
      ?.value.toUpperCase();
  const found = [currency, symbolIn('symbol') ?? currency, symbolIn('narrowSymbol') ?? currency];
  symbols.set(currency, found);
  return found;
}

/** The largest stock that a row may state, in units. */
const maximumStock = 1_000_000_000;

/** A whole number, also written as `3.0` or `1,000`. Below zero: units owed after an oversell. */
export function readUnits(text: string): Value<number> {
  const [, sign = '', digits = ''] = /^([-−]?)(.*)$/u.exec(text) ?? [];
  const [whole = '', decimals = ''] = digits.replaceAll(',', '').split('.');
  if (!number.test(digits) || !/^0*$/u.test(decimals)) return fault('format', `${quoted(text)} is not a whole number`);
  if (whole.length > 12 || Number(whole) > maximumStock) return fault('out-of-range', `is above ${maximumStock}`);
  return { value: sign === '' ? Number(whole) : 0 - Number(whole) };
}

const gramsIn: Readonly<Record<string, number>> = {
  g: 1,
  kg: 1000,
  lb: 453.592_37,
  lbs: 453.592_37,
  oz: 28.349_523_125,
};

/** A weight in grams, as text. Text that is no weight is returned unchanged, so that the reader refuses it. */
export function gramsOf(text: string, unit: string): string {
  const plain = text.trim().replaceAll(',', '');
  const factor = gramsIn[unit.trim().toLowerCase() || 'kg'];
  if (plain === '' || factor === undefined || !/^\d{1,9}(?:\.\d+)?$/u.test(plain)) return text.trim();
  return String(Math.round(Number(plain) * factor));
}

/** A weight in grams, rounded. */
export function readGrams(text: string): Value<number> {
  const plain = text.replaceAll(',', '');
  if (!/^\d{1,10}(?:\.\d*)?$/u.test(plain)) return fault('format', `${quoted(text)} is not a weight`);
  const grams = Math.round(Number(plain));
  return grams > maximumStock ? fault('out-of-range', `is above ${maximumStock}`) : { value: grams };
}

const words: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  y: true,
  '1': true,
  false: false,
  no: false,
  n: false,
  '0': false,
  '': false,
};

/** TRUE or FALSE, also as other programs write them; empty is FALSE. `others` are further words. */
export function readFlag(text: string, others: Readonly<Record<string, boolean>> = {}): Value<boolean> {
  const value = { ...words, ...others }[text.toLowerCase()];
  return value === undefined ? fault('not-allowed', `${quoted(text)} is neither TRUE nor FALSE`) : { value };
}

/** A code without the apostrophe by which spreadsheets mark a text. */
export const readCode = (text: string): string => text.replace(/^['’]/u, '').trim();

/** The address of a picture on another site. */
export const isPictureAddress = (text: string): boolean => /^https?:\/\/[^\s"'<>]{1,2040}$/iu.test(text);
