import type { PricingInput } from './pricing-input.js';
import type { PromotionConditions, SkipReason } from './promotion.js';

/** The first condition that does not hold, or `undefined` when all do. */
export function firstFailedCondition(conditions: PromotionConditions, input: PricingInput): SkipReason | undefined {
  const { startsAt, endsAt, segments, couponCode } = conditions;
  const { at, customer, cart } = input;
  if (startsAt !== undefined && Date.parse(at) < Date.parse(startsAt)) {
    return { type: 'promotion.not-started', startsAt, at };
  }
  if (endsAt !== undefined && Date.parse(at) >= Date.parse(endsAt)) return { type: 'promotion.ended', endsAt, at };
  if (segments !== undefined && !segments.includes(customer.segment)) {
    return { type: 'promotion.segment-not-eligible', segments, segment: customer.segment };
  }
  if (couponCode !== undefined && !cart.couponCodes.includes(couponCode)) {
    return { type: 'promotion.coupon-missing', couponCode };
  }
  return undefined;
}
