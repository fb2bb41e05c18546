import { splitByWeights } from '../../money/allocate.js';
import { currencyStep, type CurrencyCode } from '../../money/currency.js';
import { wholeRate, type Rate } from '../../money/rate.js';
import { roundRatio } from '../../money/round-ratio.js';
import type { OpenLine } from '../lines/price-lines.js';
import { selects } from '../lines/select-lines.js';
import { amountOf, startOf, sumOf } from '../../sum-of.js';
import { unitsGiven } from './give-units.js';
import type { Promotion, PromotionEffect, PromotionUsage } from './promotion.js';
import type { NoEffect } from './skip-reason.js';

/**
 * A promotion made ready for one cart: the slots it takes from and how. A slot is a line's place among all lines, or
 * the place after the last one, which is the shipping charge: one unit of something.
 */
export type ReadyPromotion = {
  readonly promotion: Promotion;
  readonly slots: readonly number[];
  /** What it takes from each of its slots, before cap and budget, given what is left of each. */
  readonly take: (left: readonly number[]) => readonly number[];
  /** What cap and budget leave of its whole amount. */
  readonly limit: number;
  /** In minor units: what all amounts are multiples of. */
  readonly step: number;
  /** Why it takes nothing though something is left of its targets. */
  readonly shortOf: NoEffect;
  /** How many units of each slot it gives, if it gives units. */
  readonly given?: readonly number[] | undefined;
};

/** What one promotion finds left of its slots, takes of it, and takes from each. In minor units. */
export type Step = {
  readonly promotion: Promotion;
  readonly slots: readonly number[];
  readonly basis: number;
  readonly amount: number;
  readonly shares: readonly number[];
};

/** Every amount of the promotion is in the cart's `currency`. */
export function makeReady(
  promotion: Promotion,
  lines: readonly OpenLine[],
  usage: PromotionUsage | undefined,
  currency: CurrencyCode,
): ReadyPromotion {
  const { target, effect, conditions: { budget } = {} } = promotion;
  const selected = target.type === 'lines' ? selects(target.selector) : () => true;
  const slots: number[] = [];
  const targeted: OpenLine[] = [];
  for (const [slot, line] of lines.entries()) {
    if (!selected(line)) continue;
    slots.push(slot);
    targeted.push(line);
  }
  const shipping = target.type === 'shipping';
  const quantities = shipping ? [1] : targeted.map(({ quantity }) => quantity);
  const cap = effect.type === 'percent' ? effect.cap : undefined;
  const step = currencyStep(currency);
  const ofBudget = budget === undefined ? Infinity : budget.amount - amountOf(usage?.spent);
  return {
    promotion,
    slots: shipping ? [lines.length] : slots,
    ...prepare(effect, targeted, quantities, { once: target.type === 'order', step, currency }),
    // What was spent may be off the step.
    limit: Math.min(cap?.amount ?? Infinity, ofBudget - (ofBudget === Infinity ? 0 : ofBudget % step)),
    step,
  };
}

/** What the promotion takes when each slot has `left` left. */
export function takeStep({ promotion, slots, take, limit, step }: ReadyPromotion, left: readonly number[]): Step {
  const found = slots.map((slot) => left[slot] ?? 0);
  const untruncated = take(found);
  const whole = sumOf(untruncated);
  const amount = Math.min(limit, whole);
  const shares = amount < whole ? splitByWeights(amount, untruncated, step) : untruncated;
  return { promotion, slots, basis: sumOf(found), amount, shares };
}

/** `lines` are the undiscounted ones that are targeted, `quantities` the units of each slot. */
function prepare(
  effect: PromotionEffect,
  lines: readonly OpenLine[],
  quantities: readonly number[],
  { once, step, currency }: { readonly once: boolean; readonly step: number; readonly currency: CurrencyCode },
): Pick<ReadyPromotion, 'take' | 'shortOf' | 'given'> {
  const shortOf = { why: 'rounds-to-zero' } as const;
  switch (effect.type) {
    case 'percent':
      return { take: takingRate(effect.rate, once, step), shortOf };
    case 'tiers': {
      const { reached, next } = tiersOf(effect, lines, currency);
      return { take: takingRate(reached, once, step), shortOf: next ?? shortOf };
    }
    case 'freeShipping':
      return { take: (left) => left, shortOf };
    case 'amount': {
      const { amount } = effect.amount;
      const each = effect.mode === 'each';
      return {
        // A product past 2^53 is inexact, and above all that can be left.
        take: (left) =>
          each
            ? left.map((some, slot) => Math.min(amount * (quantities[slot] ?? 0), some))
            : splitByWeights(Math.min(amount, sumOf(left)), left, step),
        shortOf,
      };
    }
    case 'fixedPrice':
      return {
        take: (left) => left.map((each, slot) => Math.max(each - effect.price.amount * (quantities[slot] ?? 0), 0)),
        shortOf: { why: 'not-above-fixed-price' },
      };
    case 'buyXGetY': {
      const { given, missing } = unitsGiven(effect, lines);
      const rates = given.map((units) => units * effect.rate);
      return {
        take: (left) =>
          left.map((each, slot) => roundRatio(each, rates[slot] ?? 0, (quantities[slot] ?? 1) * wholeRate, step)),
        ...(missing > 0 ? { shortOf: { why: 'more-units', missing } } : { shortOf, given }),
      };
    }
  }
}

/** Rounds once and splits by what is left, or rounds slot by slot. */
const takingRate =
  (rate: Rate, once: boolean, step: number): ReadyPromotion['take'] =>
  (left) =>
    once
      ? splitByWeights(roundRatio(sumOf(left), rate, wholeRate, step), left, step)
      : left.map((each) => roundRatio(each, rate, wholeRate, step));

/**
 * The highest rate of the tiers that the undiscounted lines reach together, or zero; and the next tier, when none is.
 */
function tiersOf(
  effect: Extract<PromotionEffect, { readonly type: 'tiers' }>,
  lines: readonly OpenLine[],
  currency: CurrencyCode,
): { readonly reached: Rate; readonly next?: NoEffect } {
  const tiers = effect.tiers.map(({ from, rate }) => ({ from: startOf(from), rate }));
  const measured = sumOf(lines.map((line) => line[effect.by]));
  const reached = tiers.reduce((most, { from, rate }) => (from <= measured ? Math.max(most, rate) : most), 0);
  const [next] = tiers
    .filter(({ from, rate }) => from > measured && rate > reached)
    .sort((a, b) => a.from - b.from || b.rate - a.rate);
  if (next === undefined || reached > 0) return { reached };
  const missing = next.from - measured;
  return {
    reached,
    next: {
      why: 'next-tier',
      missing: effect.by === 'subtotal' ? { amount: missing, currency } : missing,
      rate: next.rate,
    },
  };
}
