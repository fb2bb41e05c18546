import type {
  CancelUnitsError,
  DeliverParcelError,
  ShipOrderError,
  UseCases,
  ViewShipmentError,
} from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import { defect, storageProblems } from '../../errors/unavailable-problems.js';
import { idempotentRequest, noteReplay } from '../../requests/idempotent-request.js';
import { IdParams, closed, Id, Instant, text } from '../../requests/plain-schemas.js';
import { expectedVersion } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import {
  cancelOrderProblems,
  idempotencyProblems,
  viewOrderProblems,
  type IdempotencyKeyRefused,
} from './order-problems.js';
import { unitsProblems, versionProblems } from './units-problems.js';
import { WantedUnits } from './wanted-units.js';
import { OrderResponse, Units, orderFields } from './order-schemas.js';
import { respondWithOrder, presentShipment } from './present-order.js';

const shipOrderProblems: Problems<ShipOrderError> = {
  ...viewOrderProblems,
  ...versionProblems,
  ...unitsProblems,
  'order.not-shippable': {
    status: 409,
    title: 'The order cannot be shipped',
    detail: 'The order is unpaid or cancelled, or nothing is left to ship.',
    hint: '`orderStatus` is the present status.',
  },
  'order.money-gone-back': {
    status: 409,
    title: 'The order was refunded',
    detail: 'All payments are refunded or being refunded. Nothing was shipped.',
  },
  'order.disputed': {
    status: 409,
    title: 'A payment of the order is disputed',
    detail: 'The bank may take back a disputed payment, or has done so.',
    hint: 'To ship anyway, send `despiteDispute`.',
    facts: ({ disputes, status }) => ({ disputes, orderStatus: status }),
  },
  // Its id is new.
  'shipment.already-recorded': defect,
};

const viewShipmentProblems = {
  'shipment.not-found': { status: 404, title: 'Parcel not found', detail: 'No order has a parcel with this id.' },
  ...storageProblems,
} satisfies Problems<ViewShipmentError>;

const deliverParcelProblems: Problems<DeliverParcelError> = {
  ...viewShipmentProblems,
  ...versionProblems,
  // A parcel always has its order, and a repeat returns the delivered parcel.
  'order.not-found': defect,
};

const cancelUnitsProblems: Problems<CancelUnitsError | IdempotencyKeyRefused> = {
  ...idempotencyProblems,
  ...cancelOrderProblems,
  ...versionProblems,
  ...unitsProblems,
  // Its id is new.
  'cancellation.already-recorded': defect,
};

const ShipOrderBody = Type.Object(
  {
    lines: Type.Optional(WantedUnits),
    carrier: text(100),
    trackingNumber: text(100),
    despiteDispute: Type.Optional(
      Type.Boolean({ description: 'Ships an order with a disputed payment. Otherwise the response is 409.' }),
    ),
  },
  closed,
);

const ShippedOrderResponse = Type.Object(
  { ...orderFields, shipmentId: Type.String({ description: 'The id of the parcel in `shipments`.' }) },
  { title: 'ShippedOrder' },
);

const ShipmentResponse = Type.Object({
  id: Id,
  orderId: Id,
  orderNumber: Type.String(),
  lines: Units,
  carrier: Type.Optional(Type.String()),
  trackingNumber: Type.Optional(Type.String()),
  shippedAt: Instant,
  deliveredAt: Type.Optional(Instant),
});

const DeliverParcelBody = Type.Object({}, closed);

const CancelUnitsBody = Type.Object({ lines: WantedUnits, reason: Type.Optional(text(500)) }, closed);

/** Shipping, delivery and cancellation of units, by staff. */
export const shipmentRoutes =
  ({ shipOrder, viewShipment, deliverParcel, cancelUnits }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Order management'];

    app.post(
      '/admin/orders/:id/shipments',
      {
        schema: {
          tags,
          operationId: 'shipOrder',
          summary: 'Ship a parcel',
          description:
            'With the units in `lines`, or all that are left. A repeat with the same contents and tracking number returns the ' +
            'same parcel with 200. While a payment of the order is disputed, or after the bank has taken money ' +
            'back, nothing is shipped unless `despiteDispute` is true.',
          params: IdParams,
          body: ShipOrderBody,
          response: { 200: ShippedOrderResponse, 201: ShippedOrderResponse },
        },
        config: { access: shipOrder.access, problems: shipOrderProblems, conditional: true },
      },
      async (request, reply) => {
        const { caller, params, body } = request;
        const { view, shipmentId, repeated } = await orProblem(
          shipOrder({ ...body, caller, orderId: params.id, ...expectedVersion(request) }),
          shipOrderProblems,
        );
        reply.code(repeated ? 200 : 201).header('location', `${app.prefix}/admin/shipments/${shipmentId}`);
        return { ...respondWithOrder(reply, view), shipmentId };
      },
    );

    app.get(
      '/admin/shipments/:id',
      {
        schema: {
          tags,
          operationId: 'viewShipment',
          summary: 'A parcel',
          description: 'A parcel, with the order that it belongs to.',
          params: IdParams,
          response: { 200: ShipmentResponse },
        },
        config: { access: viewShipment.access, problems: viewShipmentProblems },
      },
      async ({ caller, params }) => {
        const viewed = viewShipment({ caller, shipmentId: params.id });
        const { order, shipment } = await orProblem(viewed, viewShipmentProblems);
        return { ...presentShipment(shipment), orderId: order.id, orderNumber: order.number };
      },
    );

    app.post(
      '/admin/shipments/:id/deliver',
      {
        schema: {
          tags,
          operationId: 'deliverParcel',
          summary: 'Mark a parcel as delivered',
          description: 'Returns the order; a repeat returns the same.',
          params: IdParams,
          body: DeliverParcelBody,
          response: { 200: OrderResponse },
        },
        config: {
          access: deliverParcel.access,
          problems: deliverParcelProblems,
          conditional: true,
          bodyOptional: true,
        },
      },
      async (request, reply) => {
        const { caller, params } = request;
        const delivered = deliverParcel({ caller, shipmentId: params.id, ...expectedVersion(request) });
        return respondWithOrder(reply, await orProblem(delivered, deliverParcelProblems));
      },
    );

    app.post(
      '/admin/orders/:id/units/cancel',
      {
        schema: {
          tags,
          operationId: 'cancelUnits',
          summary: 'Cancel units that are not shipped',
          description: 'Puts them on sale again and refunds the amount paid for them.',
          params: IdParams,
          body: CancelUnitsBody,
          response: { 200: OrderResponse },
        },
        config: {
          access: cancelUnits.access,
          problems: cancelUnitsProblems,
          conditional: true,
          idempotent: true,
        },
      },
      async (request, reply) => {
        const { caller, params, body } = request;
        const command = {
          ...body,
          caller,
          orderId: params.id,
          request: idempotentRequest(request, []),
          ...expectedVersion(request),
        };
        const { view, replayed } = await orProblem(cancelUnits(command), cancelUnitsProblems);
        noteReplay(reply, replayed);
        return respondWithOrder(reply, view);
      },
    );
    done();
  };
