import type { Money } from '../../money/money.js';
import type { MinimumOrder } from '../priced-cart.js';
import type { MinimumOrderRule } from '../pricing-input.js';
import type { CustomerGroup } from '../promotions/promotion.js';

/**
 * What holds when a shop gives no rules: 10.00 USD before discounts.
 *
 * @example
 * const rules = [...defaultMinimumOrderRules, { minimum: { amount: 2000, currency: 'EUR' }, basis: 'subtotal' }];
 */
export const defaultMinimumOrderRules: readonly MinimumOrderRule[] = [
  { minimum: { amount: 1000, currency: 'USD' }, basis: 'subtotal' },
];

/**
 * Step 4: the unmet rule that counts, if any does. Rules in another currency do not apply. The rules of the customer's
 * groups replace those without a group; all rules of one group must be met, and of several groups the one that misses
 * least counts. Of rules that miss the same the one that requires more is reported, in whatever order they are given.
 */
export function checkMinimumOrder(
  rules: readonly MinimumOrderRule[],
  facts: {
    readonly groups: readonly CustomerGroup[];
    readonly allDigital: boolean;
    readonly subtotal: Money;
    readonly afterDiscounts: Money;
  },
): MinimumOrder {
  const { currency } = facts.subtotal;
  const inCurrency = rules.filter(({ minimum }) => minimum.currency === currency);
  const own = facts.groups
    .map((group) => inCurrency.filter((rule) => rule.group === group))
    .filter((ofGroup) => ofGroup.length > 0);
  const candidates = own.length > 0 ? own : [inCurrency.filter(({ group }) => group === undefined)];
  return candidates
    .map((ofGroup) => mostMissed(ofGroup, facts))
    .reduce((least, each) => (missesMore(least, each) ? each : least));
}

/** The rule of one group that misses most. */
function mostMissed(
  rules: readonly MinimumOrderRule[],
  facts: { readonly allDigital: boolean; readonly subtotal: Money; readonly afterDiscounts: Money },
): MinimumOrder {
  const { currency } = facts.subtotal;
  return rules
    .filter(({ waivedForDigital }) => !(waivedForDigital === true && facts.allDigital))
    .map(({ minimum, basis }): MinimumOrder => {
      const actual = basis === 'afterDiscounts' ? facts.afterDiscounts : facts.subtotal;
      const missing = minimum.amount - actual.amount;
      if (missing <= 0) return { met: true };
      return { met: false, required: minimum, actual, missing: { amount: missing, currency } };
    })
    .reduce((worst, each) => (missesMore(each, worst) ? each : worst), { met: true });
}

function missesMore(left: MinimumOrder, right: MinimumOrder): boolean {
  if (left.met) return false;
  if (right.met) return true;
  return (left.missing.amount - right.missing.amount || left.required.amount - right.required.amount) > 0;
}
