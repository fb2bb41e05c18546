import { compareIds, type Instant } from '../flavoured.js';
import { readInstant } from '../instant.js';
import { currencyDecimals } from '../money/currency.js';
import { isCount, malformedPart } from './promotions/check-promotion.js';
import { checkTaxRules } from './charges/check-tax-rules.js';
import { findRepeated } from './find-repeated.js';
import { ownEntry } from './own-entry.js';
import type { PricingError, PricingInput } from './pricing-input.js';
import { readAmount } from './read-amount.js';

/** What no price can be worked out from: what is wrong with the input as a whole, its promotions and its rules. */
export function findMalformed(input: PricingInput): PricingError | undefined {
  const { cart, customer, at, tax, minimumOrderRules = [] } = input;
  const { currency } = cart;
  const { orderCount } = customer;
  if (currencyDecimals(currency) === undefined) return { type: 'money.unknown-currency', currency };
  if (!isCount(orderCount)) return { type: 'pricing.order-count-malformed', orderCount };
  const malformed = malformedInstant(at) ?? malformedPromotion(input);
  if (malformed !== undefined) return malformed;
  const taxed = tax && checkTaxRules(tax);
  if (taxed?.ok === false) return taxed.error;
  for (const { minimum } of minimumOrderRules) {
    const read = minimum.currency === currency ? readAmount(minimum, currency) : undefined;
    if (read?.ok === false) return read.error;
  }
  return undefined;
}

/** Looked at in the order of their ids, so that of several malformed ones the same is named whatever their order. */
function malformedPromotion({ promotions, promotionUsage }: PricingInput): PricingError | undefined {
  const sorted = [...promotions].sort((a, b) => compareIds(a.id, b.id));
  const promotionId = findRepeated(sorted.map(({ id }) => id));
  if (promotionId !== undefined) return { type: 'pricing.duplicate-promotion', promotionId };
  for (const promotion of sorted) {
    const { startsAt, endsAt } = promotion.conditions ?? {};
    const malformed =
      malformedPart(promotion, ownEntry(promotionUsage, promotion.id)) ??
      malformedInstant(startsAt) ??
      malformedInstant(endsAt);
    if (malformed !== undefined) return malformed;
  }
  return undefined;
}

const malformedInstant = (text: Instant | undefined): PricingError | undefined =>
  text === undefined || readInstant(text) !== undefined ? undefined : { type: 'pricing.instant-malformed', text };
