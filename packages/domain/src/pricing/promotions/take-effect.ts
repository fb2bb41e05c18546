import { splitByWeights } from '../../money/allocate.js';
import { wholeRate, type Rate } from '../../money/rate.js';
import { roundRatio } from '../../money/round-ratio.js';
import { unitsGiven } from './give-units.js';
import type { OpenLine } from '../lines/price-lines.js';
import type { Promotion, PromotionEffect, PromotionUsage } from './promotion.js';
import { selects } from '../lines/select-lines.js';

/**
 * A promotion made ready for one cart: the slots it takes from and how. A slot is a line's place among all lines, or the
 * place after the last one, which is the shipping charge: one unit of something.
 */
export type ReadyPromotion = {
  readonly promotion: Promotion;
  readonly slots: readonly number[];
  /** What it takes from each of its slots, before cap and budget, given what is left of each. */
  readonly take: (left: readonly number[]) => readonly number[];
  /** What cap and budget leave of its whole amount. */
  readonly limit: number;
};

/** What one promotion finds left of its slots, takes of it, and takes from each. In minor units. */
export type Step = {
  readonly promotion: Promotion;
  readonly slots: readonly number[];
  readonly basis: number;
  readonly amount: number;
  readonly shares: readonly number[];
};

/** Every amount of the promotion is in the cart's currency. */
export function makeReady(
  promotion: Promotion,
  lines: readonly OpenLine[],
  usage: PromotionUsage | undefined,
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
  const cap = effect.type === 'percent' ? effect.cap : undefined;
  return {
    promotion,
    slots: shipping ? [lines.length] : slots,
    take: taking(effect, targeted, shipping ? [1] : targeted.map(({ quantity }) => quantity), target.type === 'order'),
    limit: Math.min(
      cap?.amount ?? Infinity,
      budget === undefined ? Infinity : budget.amount - (usage?.spent?.amount ?? 0),
    ),
  };
}

/** What the promotion takes when each slot has `left` left. */
export function takeStep({ promotion, slots, take, limit }: ReadyPromotion, left: readonly number[]): Step {
  const found = slots.map((slot) => left[slot] ?? 0);
  const untruncated = take(found);
  const whole = sum(untruncated);
  const amount = Math.min(limit, whole);
  const shares = amount < whole ? splitByWeights(amount, untruncated) : untruncated;
  return { promotion, slots, basis: sum(found), amount, shares };
}

/** `lines` are the undiscounted ones that are targeted, `quantities` the units of each slot. */
function taking(
  effect: PromotionEffect,
  lines: readonly OpenLine[],
  quantities: readonly number[],
  once: boolean,
): ReadyPromotion['take'] {
  switch (effect.type) {
    case 'percent':
      return takingRate(effect.rate, once);
    case 'tiers':
      return takingRate(rateReached(effect, lines), once);
    case 'freeShipping':
      return (left) => left;
    case 'amount': {
      const { amount } = effect.amount;
      // A product past 2^53 is inexact, and above all that can be left.
      if (effect.mode === 'each')
        return (left) => left.map((each, slot) => Math.min(amount * (quantities[slot] ?? 0), each));
      return (left) => splitByWeights(Math.min(amount, sum(left)), left);
    }
    case 'fixedPrice':
      return (left) => left.map((each, slot) => Math.max(each - effect.price.amount * (quantities[slot] ?? 0), 0));
    case 'buyXGetY': {
      const rates = unitsGiven(effect, lines).map((units) => units * effect.rate);
      return (left) =>
        left.map((each, slot) => roundRatio(each, rates[slot] ?? 0, (quantities[slot] ?? 1) * wholeRate));
    }
  }
}

/** Rounds once and splits by what is left, or rounds slot by slot. */
const takingRate =
  (rate: Rate, once: boolean): ReadyPromotion['take'] =>
  (left) =>
    once
      ? splitByWeights(roundRatio(sum(left), rate, wholeRate), left)
      : left.map((each) => roundRatio(each, rate, wholeRate));

/** The highest rate of the tiers that the undiscounted lines reach together, or zero. */
function rateReached(effect: Extract<PromotionEffect, { readonly type: 'tiers' }>, lines: readonly OpenLine[]): Rate {
  const steps =
    effect.by === 'subtotal'
      ? effect.tiers.map(({ from, rate }) => ({ from: from.amount, rate }))
      : effect.tiers.map(({ from, rate }) => ({ from, rate }));
  const reached = sum(lines.map((line) => line[effect.by]));
  return steps.reduce((most, { from, rate }) => (from <= reached ? Math.max(most, rate) : most), 0);
}

export const sum = (amounts: readonly number[]): number => amounts.reduce((all, amount) => all + amount, 0);
