import { accept, refuse, type Decision } from '../../decision.js';
import type { PromotionId } from '../../flavoured.js';
import { amountsIn } from '../../money/amounts-in.js';
import { findUnknownCurrency, type UnknownCurrency } from '../../money/currency.js';
import { amountShape, findOffStep, type OffStep } from '../../money/money.js';
import { count, fields, findMalformed, isRecord, list, optional, text, type Shape } from '../../shape.js';
import type { Promotion, PromotionEffect, PromotionTarget, PromotionUsage } from './promotion.js';
import { promotionShape } from './promotion-shape.js';

/**
 * What is wrong with a promotion. `pricing.promotion-malformed` names the first member that is missing, of another
 * type, a word that is unknown, a number out of its range, or no member of a promotion at all.
 *
 * @example
 * const error: PromotionError = { type: 'pricing.promotion-malformed', promotionId: 'sale', path: 'effect.mode' };
 */
export type PromotionError = { readonly promotionId: PromotionId } & (
  | { readonly type: 'pricing.promotion-malformed'; readonly path: string }
  /** `freeShipping` is for shipping alone and `buyXGetY` for lines and orders alone. */
  | {
      readonly type: 'pricing.promotion-target-unsuitable';
      readonly target: PromotionTarget['type'];
      readonly effect: PromotionEffect['type'];
    }
  /** `path` leads to the amount, such as `effect.amount`. */
  | ((UnknownCurrency | OffStep) & { readonly path: string })
);

const usageShape: Shape<PromotionUsage | undefined> = optional(
  fields<PromotionUsage>({
    uses: count,
    customerUses: count,
    spent: optional(amountShape),
    codes: optional(list(text)),
  }),
);

/** Amounts that only compare may be off the step. */
const thresholds = new Set(['from', 'minimumSubtotal', 'spent']);

/**
 * Checks a promotion when it is set up: `priceCart` skips one that is wrong. Rates are 0 to 1_000_000, counts and
 * amounts are not negative, what is bought or given is one unit at least. Its amounts, cap, fixed price and budget are
 * multiples of the currency's step; thresholds need not be.
 * Errors: `pricing.promotion-malformed`, `pricing.promotion-target-unsuitable`, `money.unknown-currency` (also of a
 * code that ISO 4217 has given up), `money.off-step`; each with the promotion's id (empty where it has none).
 *
 * @example
 * const target = { type: 'order' } as const;
 * const checked = checkPromotion({ id: 'p', name: 'Sale', target, effect: { type: 'percent', rate: 2_000_000 } });
 * checked; // => { ok: false, error: { type: 'pricing.promotion-malformed', promotionId: 'p', path: 'effect.rate' } }
 */
export function checkPromotion(promotion: Promotion): Decision<Promotion, PromotionError> {
  const error = findPromotionError(promotion, undefined);
  return error === undefined ? accept(promotion) : refuse(error);
}

/** An id to name even what is no promotion by. */
export const idOf = (promotion: unknown): PromotionId => {
  const id = isRecord(promotion) ? promotion['id'] : undefined;
  return typeof id === 'string' ? id : '';
};

/** What is wrong with one promotion or with its usage. */
export function findPromotionError(
  promotion: Promotion,
  usage: PromotionUsage | undefined,
): PromotionError | undefined {
  const promotionId = idOf(promotion);
  const malformed = findMalformed(promotionShape, promotion, '') ?? findMalformed(usageShape, usage, '.usage');
  if (malformed !== undefined) {
    return { type: 'pricing.promotion-malformed', promotionId, path: malformed.path.slice(1) };
  }
  const { target, effect } = promotion;
  const isSuitable =
    effect.type === 'freeShipping'
      ? target.type === 'shipping'
      : effect.type !== 'buyXGetY' || target.type !== 'shipping';
  if (!isSuitable) {
    return { type: 'pricing.promotion-target-unsuitable', promotionId, target: target.type, effect: effect.type };
  }
  for (const [name, amount, path] of [...amountsIn(promotion), ...amountsIn(usage, 'usage')]) {
    const bad = findUnknownCurrency(amount.currency) ?? (thresholds.has(name) ? undefined : findOffStep(amount));
    if (bad !== undefined) return { ...bad, promotionId, path };
  }
  return undefined;
}
