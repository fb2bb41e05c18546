/** Long because an order has many parts, each with its description for the OpenAPI document. */
import { Type, type Static } from 'typebox';
import { AddLineBody, Metadata, Note } from '../cart/cart-schemas.js';
import { addressIdFields } from '../../requests/address-ids.js';
import {
  Address,
  closed,
  Email,
  Id,
  Instant,
  localePattern,
  Money,
  nullable,
  oneOf,
  text,
} from '../../requests/plain-schemas.js';
import { LineDiscount, Pricing } from '../cart/pricing-schemas.js';
import { TextsByName } from '../catalogue/catalogue-schemas.js';

export const OrderStatus = oneOf(
  'pending',
  'paid',
  'partially_shipped',
  'shipped',
  'delivered',
  'cancelled',
  'returned',
);
export const PaymentStatus = oneOf('unpaid', 'processing', 'paid', 'partially_refunded', 'refunded');

export const Units = Type.Array(Type.Object({ variantId: Id, quantity: Type.Integer() }));

const Goodwill = Type.Unsafe<Static<typeof Money>>({
  ...Money,
  description: 'The part refunded beyond what was owed.',
});

const EstimatedArrival = nullable(
  Type.Object(
    { earliest: Instant, latest: Instant },
    {
      title: 'Arrival',
      description:
        'When the last parcel is expected, counted from shipping, or from ordering for units not yet shipped. ' +
        'Null when nothing is under way or its delivery time is unknown.',
    },
  ),
);

const VatNumber = Type.String({
  maxLength: 30,
  format: 'vat-number',
  description:
    'Of the buyer, such as `DE129273398`: the country, and what its numbers look like. Printed on the invoice.',
});

/** Fields that the buyer sets; the same in request and order. */
export const buyerFields = {
  shippingAddress: Type.Optional(Address),
  billingAddress: Type.Optional(Address),
  vatNumber: Type.Optional(VatNumber),
  note: Type.Optional(Note),
  locale: Type.Optional(
    Type.String({
      pattern: localePattern,
      description: 'The language of mails and of the names of lines; default: `Accept-Language`.',
    }),
  ),
  metadata: Type.Optional(Metadata),
};

