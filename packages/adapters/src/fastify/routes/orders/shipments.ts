import type { UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem } from '../../errors/problem.js';
import { idempotentRequest, noteReplay } from '../../requests/idempotent-request.js';
import { IdParams, closed, Id, Instant, text } from '../../requests/plain-schemas.js';
import { expectedVersion } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import {
  cancelUnitsProblems,
  deliverParcelProblems,
  shipOrderProblems,
  viewShipmentProblems,
} from './fulfilment-problems.js';
import { WantedUnits } from './fulfilment-schemas.js';
import { OrderAnswer, Units, orderFields } from './order-schemas.js';
import { answerOrder, presentShipment } from './present-order.js';

const ShipOrderBody = Type.Object(
  {
    lines: Type.Optional(WantedUnits),
    carrier: text(100),
    trackingNumber: text(100),
    despiteDispute: Type.Optional(
      Type.Boolean({ description: 'Ships an order whose payment is disputed. Without it the answer is 409.' }),
    ),
  },
  closed,
);

const ShippedOrderAnswer = Type.Object(
  { ...orderFields, shipmentId: Type.String({ description: 'Of the parcel, in `shipments`.' }) },
  { title: 'ShippedOrder' },
);

const ShipmentAnswer = Type.Object({
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

/** What staff do with an order's units until they have arrived. */
export const shipmentRoutes =
  ({ shipOrder, viewShipment, deliverParcel, cancelUnits }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Administration'];

    app.post(
      '/admin/orders/:id/shipments',
      {
        schema: {
          tags,
          summary: 'Ship a parcel',
          description:
            'Of the units in `lines`, or of all that is left. The same contents with the same tracking number again are the ' +
            'same parcel: it is answered with 200. While a payment of the order is disputed, or after the bank has taken money ' +
            'back, nothing is shipped unless `despiteDispute` is true.',
          params: IdParams,
          body: ShipOrderBody,
          response: { 200: ShippedOrderAnswer, 201: ShippedOrderAnswer },
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
        return { ...answerOrder(reply, view), shipmentId };
      },
    );

    app.get(
      '/admin/shipments/:id',
      {
        schema: { tags, summary: 'A parcel', params: IdParams, response: { 200: ShipmentAnswer } },
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
          summary: 'Note that a parcel has arrived',
          description: 'Answers its order, the same when it is noted again.',
          params: IdParams,
          body: DeliverParcelBody,
          response: { 200: OrderAnswer },
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
        return answerOrder(reply, await orProblem(delivered, deliverParcelProblems));
      },
    );

    app.post(
      '/admin/orders/:id/units/cancel',
      {
        schema: {
          tags,
          summary: 'Take units that are not shipped out of an order',
          description: 'They are on sale again, and what was paid for them is refunded.',
          params: IdParams,
          body: CancelUnitsBody,
          response: { 200: OrderAnswer },
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
        return answerOrder(reply, view);
      },
    );
    done();
  };
