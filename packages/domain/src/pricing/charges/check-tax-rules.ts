import { accept, refuse, type Decision } from '../../decision.js';
import { compareIds } from '../../flavoured.js';
import { wholeRate } from '../../money/rate.js';
import { anyRecord, fields, findMalformed, isCount, optional, text, word, type Shape } from '../../shape.js';
import type { TaxRules, TaxRulesError } from '../pricing-input.js';

/** The rates are for `checkTaxRules` to check. */
export const rulesShape: Shape<TaxRules> = fields<TaxRules>({
  prices: word('exclusive', 'inclusive'),
  rates: anyRecord,
  shippingClass: optional(text),
});

/**
 * Accepts the tax rules that `priceCart` can charge by, so that bad ones are refused when a shop sets them and not when
 * a customer buys. Rates are millionths: integers from 0, such that 1_000_000 more is still safe (included tax is
 * divided by that sum). Of several bad ones the first by class is named.
 * Errors: `pricing.tax-rate-malformed`, `pricing.tax-class-without-rate` (the class of shipping), `input.malformed`.
 *
 * @example
 * const checked = checkTaxRules({ prices: 'inclusive', rates: { reduced: 50_000 }, shippingClass: 'standard' });
 * checked; // => { ok: false, error: { type: 'pricing.tax-class-without-rate', taxClass: 'standard' } }
 */
export function checkTaxRules(rules: TaxRules): Decision<TaxRules, TaxRulesError> {
  const malformed = findMalformed(rulesShape, rules, 'rules');
  if (malformed !== undefined) return refuse(malformed);
  const { rates, shippingClass } = rules;
  for (const taxClass of Object.keys(rates).sort(compareIds)) {
    const rate = rates[taxClass] ?? NaN;
    if (!isCount(rate) || !Number.isSafeInteger(rate + wholeRate)) {
      return refuse({ type: 'pricing.tax-rate-malformed', taxClass, rate });
    }
  }
  if (shippingClass !== undefined && !Object.hasOwn(rates, shippingClass)) {
    return refuse({ type: 'pricing.tax-class-without-rate', taxClass: shippingClass });
  }
  return accept(rules);
}
