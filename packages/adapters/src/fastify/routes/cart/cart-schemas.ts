import { Type, type Static } from 'typebox';
import { closed, Id, Money, oneOf } from '../../requests/plain-schemas.js';
import { LineDiscount, Pricing } from './pricing-schemas.js';

/** `unavailable`: the shop does not sell it any more. The line costs nothing and cannot be ordered. */
const LineAvailability = oneOf('in_stock', 'low_stock', 'out_of_stock', 'unavailable');

export const cartFields = {
  id: Id,
  version: Type.Integer({ description: 'Grows by one with each change; also the `ETag`.' }),
  currency: Type.String(),
  lines: Type.Array(
    Type.Object(
      {
        variantId: Id,
        name: Type.String(),
        quantity: Type.Integer(),
        unitPrice: Money,
        subtotal: Money,
        discounts: Type.Array(LineDiscount),
        total: Money,
        tax: Money,
        availability: LineAvailability,
      },
      { title: 'CartLine' },
    ),
  ),
  coupons: Type.Array(Type.String()),
  pricing: Pricing,
};

export const CartAnswer = Type.Object(cartFields, { title: 'Cart' });

export type CartAnswer = Static<typeof CartAnswer>;

/** Any integer: the range is the domain's to refuse, with its facts. */
export const Quantity = Type.Integer({ description: '1 to 999.' });

export const AddLineBody = Type.Object({ variantId: Id, quantity: Quantity }, closed);
