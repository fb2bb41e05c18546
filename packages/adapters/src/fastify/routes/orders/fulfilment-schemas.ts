import { Type } from 'typebox';
import { listOf, pageQuery } from '../../requests/list-schemas.js';
import { Units, orderFields } from './order-schemas.js';
import { closed, Id, Instant, oneOf, text } from '../../requests/plain-schemas.js';

const WantedUnits = Type.Array(Type.Object({ variantId: Id, quantity: Type.Integer({ minimum: 1 }) }, closed), {
  maxItems: 1000,
  description: 'A variant that is listed twice is summed.',
});

export const ShipOrderBody = Type.Object(
  { lines: Type.Optional(WantedUnits), carrier: text(100), trackingNumber: text(100) },
  closed,
);
export const ShippedOrderAnswer = Type.Object(
  { ...orderFields, shipmentId: Type.String({ description: 'Of the parcel, in `shipments`.' }) },
  { title: 'ShippedOrder' },
);

export const ShipmentAnswer = Type.Object({
  id: Id,
  orderId: Id,
  orderNumber: Type.String(),
  lines: Units,
  carrier: Type.Optional(Type.String()),
  trackingNumber: Type.Optional(Type.String()),
  shippedAt: Instant,
  deliveredAt: Type.Optional(Instant),
});

export const DeliverParcelBody = Type.Object({}, closed);

export const RequestReturnBody = Type.Object({ lines: WantedUnits, reason: text(500) }, closed);
export const RequestedReturnAnswer = Type.Object(
  { id: Id, orderId: Id, status: oneOf('requested'), lines: Units, reason: Type.String(), requestedAt: Instant },
  { title: 'RequestedReturn' },
);
export const ReceiveReturnBody = Type.Object(
  { restock: Type.Boolean({ description: 'Whether the units can be sold again.' }) },
  closed,
);

export const AwaitedReturnsQuery = Type.Object(pageQuery, closed);
export const AwaitedReturnsAnswer = listOf(
  Type.Object(
    {
      id: Id,
      orderId: Id,
      orderNumber: Type.String(),
      email: Type.String(),
      lines: Type.Array(
        Type.Object({ variantId: Id, quantity: Type.Integer(), name: Type.String(), sku: Type.String() }),
      ),
      reason: Type.String(),
      requestedAt: Instant,
    },
    { title: 'AwaitedReturn' },
  ),
);

export const CancelUnitsBody = Type.Object({ lines: WantedUnits, reason: Type.Optional(text(500)) }, closed);
