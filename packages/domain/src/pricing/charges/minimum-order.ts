import type { Money } from '../../money/money.js';
import type { MinimumOrder } from '../priced-cart.js';
import type { MinimumOrderRule } from '../pricing-input.js';
import type { Segment } from '../promotions/promotion.js';

/**
 * What holds when a shop gives no rules: 10.00 USD before discounts.
 *
 * @example const rules = [...defaultMinimumOrderRules, { minimum: { amount: 2000, currency: 'EUR' }, basis: 'subtotal' }];
 */
export const defaultMinimumOrderRules: readonly MinimumOrderRule[] = [
  { minimum: { amount: 1000, currency: 'USD' }, basis: 'subtotal' },
];

/**
 * Step 4: the rule that misses most, if any does; of two that miss the same the one that requires more, in whatever
 * order they are given. Rules in another currency do not apply.
 */
export function checkMinimumOrder(
  rules: readonly MinimumOrderRule[],
  facts: {
    readonly segment: Segment;
    readonly allDigital: boolean;
    readonly subtotal: Money;
    readonly afterDiscounts: Money;
  },
): MinimumOrder {
  const { currency } = facts.subtotal;
  const inCurrency = rules.filter(({ minimum }) => minimum.currency === currency);
  const own = inCurrency.filter(({ segment }) => segment === facts.segment);
  const relevant = own.length > 0 ? own : inCurrency.filter(({ segment }) => segment === undefined);
  return relevant
    .filter(({ waivedForDigital }) => !(waivedForDigital === true && facts.allDigital))
    .reduce<MinimumOrder>(
      (worst, { minimum, basis }) => {
        const actual = basis === 'afterDiscounts' ? facts.afterDiscounts : facts.subtotal;
        const missing = minimum.amount - actual.amount;
        if (missing <= 0) return worst;
        if (!worst.met && (missing - worst.missing.amount || minimum.amount - worst.required.amount) <= 0) return worst;
        return { met: false, required: minimum, actual, missing: { amount: missing, currency } };
      },
      { met: true },
    );
}
