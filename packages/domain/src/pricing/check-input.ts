import { compareIds, type Instant } from '../flavoured.js';
import { readInstant } from '../instant.js';
import { currencyDecimals } from '../money/currency.js';
import { isShare } from '../money/rate.js';
import type { PricingError, PricingInput } from './pricing-input.js';
import type { Promotion } from './promotion.js';
import { readAmounts } from './read-amount.js';

/** What no price can be worked out from: what is wrong with the input as a whole, its promotions and its rules. */
export function findMalformed({ cart, at, promotions, minimumOrderRules = [] }: PricingInput): PricingError | undefined {
  const { currency } = cart;
  if (currencyDecimals(currency) === undefined) return { type: 'money.unknown-currency', currency };
  const malformed = malformedInstant(at) ?? malformedPromotion(promotions);
  if (malformed !== undefined) return malformed;
  const minimums = minimumOrderRules.map(({ minimum }) => minimum).filter((minimum) => minimum.currency === currency);
  const read = readAmounts(minimums, currency);
  return read.ok ? undefined : read.error;
}

/** Looked at in the order of their ids, so that of several malformed ones the same is named whatever their order. */
function malformedPromotion(promotions: readonly Promotion[]): PricingError | undefined {
  const sorted = [...promotions].sort((a, b) => compareIds(a.id, b.id));
  const repeated = sorted.find(({ id }, index) => sorted[index - 1]?.id === id);
  if (repeated !== undefined) return { type: 'pricing.duplicate-promotion', promotionId: repeated.id };
  for (const { id: promotionId, effect, conditions, priority } of sorted) {
    if (!isShare(effect.rate)) return { type: 'pricing.promotion-rate-out-of-range', promotionId, rate: effect.rate };
    // Neither above nor below any other, NaN would leave the order to the order of the input.
    if (Number.isNaN(priority)) return { type: 'pricing.promotion-priority-malformed', promotionId };
    const malformed = malformedInstant(conditions?.startsAt) ?? malformedInstant(conditions?.endsAt);
    if (malformed !== undefined) return malformed;
  }
  return undefined;
}

const malformedInstant = (text: Instant | undefined): PricingError | undefined =>
  text === undefined || readInstant(text) !== undefined ? undefined : { type: 'pricing.instant-malformed', text };
