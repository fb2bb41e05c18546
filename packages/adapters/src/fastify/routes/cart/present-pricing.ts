import type { PricedCart, PricedLine } from '@cartwright/domain';
import type { Static } from 'typebox';
import type { Pricing } from './pricing-schemas.js';

/** The explained breakdown of a cart or an order. */
export const presentPricing = (priced: PricedCart): Static<typeof Pricing> => ({
  subtotal: priced.subtotal,
  discountTotal: priced.discountTotal,
  shippingTotal: priced.shippingTotal,
  taxIncluded: priced.taxIncluded,
  taxes: priced.taxes.map(({ rate, net, tax }) => ({ rate, net, tax })),
  taxTotal: priced.taxTotal,
  total: priced.total,
  applied: priced.applied.map(({ promotionId, name, level, basis, amount, shares }) => ({
    promotionId,
    name,
    level,
    basis,
    amount,
    shares: shares.map(({ variantId, amount: share }) => ({ variantId, amount: share })),
  })),
  skipped: priced.skipped.map(({ promotionId, name, level, reason }) => ({
    promotionId,
    name,
    ...(level === undefined ? {} : { level }),
    reason,
  })),
  unknownCoupons: [...priced.unknownCoupons],
  minimumOrder: { ...priced.minimumOrder },
  ...(priced.shipping === undefined ? {} : { shipping: { ...priced.shipping } }),
});

export const presentPricedLine = ({ variantId, quantity, unitPrice, subtotal, discounts, total, tax }: PricedLine) => ({
  variantId,
  quantity,
  unitPrice,
  subtotal,
  discounts: discounts.map(({ promotionId, amount }) => ({ promotionId, amount })),
  total,
  tax,
});
