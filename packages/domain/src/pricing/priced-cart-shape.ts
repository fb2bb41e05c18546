import { amountShape as amount } from '../money/money.js';
import { count, fields, flag, instant, isRecord, list, optional, positive, text, word, type Shape } from '../shape.js';
import {
  pricedCartVersion,
  type AppliedPromotion,
  type LineDiscount,
  type MinimumOrder,
  type PricedCart,
  type PricedLine,
  type PricedShipping,
  type SkippedPromotion,
  type TaxReport,
  type UnitShare,
} from './priced-cart.js';
import type { SkipReason } from './promotions/skip-reason.js';

type Unmet = Extract<MinimumOrder, { readonly met: false }>;

/** Its facts only explain: no rule reads them. */
const reasonShape = fields<Pick<SkipReason, 'type'>>({
  type: word<SkipReason['type']>(
    'promotion.malformed',
    'promotion.not-started',
    'promotion.ended',
    'promotion.below-minimum-subtotal',
    'promotion.below-minimum-quantity',
    'promotion.not-contained',
    'promotion.group-not-eligible',
    'promotion.not-first-order',
    'promotion.coupon-missing',
    'promotion.usage-limit-reached',
    'promotion.customer-usage-limit-reached',
    'promotion.budget-exhausted',
    'promotion.currency-mismatch',
    'promotion.level-stopped',
    'promotion.group-lost',
    'promotion.not-combinable',
    'promotion.no-effect',
  ),
}) as Shape<SkipReason>;

/** The shape of a priced cart of the current version. The units of a line's shares are the units of the line. */
export const pricedCartShape: Shape<PricedCart> = /* @__PURE__ */ (() => {
  const line = fields<PricedLine>({
    variantId: text,
    productId: text,
    categoryIds: list(text),
    digital: flag,
    quantity: positive,
    unitPrice: amount,
    subtotal: amount,
    discounts: list(fields<LineDiscount>({ promotionId: text, amount })),
    discountTotal: amount,
    total: amount,
    taxRate: optional(count),
    tax: amount,
    unitShares: list(fields<UnitShare>({ units: positive, discount: amount, total: amount, tax: amount })),
  });
  const countedLine: Shape<PricedLine> = (value) => {
    const fault = line(value);
    if (fault !== undefined) return fault;
    const { quantity, unitShares } = value as PricedLine;
    return unitShares.reduce((all, { units }) => all + units, 0) === quantity ? undefined : '.unitShares';
  };
  const level = word('lines', 'order', 'shipping');
  const unmet = fields<Unmet>({ met: word(false), required: amount, actual: amount, missing: amount });
  return fields<PricedCart>({
    schemaVersion: word(pricedCartVersion),
    cartId: text,
    customerId: optional(text),
    groups: list(text),
    currency: text,
    at: instant,
    couponCodes: list(text),
    lines: list(countedLine),
    shipping: optional(
      fields<PricedShipping>({
        method: text,
        charge: amount,
        discountTotal: amount,
        total: amount,
        taxRate: optional(count),
        tax: amount,
      }),
    ),
    applied: list(
      fields<AppliedPromotion>({
        promotionId: text,
        name: text,
        level,
        basis: amount,
        amount,
        usedCode: optional(text),
        shares: list(fields<AppliedPromotion['shares'][number]>({ variantId: text, amount })),
      }),
    ),
    skipped: list(
      fields<SkippedPromotion>({ promotionId: text, name: text, level: optional(level), reason: reasonShape }),
    ),
    unknownCoupons: list(text),
    minimumOrder: (value: unknown) => (isRecord(value) && value['met'] === true ? undefined : unmet(value)),
    subtotal: amount,
    discountTotal: amount,
    shippingTotal: amount,
    taxIncluded: flag,
    taxes: list(fields<TaxReport>({ rate: count, net: amount, tax: amount })),
    taxTotal: amount,
    total: amount,
  });
})();
