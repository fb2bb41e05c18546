import { compareValues } from '../compare-values.js';
import { accept, refuse, type Decision } from '../decision.js';
import { anything, findMalformed, list } from '../shape.js';
import { currencyStep } from './currency.js';
import { findOffStep, readMoney, type Money, type NoMoney, type OffStep } from './money.js';

/**
 * Why a total cannot be split: it is no money or off the step, there are no weights, or the weight at `index` is
 * negative or no safe integer.
 *
 * @example const error: AllocationError = { type: 'allocation.bad-weight', index: 2 };
 */
export type AllocationError =
  | NoMoney
  | OffStep
  | { readonly type: 'allocation.no-weights' }
  | { readonly type: 'allocation.bad-weight'; readonly index: number };

/**
 * Splits `total` in proportion to `weights` by the largest remainder, in whole steps of the currency (see
 * `currencyStep`); a tie goes to the earlier weight. The parts always sum to `total` and have its sign or are zero; a
 * zero weight gets zero; with all weights zero the split is equal.
 * Errors: `allocation.no-weights`, `allocation.bad-weight` (negative or not a safe integer), `input.malformed`, and for
 * the total `money.unknown-currency`, `money.not-an-integer`, `money.out-of-range` and `money.off-step`.
 *
 * @example
 * const parts = allocate({ amount: 100, currency: 'USD' }, [1, 1, 1]);
 * parts.ok && parts.value.map(({ amount }) => amount); // => [34, 33, 33]
 */
export function allocate(total: Money, weights: readonly number[]): Decision<readonly Money[], AllocationError> {
  const malformed = findMalformed(list(anything), weights, 'weights');
  if (malformed !== undefined) return refuse(malformed);
  if (weights.length === 0) return refuse({ type: 'allocation.no-weights' });
  const bad = weights.findIndex((weight) => !Number.isSafeInteger(weight) || weight < 0);
  if (bad !== -1) return refuse({ type: 'allocation.bad-weight', index: bad });
  const whole = readMoney(total, 'total');
  if (!whole.ok) return whole;
  const offStep = findOffStep(whole.value);
  if (offStep !== undefined) return refuse(offStep);
  const { amount, currency } = whole.value;
  const parts = splitByWeights(amount, weights, currencyStep(currency));
  return accept(parts.map((part) => ({ amount: part, currency })));
}

/**
 * {@link allocate} on bare amounts, for callers whose total and weights are known to be good: the total is a multiple
 * of `step`.
 */
export function splitByWeights(total: number, weights: readonly number[], step: number): number[] {
  const steps = Math.abs(total) / step;
  const sum = weights.reduce((all, weight) => all + weight, 0);
  // Folded, not spread: an argument list has a length limit, a list of weights has none.
  const largest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  const shares =
    sum === 0
      ? splitSmall(
          steps,
          weights.map(() => 1),
          weights.length,
        )
      : Number.isSafeInteger(sum) && steps * largest <= Number.MAX_SAFE_INTEGER
        ? splitSmall(steps, weights, sum)
        : splitLarge(steps, weights);
  const unit = total < 0 ? -step : step;
  return shares.map((share) => (share === 0 ? 0 : share * unit));
}

/** Every product fits a safe integer, so doubles are exact. */
function splitSmall(total: number, weights: readonly number[], sum: number): number[] {
  const remainders = weights.map((weight) => (total * weight) % sum);
  const floors = weights.map((weight, index) => (total * weight - (remainders[index] ?? 0)) / sum);
  return handOut(total - floors.reduce((all, floor) => all + floor, 0), floors, remainders);
}

function splitLarge(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + BigInt(weight), 0n);
  const products = weights.map((weight) => BigInt(total) * BigInt(weight));
  const floors = products.map((product) => product / sum);
  const left = BigInt(total) - floors.reduce((all, floor) => all + floor, 0n);
  return handOut(
    Number(left),
    floors.map(Number),
    products.map((product) => product % sum),
  );
}

/** Gives one each to the `left` largest remainders, the earlier first among equals. */
function handOut(left: number, floors: readonly number[], remainders: readonly (number | bigint)[]): number[] {
  const parts = [...floors];
  const byRemainder = remainders
    .map((remainder, index) => ({ remainder, index }))
    // Stable: equal ones stay in the order of their weights.
    .sort((a, b) => compareValues(b.remainder, a.remainder));
  for (const { index } of byRemainder.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}
