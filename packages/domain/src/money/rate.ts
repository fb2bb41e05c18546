import { accept, refuse, type Decision } from '../decision.js';
import type { UnknownCurrency } from './currency.js';
import { money, type Money, type MoneyNotInteger, type MoneyOutOfRange } from './money.js';
import { roundRatio } from './round-ratio.js';

/**
 * An integer count of millionths: 200_000 is 20 %, 88_750 is 8.875 %.
 *
 * @example const rate: Rate = 88_750;
 */
export type Rate = number;

/**
 * The text is no percentage with at most ten digits and four decimals.
 *
 * @example const error: MalformedRate = { type: 'rate.malformed', text: '20%' };
 */
export type MalformedRate = { readonly type: 'rate.malformed'; readonly text: string };

/**
 * A rate is a safe integer from 0.
 *
 * @example const error: RateOutOfRange = { type: 'rate.out-of-range', rate: -1 };
 */
export type RateOutOfRange = { readonly type: 'rate.out-of-range'; readonly rate: number };

/** One whole, 100 %, in millionths. */
export const wholeRate = 1_000_000;

/**
 * Reads a percentage with at most four decimals. Errors: `rate.malformed`.
 *
 * @example percent('8.875') // => { ok: true, value: 88_750 }
 */
export function percent(text: string): Decision<Rate, MalformedRate> {
  const match = /^(\d{1,10})(?:\.(\d{1,4}))?$/.exec(text);
  if (match === null) return refuse({ type: 'rate.malformed', text });
  return accept(Number(match[1]) * 10_000 + Number((match[2] ?? '').padEnd(4, '0')));
}

/**
 * `of × rate / 1_000_000`, exact at any size and rounded once to a minor unit, half away from zero.
 * Errors: `rate.out-of-range` (the rate), `money.unknown-currency`, `money.not-an-integer`, `money.out-of-range` (the
 * amount or the result).
 *
 * @example applyRate({ amount: 1999, currency: 'USD' }, 88_750) // => { ok: true, value: { amount: 177, currency: 'USD' } }
 */
export function applyRate(
  of: Money,
  rate: Rate,
): Decision<Money, RateOutOfRange | UnknownCurrency | MoneyNotInteger | MoneyOutOfRange> {
  if (!Number.isSafeInteger(rate) || rate < 0) return refuse({ type: 'rate.out-of-range', rate });
  const whole = money(of.amount, of.currency);
  return whole.ok ? money(takeShare(of.amount, rate), of.currency) : whole;
}

/** True for a share that a promotion may take: an integer from 0 to 1_000_000 millionths. */
export const isShare = (rate: Rate): boolean => Number.isInteger(rate) && rate >= 0 && rate <= wholeRate;

/**
 * `amount × rate / 1_000_000` in minor units, exact at any size and rounded once, half away from zero.
 * Expects a safe integer amount and rate. Of a share (0 to 1_000_000) the result is a safe integer too; past 2^53 − 1 it
 * is only near, for the caller to refuse.
 */
export function takeShare(amount: number, rate: Rate): number {
  const share = roundRatio(Math.abs(amount), rate, wholeRate);
  return amount < 0 ? 0 - share : share; // no -0
}
