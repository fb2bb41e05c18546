import { refuse, type Decision } from '../decision.js';
import type { CurrencyCode } from '../money/currency.js';
import { money, type Money } from '../money/money.js';
import type { PricingError } from './pricing-input.js';

/** An amount that a shop states (a price, a charge), if it is in the cart's currency, whole and not negative. */
export function readAmount(stated: Money, expected: CurrencyCode): Decision<Money, PricingError> {
  if (stated.currency !== expected) {
    return refuse({ type: 'money.currency-mismatch', expected, actual: stated.currency });
  }
  const read = money(stated.amount, stated.currency);
  if (read.ok && read.value.amount < 0) return refuse({ type: 'pricing.negative-amount', amount: read.value });
  return read;
}
