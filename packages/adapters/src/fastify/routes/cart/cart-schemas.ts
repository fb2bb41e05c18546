import { Type, type Static } from 'typebox';
import { Address, closed, Id, Money, oneOf, text } from '../../requests/plain-schemas.js';
import { TextsByName } from '../catalogue/catalogue-schemas.js';
import { LineDiscount, Pricing } from './pricing-schemas.js';

/** A line that is no longer sold, or has no price any more, is out of stock, costs nothing and cannot be ordered. */
const LineAvailability = oneOf('in_stock', 'low_stock', 'out_of_stock', 'backorder');

/** At most 20 keys of 40 characters, with texts of 500. */
export const Metadata = Type.Unsafe<Readonly<Record<string, string>>>({
  type: 'object',
  description: 'Free for the storefront: at most 20 keys of 40 characters, with texts of 500.',
  propertyNames: { minLength: 1, maxLength: 40 },
  additionalProperties: { type: 'string', maxLength: 500 },
  maxProperties: 20,
});

/** What a buyer writes to the shop. */
export const Note = Type.String({ minLength: 1, maxLength: 2000, description: 'For the shop.' });

/** The checkout details of the buyer. */
export const checkoutFields = {
  email: Type.String(),
  shippingAddress: Address,
  billingAddress: Address,
  shippingMethod: text(200),
  note: Note,
  metadata: Metadata,
};

export const cartFields = {
  id: Id,
  version: Type.Integer({ description: 'Grows by one with each change; also the `ETag`.' }),
  currency: Type.String(),
  lines: Type.Array(
    Type.Object(
      {
        variantId: Id,
        productId: Type.Optional(Id),
        slug: Type.Optional(Type.String({ description: 'The slug of its product.' })),
        sku: Type.Optional(Type.String()),
        name: Type.String(),
        options: Type.Optional(TextsByName),
        image: Type.Optional(Type.String()),
        quantity: Type.Integer(),
        unitPrice: Money,
        subtotal: Money,
        discounts: Type.Array(LineDiscount),
        total: Money,
        tax: Money,
        availability: LineAvailability,
        available: Type.Optional(Type.Integer({ description: 'Units left, if fewer than `quantity`.' })),
      },
      { title: 'CartLine' },
    ),
  ),
  coupons: Type.Array(Type.String()),
  email: Type.Optional(checkoutFields.email),
  shippingAddress: Type.Optional(Address),
  billingAddress: Type.Optional(Address),
  shippingMethod: Type.Optional(checkoutFields.shippingMethod),
  note: Type.Optional(checkoutFields.note),
  metadata: Type.Optional(Metadata),
  pricing: Pricing,
};

export const CartResponse = Type.Object(cartFields, { title: 'Cart' });

export type CartResponse = Static<typeof CartResponse>;

/** Any integer: the domain checks the range and reports its limits. */
export const Quantity = Type.Integer({ description: '1 to 999.' });

export const AddLineBody = Type.Object({ variantId: Id, quantity: Quantity }, closed);
