import { normaliseCouponCode, type PricedCart, type Promotion, type SkipReason } from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';
import type { CartPricing } from './price-for-caller.js';

/** No promotion asks for the code. */
export type CouponUnknown = { readonly type: 'coupon.unknown'; readonly coupon: string };
/** A promotion asks for the code and takes nothing off this cart; `reason` says why. */
export type CouponNotApplicable = {
  readonly type: 'coupon.not-applicable';
  readonly coupon: string;
  readonly reason: SkipReason;
};

/** What more in the cart may put right: an empty one gives a code the benefit of the doubt. */
const curable: ReadonlySet<SkipReason['type']> = new Set([
  'promotion.below-minimum-subtotal',
  'promotion.below-minimum-quantity',
  'promotion.not-contained',
  'promotion.no-effect',
]);

/** Refuses a code that takes nothing off, with the reason. */
export function checkCoupon(
  { priced, rules, promotionUsage }: Pick<CartPricing, 'priced' | 'rules' | 'promotionUsage'>,
  entered: string,
): Result<void, CouponUnknown | CouponNotApplicable> {
  const code = normaliseCouponCode(entered);
  // Both sides in the one form, as pricing compares them: a promotion's code may have been written in capitals.
  const asking = rules.promotions.filter(({ id, conditions }) =>
    conditions?.singleUse === true
      ? promotionUsage[id]?.codes?.includes(code) === true
      : conditions?.couponCode !== undefined && normaliseCouponCode(conditions.couponCode) === code,
  );
  if (asking.length === 0) return err({ type: 'coupon.unknown', coupon: code });
  const reasons = asking.map((promotion) => skipReason(priced, promotion));
  const [reason] = reasons;
  if (reason === undefined || reasons.includes(undefined)) return ok(undefined);
  if (priced.lines.length === 0 && curable.has(reason.type)) return ok(undefined);
  return err({ type: 'coupon.not-applicable', coupon: code, reason });
}

const skipReason = (priced: PricedCart, { id }: Promotion): SkipReason | undefined =>
  priced.skipped.find(({ promotionId }) => promotionId === id)?.reason;
