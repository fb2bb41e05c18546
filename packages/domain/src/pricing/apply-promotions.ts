import { compareIds } from '../flavoured.js';
import { splitByWeights } from '../money/allocate.js';
import { takeShare } from '../money/rate.js';
import { firstFailedCondition } from './check-conditions.js';
import type { OpenLine } from './price-lines.js';
import type { AppliedPromotion, LineDiscount, SkippedPromotion } from './priced-cart.js';
import type { PricingInput } from './pricing-input.js';
import type { LineSelector, Promotion, PromotionTarget } from './promotion.js';

/** A line as the promotions so far have left it. Written in place: a copy for each promotion would be quadratic. */
export type DiscountedLine = OpenLine & { left: number; readonly discounts: LineDiscount[] };

/** The lines and the shipping charge as all promotions have left them, in minor units, and why. */
export type Discounting = {
  readonly lines: readonly DiscountedLine[];
  readonly shippingLeft: number;
  readonly applied: readonly AppliedPromotion[];
  readonly skipped: readonly SkippedPromotion[];
};

const levels: Readonly<Record<PromotionTarget['type'], number>> = { lines: 0, order: 1, shipping: 2 };

/** Step 3: promotions one after another, each on what the ones before it left. */
export function applyPromotions(input: PricingInput, open: readonly OpenLine[], shippingCharge: number): Discounting {
  const { currency, couponCodes } = input.cart;
  const lines = open.map((line): DiscountedLine => ({ ...line, left: line.subtotal, discounts: [] }));
  const codes = new Set(couponCodes);
  const applied: AppliedPromotion[] = [];
  const skipped: SkippedPromotion[] = [];
  let shippingLeft = shippingCharge;
  for (const promotion of inOrder(input.promotions)) {
    const { id: promotionId, name, target, effect, conditions = {} } = promotion;
    const heading = { promotionId, name, level: target.type };
    const failed = firstFailedCondition(conditions, input, codes);
    if (failed !== undefined) {
      skipped.push({ ...heading, reason: failed });
      continue;
    }
    const { rate } = effect;
    const step = target.type === 'shipping' ? takeFromShipping(shippingLeft, rate) : takeFromLines(lines, target, rate);
    if (step.amount === 0) {
      skipped.push({ ...heading, reason: { type: 'promotion.no-effect' } });
      continue;
    }
    const shares: AppliedPromotion['shares'][number][] = [];
    for (const { line, share } of step.shares) {
      if (share === 0) continue;
      const amount = { amount: share, currency };
      line.left -= share;
      line.discounts.push({ promotionId, amount });
      shares.push({ variantId: line.variantId, amount });
    }
    if (target.type === 'shipping') shippingLeft -= step.amount;
    applied.push({
      ...heading,
      basis: { amount: step.basis, currency },
      amount: { amount: step.amount, currency },
      shares,
    });
  }
  return { lines, shippingLeft, applied, skipped };
}

/** Line level, then order, then shipping; within a level by priority, highest first, then by id. */
const inOrder = (promotions: readonly Promotion[]): readonly Promotion[] =>
  [...promotions].sort(
    (a, b) =>
      levels[a.target.type] - levels[b.target.type] ||
      (b.priority ?? 0) - (a.priority ?? 0) || // NaN for two infinite ones, which is as equal as zero here
      compareIds(a.id, b.id),
  );

/** What one promotion finds left of its target, takes of it, and takes from each line. */
type Step = {
  readonly basis: number;
  readonly amount: number;
  readonly shares: readonly { readonly line: DiscountedLine; readonly share: number }[];
};

const takeFromShipping = (left: number, rate: number): Step => ({ basis: left, amount: takeShare(left, rate), shares: [] });

/** Line level rounds per line; order level rounds once and is split over what is left of each line. */
function takeFromLines(
  lines: readonly DiscountedLine[],
  target: Exclude<PromotionTarget, { readonly type: 'shipping' }>,
  rate: number,
): Step {
  const targets = target.type === 'lines' ? lines.filter(selects(target.selector)) : lines;
  const left = targets.map((line) => line.left);
  const basis = sum(left);
  const amounts =
    target.type === 'lines' ? left.map((each) => takeShare(each, rate)) : splitByWeights(takeShare(basis, rate), left);
  const shares = targets.map((line, index) => ({ line, share: amounts[index] ?? 0 }));
  return { basis, amount: sum(amounts), shares };
}

/** Whether a line matches any member of the selector; one without members selects every line. */
function selects({ variantIds, productIds, categoryIds }: LineSelector): (line: OpenLine) => boolean {
  if (variantIds === undefined && productIds === undefined && categoryIds === undefined) return () => true;
  const variants = new Set(variantIds);
  const products = new Set(productIds);
  const categories = new Set(categoryIds);
  return ({ variantId, entry }) =>
    variants.has(variantId) || products.has(entry.productId) || entry.categoryIds.some((id) => categories.has(id));
}

const sum = (amounts: readonly number[]): number => amounts.reduce((all, amount) => all + amount, 0);
