import { refuse, type Decision } from '../decision.js';
import type { CurrencyCode } from '../money/currency.js';
import { findMismatch, findOffStep, money, type Money } from '../money/money.js';
import type { PricingError } from './pricing-input.js';

/** An amount that a shop states, if it is in the cart's currency, whole and not negative. */
export function readAmount(stated: Money, expected: CurrencyCode): Decision<Money, PricingError> {
  const mismatch = findMismatch({ currency: expected }, stated);
  if (mismatch !== undefined) return refuse(mismatch);
  const read = money(stated.amount, stated.currency);
  if (read.ok && read.value.amount < 0) return refuse({ type: 'pricing.negative-amount', amount: read.value });
  return read;
}

/** The same of a price or a charge, which is a multiple of the currency's step. */
export function readPrice(stated: Money, expected: CurrencyCode): Decision<Money, PricingError> {
  const read = readAmount(stated, expected);
  const offStep = read.ok ? findOffStep(read.value) : undefined;
  return offStep === undefined ? read : refuse(offStep);
}
