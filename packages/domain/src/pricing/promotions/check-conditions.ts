import { ownEntry } from '../../shape.js';
import { normaliseCouponCode } from '../../cart/change-coupons.js';
import { compareIds } from '../../flavoured.js';
import { compareInstants } from '../../instant.js';
import { currencyStep } from '../../money/currency.js';
import { amountsIn } from '../../money/amounts-in.js';
import type { OpenLine } from '../lines/price-lines.js';
import type { PricingInput } from '../pricing-input.js';
import type { Promotion } from './promotion.js';
import { selects } from '../lines/select-lines.js';
import type { SkipReason } from './skip-reason.js';

/** What conditions look at: the undiscounted cart, in minor units and units, and its normalised codes. */
export type ConditionFacts = {
  readonly input: PricingInput;
  readonly lines: readonly OpenLine[];
  readonly subtotal: number;
  readonly quantity: number;
  readonly codes: ReadonlySet<string>;
};

/**
 * The first condition that does not hold, or `undefined` when all do. A minimum or a budget in another currency can
 * neither hold nor fail: an amount in another currency is the last reason.
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
    groups,
    firstOrder,
    couponCode,
    singleUse,
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
  if (groups !== undefined && !groups.some((group) => customer.groups.includes(group))) {
    return { type: 'promotion.group-not-eligible', groups, customerGroups: customer.groups };
  }
  if (firstOrder === true && !customer.groups.includes('guest') && customer.orderCount > 0) {
    return { type: 'promotion.not-first-order', orderCount: customer.orderCount };
  }
  if (singleUse === true) {
    if (usedCodeOf(facts.codes, usage?.codes) === undefined) return { type: 'promotion.coupon-missing' };
  } else if (couponCode !== undefined && !facts.codes.has(normaliseCouponCode(couponCode))) {
    return { type: 'promotion.coupon-missing', couponCode };
  }
  if (uses >= usageLimit) return { type: 'promotion.usage-limit-reached', limit: usageLimit, uses };
  if (customerUses >= customerUsageLimit) {
    return { type: 'promotion.customer-usage-limit-reached', limit: customerUsageLimit, uses: customerUses };
  }
  const spent = usage?.spent ?? { amount: 0, currency };
  const isExhausted = budget !== undefined && budget.amount - spent.amount < currencyStep(currency);
  if (isExhausted && budget.currency === currency && spent.currency === currency) {
    return { type: 'promotion.budget-exhausted', budget, spent };
  }
  const amounts = amountsIn([promotion, budget === undefined ? undefined : usage]);
  const foreign = amounts.find(([, amount]) => amount.currency !== currency)?.[1].currency;
  return foreign === undefined
    ? undefined
    : { type: 'promotion.currency-mismatch', expected: currency, actual: foreign };
}

/**
 * Which of the free generated codes the cart takes: of several the first by code unit, so that neither the order of the
 * codes nor that of the cart decides.
 */
export function usedCodeOf(entered: ReadonlySet<string>, free: readonly string[] = []): string | undefined {
  const [first] = free
    .map(normaliseCouponCode)
    .filter((code) => code !== '' && entered.has(code))
    .sort(compareIds);
  return first;
}
