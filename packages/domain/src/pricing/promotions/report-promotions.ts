import { compareIds, type PromotionId } from '../../flavoured.js';
import type { CurrencyCode } from '../../money/currency.js';
import type { Alternative, LostGroup } from './choose-promotions.js';
import type { OpenLine } from '../lines/price-lines.js';
import type { AppliedPromotion, LineDiscount, SkippedPromotion } from '../priced-cart.js';
import { defined, isRecord } from '../../shape.js';
import type { PromotionError } from './check-promotion.js';
import type { Promotion, PromotionTarget } from './promotion.js';
import type { SkipReason } from './skip-reason.js';
import type { Step } from './take-effect.js';

/** Each promotion under one of the two headings, and each line's discounts, in the order of application. */
export type Explanation = {
  readonly lines: readonly { readonly line: OpenLine; readonly discounts: readonly LineDiscount[] }[];
  readonly applied: readonly AppliedPromotion[];
  readonly skipped: readonly SkippedPromotion[];
};

/** What was decided of the promotions before they are explained. */
export type Outcome = {
  readonly failed: ReadonlyMap<PromotionId, SkipReason>;
  readonly lost: ReadonlyMap<PromotionId, LostGroup>;
  readonly alternatives: readonly Alternative[];
  readonly chosen: Alternative;
  /** The generated code that a promotion takes of the cart, if it takes one. */
  readonly usedCodeOf: (promotion: Promotion) => string | undefined;
};

/** Reports of each promotion, in order, what it took and from which lines, or the one reason why it took nothing. */
export function reportPromotions(
  currency: CurrencyCode,
  lines: readonly OpenLine[],
  promotions: readonly Promotion[],
  { failed, lost, alternatives, chosen, usedCodeOf }: Outcome,
): Explanation {
  const money = (amount: number) => ({ amount, currency });
  const discounted = lines.map((line): { line: OpenLine; discounts: LineDiscount[] } => ({ line, discounts: [] }));
  const applied: AppliedPromotion[] = [];
  const skipped: SkippedPromotion[] = [];
  const steps = new Map(chosen.steps.map((step) => [step.promotion.id, step]));
  const others = new Map(alternatives.map((each) => [each.alone, each]));
  const stopped = new Map<PromotionTarget['type'], PromotionId>();

  /** For a promotion that took nothing off though all its conditions hold, in the order in which reasons are given. */
  const reasonOf = (promotion: Promotion): SkipReason => {
    const { id, target, combinable } = promotion;
    const by = stopped.get(target.type);
    if (by !== undefined) return { type: 'promotion.level-stopped', by };
    const group = lost.get(id);
    if (group !== undefined) return { type: 'promotion.group-lost', ...group };
    const own = others.get(combinable === false ? id : undefined) ?? chosen;
    if (own === chosen) return { type: 'promotion.no-effect', ...(chosen.idle.get(id) ?? { why: 'nothing-left' }) };
    return defined({
      type: 'promotion.not-combinable',
      chosen: chosen.alone,
      total: money(chosen.total),
      otherwise: money(own.total),
    });
  };
  const sharesOf = ({ promotion: { id: promotionId }, slots, shares }: Step): AppliedPromotion['shares'] => {
    const named: AppliedPromotion['shares'][number][] = [];
    for (const [index, slot] of slots.entries()) {
      const found = discounted[slot];
      const share = shares[index] ?? 0;
      if (found === undefined || share === 0) continue;
      const amount = money(share);
      found.discounts.push({ promotionId, amount });
      named.push({ variantId: found.line.variantId, amount });
    }
    return named;
  };

  for (const promotion of promotions) {
    const { id: promotionId, name, target, stops } = promotion;
    const heading = { promotionId, name, level: target.type };
    const step = steps.get(promotionId);
    if (step === undefined) {
      skipped.push({ ...heading, reason: failed.get(promotionId) ?? reasonOf(promotion) });
      continue;
    }
    applied.push(
      defined({
        ...heading,
        basis: money(step.basis),
        amount: money(step.amount),
        usedCode: usedCodeOf(promotion),
        shares: sharesOf(step),
      }),
    );
    if (stops === true) stopped.set(target.type, promotionId);
  }
  return { lines: discounted, applied, skipped };
}

/** Each malformed promotion with what is wrong with it, in the order of their ids, after all others. */
export const reportMalformed = (errors: ReadonlyMap<Promotion, PromotionError>): readonly SkippedPromotion[] =>
  [...errors]
    .map(([promotion, error]): SkippedPromotion => {
      const name: unknown = isRecord(promotion) ? promotion.name : undefined;
      const reason = { type: 'promotion.malformed', error } as const;
      return { promotionId: error.promotionId, name: typeof name === 'string' ? name : '', reason };
    })
    .sort((a, b) => compareIds(a.promotionId, b.promotionId) || compareIds(a.name, b.name));
