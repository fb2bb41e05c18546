import { compareIds } from '../flavoured.js';
import { splitByWeights } from '../money/allocate.js';
import { takeShare } from '../money/rate.js';
import { firstFailedCondition } from './check-conditions.js';
import type { OpenLine } from './price-lines.js';
import type { AppliedPromotion, SkippedPromotion } from './priced-cart.js';
import type { PricingInput } from './pricing-input.js';
import type { LineSelector, Promotion, PromotionTarget } from './promotion.js';

/** The lines and the shipping charge as the promotions so far have left them, in minor units. */
export type Discounting = {
  readonly lines: readonly OpenLine[];
  readonly shippingLeft: number;
  readonly applied: readonly AppliedPromotion[];
  readonly skipped: readonly SkippedPromotion[];
};

const levels: Readonly<Record<PromotionTarget['type'], number>> = { lines: 0, order: 1, shipping: 2 };

/** Step 3: promotions one after another, each on what the ones before it left. */
export function applyPromotions(input: PricingInput, lines: readonly OpenLine[], shippingCharge: number): Discounting {
  return inOrder(input.promotions).reduce<Discounting>(
    (state, promotion) => {
      const { id: promotionId, name, target } = promotion;
      const failed = firstFailedCondition(promotion.conditions ?? {}, input);
      if (failed !== undefined) {
        return { ...state, skipped: [...state.skipped, { promotionId, name, level: target.type, reason: failed }] };
      }
      return applyOne(promotion, state, input.cart.currency);
    },
    { lines, shippingLeft: shippingCharge, applied: [], skipped: [] },
  );
}

/** Line level, then order, then shipping; within a level by priority, highest first, then by id. */
const inOrder = (promotions: readonly Promotion[]): readonly Promotion[] =>
  [...promotions].sort(
    (a, b) =>
      levels[a.target.type] - levels[b.target.type] ||
      (b.priority ?? 0) - (a.priority ?? 0) ||
      compareIds(a.id, b.id),
  );

function applyOne(promotion: Promotion, state: Discounting, currency: string): Discounting {
  const { id: promotionId, name, target, effect } = promotion;
  const basis =
    target.type === 'shipping' ? state.shippingLeft : sum(state.lines.map((line) => (isTarget(line, target) ? line.left : 0)));
  const shares = target.type === 'shipping' ? [] : lineShares(state.lines, target, effect.rate, basis);
  const amount = target.type === 'shipping' ? takeShare(basis, effect.rate) : sum(shares);
  if (amount === 0) {
    const reason = { type: 'promotion.no-effect' } as const;
    return { ...state, skipped: [...state.skipped, { promotionId, name, level: target.type, reason }] };
  }
  const money = (minorUnits: number) => ({ amount: minorUnits, currency });
  const lines = state.lines.map((line, index) => {
    const share = shares[index] ?? 0;
    if (share === 0) return line;
    return { ...line, left: line.left - share, discounts: [...line.discounts, { promotionId, amount: money(share) }] };
  });
  const step: AppliedPromotion = {
    promotionId,
    name,
    level: target.type,
    basis: money(basis),
    amount: money(amount),
    shares: state.lines.flatMap(({ variantId }, index) => {
      const share = shares[index] ?? 0;
      return share === 0 ? [] : [{ variantId, amount: money(share) }];
    }),
  };
  const shippingLeft = target.type === 'shipping' ? state.shippingLeft - amount : state.shippingLeft;
  return { lines, shippingLeft, applied: [...state.applied, step], skipped: state.skipped };
}

/** Line level rounds per line; order level rounds once and is split over what is left of each line. */
function lineShares(
  lines: readonly OpenLine[],
  target: Exclude<PromotionTarget, { readonly type: 'shipping' }>,
  rate: number,
  basis: number,
): readonly number[] {
  if (target.type === 'lines') return lines.map((line) => (isTarget(line, target) ? takeShare(line.left, rate) : 0));
  return basis === 0 ? [] : splitByWeights(takeShare(basis, rate), lines.map(({ left }) => left));
}

const isTarget = (line: OpenLine, target: PromotionTarget): boolean =>
  target.type !== 'lines' || isSelected(line, target.selector);

/** Whether a line matches any member of the selector; one without members selects every line. */
function isSelected({ variantId, entry }: OpenLine, selector: LineSelector): boolean {
  const { variantIds, productIds, categoryIds } = selector;
  if (variantIds === undefined && productIds === undefined && categoryIds === undefined) return true;
  return (
    variantIds?.includes(variantId) === true ||
    productIds?.includes(entry.productId) === true ||
    categoryIds?.some((id) => entry.categoryIds.includes(id)) === true
  );
}

const sum = (amounts: readonly number[]): number => amounts.reduce((all, amount) => all + amount, 0);
