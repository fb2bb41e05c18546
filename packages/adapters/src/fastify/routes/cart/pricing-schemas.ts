import { Type } from 'typebox';
import { Money, oneOf } from '../../requests/plain-schemas.js';

export const LineDiscount = Type.Object({ promotionId: Type.String(), amount: Money }, { title: 'LineDiscount' });

const PromotionLevel = oneOf('lines', 'order', 'shipping');

/** The explained breakdown that carts and orders share. */
export const Pricing = Type.Object(
  {
    subtotal: Money,
    discountTotal: Money,
    shippingTotal: Money,
    taxIncluded: Type.Boolean({
      description: 'Whether `taxTotal` is part of the other totals; otherwise it is added to them.',
    }),
    taxes: Type.Array(
      Type.Object({ rate: Type.Integer({ description: 'Millionths: 200000 is 20 %.' }), net: Money, tax: Money }),
      { description: 'Sum of all lines and shipping by rate, lowest rate first.' },
    ),
    taxTotal: Money,
    total: Money,
    applied: Type.Array(
      Type.Object({
        promotionId: Type.String(),
        name: Type.String(),
        level: PromotionLevel,
        basis: Money,
        amount: Money,
        shares: Type.Array(Type.Object({ variantId: Type.String(), amount: Money })),
      }),
    ),
    skipped: Type.Array(
      Type.Object({
        promotionId: Type.String(),
        name: Type.String(),
        level: Type.Optional(PromotionLevel),
        reason: Type.Object(
          { type: Type.String({ description: 'Such as `promotion.ended`; its facts are further members.' }) },
          { additionalProperties: true },
        ),
      }),
      {
        description: 'Promotions that gave no discount. One that needs a code is listed only if its code was entered.',
      },
    ),
    unknownCoupons: Type.Array(Type.String()),
    minimumOrder: Type.Object({
      met: Type.Boolean(),
      required: Type.Optional(Money),
      actual: Type.Optional(Money),
      missing: Type.Optional(Money),
    }),
    shipping: Type.Optional(
      Type.Object({ method: Type.String(), charge: Money, discountTotal: Money, total: Money, tax: Money }),
    ),
  },
  { title: 'Pricing' },
);
