import { accept, refuse, type Decision } from '../decision.js';
import { isCount } from '../shape.js';
import { currencyStep } from './currency.js';
import { money, outOfRange, readMoney, type Money, type NoMoney } from './money.js';
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
  const match = typeof text === 'string' ? /^(\d{1,10})(?:\.(\d{1,4}))?$/.exec(text) : null;
  if (match === null) return refuse({ type: 'rate.malformed', text });
  return accept(Number(match[1]) * 10_000 + Number((match[2] ?? '').padEnd(4, '0')));
}

/**
 * `of × rate / 1_000_000`, exact at any size and rounded once to the currency's step, half away from zero.
 * Errors: `rate.out-of-range` (the rate), `money.unknown-currency`, `money.not-an-integer`, `money.out-of-range` (the
 * amount or the result), `input.malformed`.
 *
 * @example
 * applyRate({ amount: 1999, currency: 'USD' }, 88_750) // => { ok: true, value: { amount: 177, currency: 'USD' } }
 */
export const applyRate = (of: Money, rate: Rate): Decision<Money, RateOutOfRange | NoMoney> =>
  takeRate(of, rate, wholeRate);

/**
 * The tax within an amount that holds it at `rate`: `n − n / (1 + r)`, exact at any size and rounded once to the
 * currency's step, half away from zero.
 * Errors: `rate.out-of-range` (the rate), `money.unknown-currency`, `money.not-an-integer`, `money.out-of-range` (the
 * amount, or `1 + r` in millionths), `input.malformed`.
 *
 * @example
 * includedTax({ amount: 1200, currency: 'GBP' }, 200_000) // => { ok: true, value: { amount: 200, currency: 'GBP' } }
 */
export const includedTax = (of: Money, rate: Rate): Decision<Money, RateOutOfRange | NoMoney> =>
  takeRate(of, rate, wholeRate + rate);

/** True for a share that a promotion may take: an integer from 0 to 1_000_000 millionths. */
export const isShare = (rate: Rate): boolean => isCount(rate) && rate <= wholeRate;

/** `of × numerator / denominator`, where `n − n / (1 + r)` is `n × r / (1 + r)`. */
function takeRate(of: Money, numerator: Rate, denominator: number): Decision<Money, RateOutOfRange | NoMoney> {
  if (!Number.isSafeInteger(numerator) || numerator < 0) return refuse({ type: 'rate.out-of-range', rate: numerator });
  const whole = readMoney(of);
  if (!whole.ok) return whole;
  const { amount, currency } = whole.value;
  const step = currencyStep(currency);
  if (!Number.isSafeInteger(denominator)) return refuse(outOfRange);
  const share = roundRatio(Math.abs(amount), numerator, denominator, step);
  return money(amount < 0 ? 0 - share : share, currency);
}
