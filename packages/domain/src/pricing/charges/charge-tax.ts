import { currencyStep, type CurrencyCode } from '../../money/currency.js';
import { wholeRate, type Rate } from '../../money/rate.js';
import { roundRatio } from '../../money/round-ratio.js';
import type { TaxReport } from '../priced-cart.js';

/**
 * Step 5: the tax on a discounted amount, in minor units, rounded once to the currency's step: `n × r`, or within a
 * price that holds it `n − n / (1 + r)`, which is `n × r / (1 + r)`. No rate, no tax.
 */
export const taxOn = (amount: number, rate: Rate | undefined, taxIncluded: boolean, currency: CurrencyCode): number =>
  rate === undefined ? 0 : roundRatio(amount, rate, taxIncluded ? wholeRate + rate : wholeRate, currencyStep(currency));

/** A line or the shipping: what is left of it, and the tax on or within that. In minor units. */
export type TaxedAmount = { readonly total: number; readonly taxRate?: Rate | undefined; readonly tax: number };

/** What each rate comes to, lowest rate first. */
export function reportTaxes(
  taxed: readonly TaxedAmount[],
  taxIncluded: boolean,
  currency: CurrencyCode,
): readonly TaxReport[] {
  const sums = new Map<Rate, { net: number; tax: number }>();
  for (const { total, taxRate, tax } of taxed) {
    if (taxRate === undefined) continue;
    const sum = sums.get(taxRate) ?? { net: 0, tax: 0 };
    sum.net += taxIncluded ? total - tax : total;
    sum.tax += tax;
    sums.set(taxRate, sum);
  }
  return [...sums]
    .sort(([left], [right]) => left - right)
    .map(([rate, { net, tax }]) => ({ rate, net: { amount: net, currency }, tax: { amount: tax, currency } }));
}