export const orderFields = {
  id: Id,
  number: Type.String({ description: 'The order number for people.' }),
  status: OrderStatus,
  paymentStatus: PaymentStatus,
  currency: Type.String(),
  email: Type.String(),
  total: Money,
  lines: Type.Array(
    Type.Object(
      {
        variantId: Id,
        productId: Type.Optional(Id),
        slug: Type.Optional(Type.String({ description: 'The slug of its product, when it was ordered.' })),
        sku: Type.String(),
        name: Type.String(),
        options: Type.Optional(TextsByName),
        image: Type.Optional(Type.String()),
        quantity: Type.Integer(),
        unitPrice: Money,
        subtotal: Money,
        discounts: Type.Array(LineDiscount),
        total: Money,
        tax: Money,
        digital: Type.Boolean(),
      },
      { title: 'OrderLine' },
    ),
  ),
  pricing: Pricing,
  ...buyerFields,
  note: Type.Optional(Type.String({ description: 'What staff wrote last, or else `buyerNote`.' })),
  buyerNote: Type.Optional(Type.String({ description: 'What the buyer wrote. It stays when staff change `note`.' })),
  payments: Type.Array(
    Type.Object(
      {
        provider: Type.String(),
        reference: Type.String(),
        amount: Money,
        method: Type.Optional(Type.String({ description: 'Such as `card` or `checkout`.' })),
        at: Instant,
      },
      { title: 'Payment' },
    ),
  ),
  refunds: Type.Array(
    Type.Object(
      {
        id: Type.String(),
        amount: Money,
        goodwill: Type.Optional(Goodwill),
        reason: Type.String(),
        paymentReference: Type.Optional(Type.String({ description: 'The payment that is refunded.' })),
        status: oneOf('pending', 'confirmed', 'failed'),
        requestedAt: Instant,
        settledAt: Type.Optional(Instant),
        failure: Type.Optional(Type.String({ description: 'Why a failed refund failed, from the provider.' })),
      },
      { title: 'Refund' },
    ),
  ),
  disputes: Type.Array(
    Type.Object(
      {
        id: Type.String(),
        paymentReference: Type.String(),
        amount: Money,
        status: oneOf('open', 'won', 'lost'),
        openedAt: Instant,
        settledAt: Type.Optional(Instant),
      },
      { title: 'Dispute' },
    ),
  ),
  waivedUnits: Type.Array(
    Type.Object(
      { lines: Units, amount: Money, reason: Type.Optional(Type.String()), at: Instant },
      { title: 'WaivedUnits' },
    ),
    { description: 'Units that the customer keeps and got refunded.' },
  ),
  shipments: Type.Array(
    Type.Object(
      {
        id: Type.String(),
        lines: Units,
        carrier: Type.Optional(Type.String()),
        trackingNumber: Type.Optional(Type.String()),
        shippedAt: Instant,
        deliveredAt: Type.Optional(Instant),
      },
      { title: 'Shipment' },
    ),
  ),
  returns: Type.Array(
    Type.Object(
      {
        id: Type.String(),
        status: oneOf('requested', 'received'),
        lines: Units,
        reason: Type.Optional(Type.String()),
        requestedAt: Type.Optional(Instant),
        receivedAt: Type.Optional(Instant),
        amount: Type.Optional(
          Type.Unsafe<Static<typeof Money>>({ ...Money, description: 'The amount paid for its units.' }),
        ),
        restock: Type.Optional(Type.Boolean({ description: 'Whether its units are for sale again.' })),
      },
      { title: 'Return' },
    ),
  ),
  delivery: Type.Optional(
    Type.Object(
      {
        name: Type.String(),
        days: Type.Optional(
          Type.Object({ min: Type.Integer(), max: Type.Integer() }, { description: 'Calendar days from dispatch.' }),
        ),
      },
      { title: 'Delivery', description: 'The shipping method at the time of the order.' },
    ),
  ),
  estimatedArrival: EstimatedArrival,
  digitalConsentAt: Type.Optional(
    Type.Unsafe<string>({
      ...Instant,
      description: 'When the buyer agreed to get digital goods at once, and to lose the right to withdraw from them.',
    }),
  ),
  cheapestShipping: Type.Optional(
    Type.Unsafe<Static<typeof Money>>({
      ...Money,
      description:
        'The cheapest shipping at the time of the order, tax included. A withdrawal from the whole order refunds at most this.',
    }),
  ),
  withdrawals: Type.Optional(
    Type.Array(
      Type.Object(
        { id: Type.String(), lines: Units, refund: Money, at: Instant },
        { title: 'Withdrawal', description: 'A withdrawal by the buyer.' },
      ),
    ),
  ),
  dueBack: Type.Unsafe<Static<typeof Money>>({
    ...Money,
    description: 'Captured money that the shop still has to refund.',
  }),
  invoice: Type.Optional(
    Type.Object({ number: Type.String(), issuedAt: Instant }, { title: 'Invoice', description: 'Of a paid order.' }),
  ),
  creditNotes: Type.Array(
    Type.Object(
      {
        number: Type.String(),
        refundId: Type.Optional(Type.String()),
        disputeId: Type.Optional(Type.String({ description: 'Instead of a refund, where a dispute was lost.' })),
        amount: Money,
        tax: Money,
        issuedAt: Instant,
      },
      { title: 'CreditNote', description: 'Below zero where a refund did not arrive after all.' },
    ),
    { description: 'One for each refund that has arrived, by number.' },
  ),
  timeline: Type.Array(
    Type.Object(
      {
        type: oneOf(
          'placed',
          'payment_processing',
          'payment_failed',
          'paid',
          'cancelled',
          'units_cancelled',
          'shipped',
          'delivered',
          'return_requested',
          'returned',
          'withdrawn',
          'units_waived',
          'disputed',
          'dispute_won',
          'dispute_lost',
          'refund_requested',
          'refund_confirmed',
          'refund_failed',
        ),
        at: Instant,
        amount: Type.Optional(Money),
        goodwill: Type.Optional(Goodwill),
        reason: Type.Optional(Type.String()),
        shipmentId: Type.Optional(Type.String()),
        carrier: Type.Optional(Type.String()),
        trackingNumber: Type.Optional(Type.String()),
        returnId: Type.Optional(Type.String()),
      },
      { title: 'TimelineEntry' },
    ),
    { description: 'Events, oldest first.' },
  ),
  createdAt: Instant,
  cancelledAt: Type.Optional(Instant),
};

export const OrderResponse = Type.Object(orderFields, { title: 'Order' });
export type OrderResponse = Static<typeof OrderResponse>;
export type TimelineEntry = OrderResponse['timeline'][number];

export const PlacedOrderResponse = Type.Object(
  {
    ...orderFields,
    token: Type.Optional(Type.String({ description: "A guest's secret: send it as `X-Order-Token`." })),
  },
  { title: 'PlacedOrder' },
);

export const PlaceOrderBody = Type.Object(
  {
    cartId: Type.Optional(Id),
    items: Type.Optional(Type.Array(AddLineBody, { maxItems: 1000 })),
    email: Type.Optional(Email),
    ...buyerFields,
    ...addressIdFields,
    shippingMethod: Type.Optional(text(100)),
    coupons: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 10 })),
    expectedTotal: Type.Optional(Money),
    digitalConsent: Type.Optional(
      Type.Boolean({
        description: 'The buyer wants digital goods at once, and loses the right to withdraw from them.',
      }),
    ),
  },
  { ...closed, oneOf: [{ required: ['cartId'] }, { required: ['items'] }] },
);

/** Looser than the schema of an order, so that malformed values get the same response as unknown ones. */
export const LookUpOrderBody = Type.Object(
  {
    number: Type.String({ minLength: 1, maxLength: 64, description: 'The number in the confirmation.' }),
    email: Type.String({ minLength: 1, maxLength: 254 }),
  },
  { ...closed, title: 'OrderLookup', examples: [{ number: '7K3F-9QXM2A', email: 'ada@example.com' }] },
);

/** An order in a list. */
export const orderRowFields = {
  id: Id,
  number: Type.String(),
  status: OrderStatus,
  paymentStatus: PaymentStatus,
  total: Money,
  createdAt: Instant,
  lines: Type.Array(
    Type.Object({
      variantId: Id,
      name: Type.String(),
      unitPrice: Money,
      quantity: Type.Integer(),
      total: Money,
      estimatedArrival: EstimatedArrival,
    }),
  ),
  estimatedArrival: EstimatedArrival,
};
