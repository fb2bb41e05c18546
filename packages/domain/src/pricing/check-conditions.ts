import { normaliseCouponCode } from '../cart/change-coupons.js';
import { compareInstants } from '../instant.js';
import type { PricingInput } from './pricing-input.js';
import type { PromotionConditions, SkipReason } from './promotion.js';

/** The first condition that does not hold, or `undefined` when all do. `codes` are the cart's, which are normalised. */
export function firstFailedCondition(
  conditions: PromotionConditions,
  { at, customer }: PricingInput,
  codes: ReadonlySet<string>,
): SkipReason | undefined {
  const { startsAt, endsAt, segments, couponCode } = conditions;
  if (startsAt !== undefined && compareInstants(at, startsAt) < 0) return { type: 'promotion.not-started', startsAt, at };
  if (endsAt !== undefined && compareInstants(at, endsAt) >= 0) return { type: 'promotion.ended', endsAt, at };
  if (segments !== undefined && !segments.includes(customer.segment)) {
    return { type: 'promotion.segment-not-eligible', segments, segment: customer.segment };
  }
  if (couponCode !== undefined && !codes.has(normaliseCouponCode(couponCode))) {
    return { type: 'promotion.coupon-missing', couponCode };
  }
  return undefined;
}
