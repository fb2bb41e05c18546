import { compareValues } from '../../compare-values.js';
import { ownEntry } from '../../shape.js';
import { normaliseCouponCode } from '../../cart/change-coupons.js';
import { accept, refuse, type Decision } from '../../decision.js';
import { compareIds, type PromotionId } from '../../flavoured.js';
import { outOfRange, type MoneyOutOfRange } from '../../money/money.js';
import { firstFailedCondition, usedCodeOf } from './check-conditions.js';
import { findPromotionError, idOf } from './check-promotion.js';
import { alternativesOf, groupLosers } from './choose-promotions.js';
import { reportMalformed, reportPromotions, type Explanation } from './report-promotions.js';
import { sumOf } from '../../sum-of.js';
import type { OpenLine } from '../lines/price-lines.js';
import type { PricingInput } from '../pricing-input.js';
import type { Promotion, PromotionTarget } from './promotion.js';
import type { SkipReason } from './skip-reason.js';
import { makeReady } from './take-effect.js';

/** What all promotions have left of each line and, last, of the shipping charge, in minor units, and why. */
export type Discounting = Explanation & { readonly left: readonly number[] };

const levels: Readonly<Record<PromotionTarget['type'], number>> = { lines: 0, order: 1, shipping: 2 };

/**
 * Step 3: which promotions may apply, which of them do, and what each takes of what the ones before it left. A
 * malformed one is skipped, with what is wrong with it. `totalOf` computes what is to be paid when so much is left of
 * each line and, last, of the shipping charge. Errors: `money.out-of-range`, for the total of any alternative.
 */
export function applyPromotions(
  input: PricingInput,
  lines: readonly OpenLine[],
  shippingCharge: number,
  totalOf: (left: readonly number[]) => number,
): Decision<Discounting, MoneyOutOfRange> {
  const { currency } = input.cart;
  const usageOf = (id: PromotionId) => ownEntry(input.promotionUsage, id);
  const errors = new Map(
    input.promotions.flatMap((promotion) => {
      const error = findPromotionError(promotion, usageOf(idOf(promotion)));
      return error === undefined ? [] : [[promotion, error] as const];
    }),
  );
  const promotions = inOrder(input.promotions.filter((promotion) => !errors.has(promotion)));
  const undiscounted = [...lines.map(({ subtotal }) => subtotal), shippingCharge];
  const codes = new Set(input.cart.couponCodes.map(normaliseCouponCode));
  const failed = failedConditions(input, lines, promotions, codes);
  const eligible = promotions
    .filter(({ id }) => !failed.has(id))
    .map((promotion) => makeReady(promotion, lines, usageOf(promotion.id), currency));
  const lost = groupLosers(eligible, undiscounted);
  const staying = eligible.filter(({ promotion }) => !lost.has(promotion.id));
  const alternatives = alternativesOf(staying, undiscounted, totalOf);
  if (alternatives.some(({ total }) => !Number.isSafeInteger(total))) return refuse(outOfRange);
  const chosen = alternatives.reduce((best, each) => (each.total < best.total ? each : best));
  const reported = reportPromotions(currency, lines, promotions, {
    failed,
    lost,
    alternatives,
    chosen,
    usedCodeOf: ({ id, conditions }) =>
      conditions?.singleUse === true ? usedCodeOf(codes, usageOf(id)?.codes) : undefined,
  });
  return accept({
    ...reported,
    skipped: [...reported.skipped, ...reportMalformed(errors)],
    left: chosen.left,
  });
}

/** Line level, then order, then shipping; within a level by priority, highest first, then by id. */
const inOrder = (promotions: readonly Promotion[]): readonly Promotion[] =>
  [...promotions].sort(
    (a, b) =>
      levels[a.target.type] - levels[b.target.type] ||
      compareValues(b.priority ?? 0, a.priority ?? 0) ||
      compareIds(a.id, b.id),
  );

function failedConditions(
  input: PricingInput,
  lines: readonly OpenLine[],
  promotions: readonly Promotion[],
  codes: ReadonlySet<string>,
): ReadonlyMap<PromotionId, SkipReason> {
  const facts = {
    input,
    lines,
    subtotal: sumOf(lines.map(({ subtotal }) => subtotal)),
    quantity: sumOf(lines.map(({ quantity }) => quantity)),
    codes,
  };
  return new Map(
    promotions.flatMap((promotion) => {
      const reason = firstFailedCondition(promotion, facts);
      return reason === undefined ? [] : [[promotion.id, reason] as const];
    }),
  );
}
