import { normaliseCouponCode } from '../../cart/change-coupons.js';
import { compareInstants } from '../../instant.js';
import { amountsOf } from './check-promotion.js';
import { ownEntry } from '../own-entry.js';
import type { OpenLine } from '../lines/price-lines.js';
import type { PricingInput } from '../pricing-input.js';
import type { Promotion } from './promotion.js';
import { selects } from '../lines/select-lines.js';
import type { SkipReason } from './skip-reason.js';

/** What conditions look at: the undiscounted cart, in minor units and units, and its codes, normalised. */
export type ConditionFacts = {
  readonly input: PricingInput;
  readonly lines: readonly OpenLine[];
  readonly subtotal: number;
  readonly quantity: number;
  readonly codes: ReadonlySet<string>;
};

/**
 * The first condition that does not hold, or `undefined` when all do. A minimum or a budget in another currency can
 * neither hold nor fail: that the promotion has amounts in another currency is what is said last.
 */
export function firstFailedCondition(promotion: Promotion, facts: ConditionFacts): SkipReason | undefined {
  const { at, cart, customer, promotionUsage } = facts.input;
  const { currency } = cart;
  const usage = ownEntry(promotionUsage, promotion.id);
  const { uses = 0, customerUses = 0 } = usage ?? {};
  const {
    startsAt,
    endsAt,
    minimumSubtotal,
    minimumQuantity = 0,
    contains,
    segments,
    firstOrder,
    couponCode,
    usageLimit = Infinity,
    customerUsageLimit = Infinity,
    budget,
  } = promotion.conditions ?? {};
  if (startsAt !== undefined && compareInstants(at, startsAt) < 0)
    return { type: 'promotion.not-started', startsAt, at };
  if (endsAt !== undefined && compareInstants(at, endsAt) >= 0) return { type: 'promotion.ended', endsAt, at };
  if (minimumSubtotal?.currency === currency && facts.subtotal < minimumSubtotal.amount) {
    const actual = { amount: facts.subtotal, currency };
    return { type: 'promotion.below-minimum-subtotal', required: minimumSubtotal, actual };
  }
  if (facts.quantity < minimumQuantity) {
    return { type: 'promotion.below-minimum-quantity', required: minimumQuantity, actual: facts.quantity };
  }
  if (contains !== undefined && !facts.lines.some(selects(contains)))
    return { type: 'promotion.not-contained', contains };
  if (segments !== undefined && !segments.includes(customer.segment)) {
    return { type: 'promotion.segment-not-eligible', segments, segment: customer.segment };
  }
  if (firstOrder === true && customer.segment !== 'guest' && customer.orderCount > 0) {
    return { type: 'promotion.not-first-order', orderCount: customer.orderCount };
  }
  if (couponCode !== undefined && !facts.codes.has(normaliseCouponCode(couponCode))) {
    return { type: 'promotion.coupon-missing', couponCode };
  }
  if (uses >= usageLimit) return { type: 'promotion.usage-limit-reached', limit: usageLimit, uses };
  if (customerUses >= customerUsageLimit) {
    return { type: 'promotion.customer-usage-limit-reached', limit: customerUsageLimit, uses: customerUses };
  }
  const spent = usage?.spent ?? { amount: 0, currency };
  if (budget?.currency === currency && spent.currency === currency && spent.amount >= budget.amount) {
    return { type: 'promotion.budget-exhausted', budget, spent };
  }
  const foreign = amountsOf(promotion, usage).find((amount) => amount.currency !== currency);
  return foreign && { type: 'promotion.currency-mismatch', expected: currency, actual: foreign.currency };
}
