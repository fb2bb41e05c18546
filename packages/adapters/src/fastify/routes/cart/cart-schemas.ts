import { Type, type Static } from 'typebox';
import { Availability } from '../catalogue/catalogue-schemas.js';
import { Arrival, closed, Id, Money } from '../../requests/plain-schemas.js';
import { LineDiscount, Pricing } from './pricing-schemas.js';

const cartFields = {
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
        availability: Availability,
      },
      { title: 'CartLine' },
    ),
  ),
  coupons: Type.Array(Type.String()),
  pricing: Pricing,
};

export const CartAnswer = Type.Object(cartFields, { title: 'Cart' });
export type CartAnswer = Static<typeof CartAnswer>;

export const CreatedCartAnswer = Type.Object(
  { ...cartFields, token: Type.Optional(Type.String({ description: "A guest's secret: send it as `X-Cart-Token`." })) },
  { title: 'CreatedCart' },
);

export const ClaimCartBody = Type.Object({}, closed);
export const ClaimedCartAnswer = Type.Object(
  {
    ...cartFields,
    clamped: Type.Array(
      Type.Object({ variantId: Id, wanted: Type.Integer(), quantity: Type.Integer() }, { title: 'ClampedLine' }),
      { description: 'Lines that would have had more than 999 units: how many were `wanted`, how many there are.' },
    ),
    couponsLeftOut: Type.Array(Type.String(), {
      description: "Codes of the guest's cart for which there was no room.",
    }),
  },
  { title: 'ClaimedCart' },
);

export const CreateCartBody = Type.Object({ currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })) }, closed);

/** Any integer: the range is the domain's to refuse, with its facts. */
const Quantity = Type.Integer({ description: '1 to 999.' });

export const LineParams = Type.Object({ id: Id, variantId: Id });
export const SetLineBody = Type.Object({ quantity: Quantity }, closed);
export const AddLineBody = Type.Object({ variantId: Id, quantity: Quantity }, closed);

const Code = Type.String({ minLength: 1, maxLength: 100 });
export const AddCouponBody = Type.Object({ code: Code }, closed);
export const CouponParams = Type.Object({ id: Id, code: Code });

export const ShippingOptionsAnswer = Type.Object({
  data: Type.Array(
    Type.Object(
      {
        id: Type.String(),
        name: Type.String(),
        charge: Money,
        total: Money,
        estimatedArrival: Type.Optional(Arrival),
        isDefault: Type.Boolean({ description: 'Taken when an order names no method.' }),
      },
      { title: 'ShippingOption' },
    ),
  ),
});
