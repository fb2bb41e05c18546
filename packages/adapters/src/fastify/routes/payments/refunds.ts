import type { WhatToRefund, UseCases } from '@cartwright/application';
import { Type, type Static } from 'typebox';
import { orProblem } from '../../errors/problem.js';
import { idempotentRequest, noteReplay } from '../../requests/idempotent-request.js';
import { IdParams, closed, Id, Money, text } from '../../requests/plain-schemas.js';
import { expectedVersion } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import { OrderAnswer } from '../orders/order-schemas.js';
import { answerOrder } from '../orders/present-order.js';
import { refundOrderProblems } from './refund-problems.js';

const Lines = Type.Array(Type.Object({ variantId: Id, quantity: Type.Integer({ minimum: 1, maximum: 999 }) }, closed), {
  minItems: 1,
  maxItems: 1000,
  description: 'Units that the customer keeps: what was paid for them goes back.',
});

const RefundOrderBody = Type.Object(
  { amount: Type.Optional(Money), lines: Type.Optional(Lines), reason: text(500) },
  { ...closed, oneOf: [{ required: ['amount'] }, { required: ['lines'] }] },
);

/** Giving money back. */
export const refundRoutes =
  ({ refundOrder }: UseCases): Routes =>
  (app, _options, done) => {
    app.post(
      '/admin/orders/:id/refunds',
      {
        schema: {
          tags: ['Administration'],
          summary: 'Give money of an order back',
          description:
            'An `amount`, which pays off what the order owes first, or what was paid for the units in `lines`, which the ' +
            'customer keeps. It is taken from the oldest payment first. Answers the order, the refunds on their way: the ' +
            'provider is asked for them at once.',
          params: IdParams,
          body: RefundOrderBody,
          response: { 201: OrderAnswer },
        },
        config: {
          access: refundOrder.access,
          problems: refundOrderProblems,
          conditional: true,
          idempotent: true,
        },
      },
      async (request, reply) => {
        const { caller, params, body } = request;
        const { view, replayed } = await orProblem(
          refundOrder({
            caller,
            orderId: params.id,
            request: idempotentRequest(request, []),
            reason: body.reason,
            ...whatToRefund(body),
            ...expectedVersion(request),
          }),
          refundOrderProblems,
        );
        noteReplay(reply, replayed);
        reply.code(201);
        return answerOrder(reply, view);
      },
    );
    done();
  };

const whatToRefund = ({ amount, lines = [] }: Static<typeof RefundOrderBody>): WhatToRefund =>
  amount === undefined ? { lines } : { amount };
