import type { PromotionId } from '../../flavoured.js';
import type { PromotionTarget } from './promotion.js';
import type { NoEffect } from './skip-reason.js';
import { takeStep, type ReadyPromotion, type Step } from './take-effect.js';

/** One way to discount the cart: the steps that took something off, and what they left of each slot. */
export type Alternative = {
  /** The promotion that applies alone; absent: all combinable ones. */
  readonly alone?: PromotionId;
  readonly steps: readonly Step[];
  /** Why those that took nothing off did not; a promotion that was stopped is not among them. */
  readonly idle: ReadonlyMap<PromotionId, NoEffect>;
  readonly left: readonly number[];
  /** What is to be paid, tax included. */
  readonly total: number;
};

/** To which other member of its exclusive group a promotion lost. */
export type LostGroup = { readonly exclusiveGroup: string; readonly to: PromotionId };

/**
 * Every combinable member of an exclusive group but the one worth most on the undiscounted cart; ties go to the one
 * named first, so `eligible` stands in the order of application. One that is not combinable applies alone and loses no
 * group.
 */
export function groupLosers(
  eligible: readonly ReadyPromotion[],
  undiscounted: readonly number[],
): ReadonlyMap<PromotionId, LostGroup> {
  const groups = new Map<string, { readonly id: PromotionId; readonly worth: number }[]>();
  for (const ready of eligible) {
    const { id, exclusiveGroup, combinable } = ready.promotion;
    if (exclusiveGroup === undefined || combinable === false) continue;
    const member = { id, worth: takeStep(ready, undiscounted).amount };
    const members = groups.get(exclusiveGroup);
    if (members === undefined) groups.set(exclusiveGroup, [member]);
    else members.push(member);
  }
  const lost = new Map<PromotionId, LostGroup>();
  for (const [exclusiveGroup, members] of groups) {
    const { id: to } = members.reduce((best, each) => (each.worth > best.worth ? each : best));
    for (const { id } of members) if (id !== to) lost.set(id, { exclusiveGroup, to });
  }
  return lost;
}

/**
 * All combinable promotions together (unless there are none beside those that are not) and each other one alone, in the
 * order of application. Each promotion is computed once, however many alternatives there are.
 */
export function alternativesOf(
  promotions: readonly ReadyPromotion[],
  undiscounted: readonly number[],
  totalOf: (left: readonly number[]) => number,
): readonly Alternative[] {
  const combinable = promotions.filter(({ promotion }) => promotion.combinable !== false);
  const others = promotions.filter(({ promotion }) => promotion.combinable === false);
  const together = combinable.length > 0 || others.length === 0 ? [applyInTurn(combinable, undiscounted, totalOf)] : [];
  return [
    ...together,
    ...others.map((ready) => ({ ...applyInTurn([ready], undiscounted, totalOf), alone: ready.promotion.id })),
  ];
}

/** One after another, each on what the ones before it left, until one stops its level. */
function applyInTurn(
  promotions: readonly ReadyPromotion[],
  undiscounted: readonly number[],
  totalOf: (left: readonly number[]) => number,
): Alternative {
  const left = [...undiscounted];
  const steps: Step[] = [];
  const idle = new Map<PromotionId, NoEffect>();
  const stopped = new Set<PromotionTarget['type']>();
  for (const ready of promotions) {
    const { target, stops } = ready.promotion;
    if (stopped.has(target.type)) continue;
    const step = takeStep(ready, left);
    if (step.amount === 0) {
      idle.set(ready.promotion.id, whyIdle(ready, left));
      continue;
    }
    steps.push(step);
    for (const [index, slot] of step.slots.entries()) left[slot] = (left[slot] ?? 0) - (step.shares[index] ?? 0);
    if (stops === true) stopped.add(target.type);
  }
  return { steps, idle, left, total: totalOf(left) };
}

function whyIdle({ slots, shortOf, given }: ReadyPromotion, left: readonly number[]): NoEffect {
  if (slots.length === 0) return { why: 'not-targeted' };
  const isNothingLeft = slots.every((slot, index) => left[slot] === 0 || given?.[index] === 0);
  return isNothingLeft ? { why: 'nothing-left' } : shortOf;
}
