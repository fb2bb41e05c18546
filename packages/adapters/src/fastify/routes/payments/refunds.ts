import type { RefundOrderError, UseCases, WhatToRefund } from '@cartwright/application';
import { Type, type Static } from 'typebox';
import { amountProblems } from '../../errors/amount-problems.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { defect } from '../../errors/unavailable-problems.js';
import { idempotentRequest, noteReplay } from '../../requests/idempotent-request.js';
import { IdParams, closed, Id, Money, text } from '../../requests/plain-schemas.js';
import { expectedVersion } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import { unitsProblems, versionProblems } from '../orders/units-problems.js';
import { idempotencyProblems, viewOrderProblems, type IdempotencyKeyRefused } from '../orders/order-problems.js';
import { OrderResponse } from '../orders/order-schemas.js';
import { respondWithOrder } from '../orders/present-order.js';

const Lines = Type.Array(Type.Object({ variantId: Id, quantity: Type.Integer({ minimum: 1, maximum: 999 }) }, closed), {
  minItems: 1,
  maxItems: 1000,
  description: 'Units that the customer keeps but gets refunded.',
});

const RefundOrderBody = Type.Object(
  { amount: Type.Optional(Money), lines: Type.Optional(Lines), reason: text(500) },
  { ...closed, oneOf: [{ required: ['amount'] }, { required: ['lines'] }] },
);

const amountProblem = { status: 422, title: 'The amount cannot be refunded' } as const;

const refundOrderProblems: Problems<RefundOrderError | IdempotencyKeyRefused> = {
  ...idempotencyProblems,
  ...viewOrderProblems,
  ...versionProblems,
  ...unitsProblems,
  'order.not-refundable': {
    status: 409,
    title: 'The order cannot be refunded',
    detail: 'It is unpaid, or cancelled and refunded automatically.',
  },
  'refund.above-limit': {
    status: 403,
    title: 'Above your refund limit',
    detail: 'You may not refund so much of one order.',
    hint: '`limit` is how much you may refund of one order beyond what is owed; `given` is already refunded.',
  },
  'refund.exceeds-captured': {
    status: 409,
    title: 'The refund exceeds the payments',
    detail: 'The payments do not leave so much to refund.',
    hint: '`refundable` is the captured amount less refunds.',
  },
  'refund.amount-not-positive': {
    ...amountProblem,
    detail: 'It must be above zero; units that cost nothing cannot be refunded.',
  },
  ...amountProblems(amountProblem),
  'money.off-step': {
    ...amountProblem,
    detail: 'The currency has no such small amounts.',
    hint: 'Send a multiple of `step`, or all that is left of a payment.',
  },
  // The ids are new and the payments belong to the order.
  'refund.amount-changed': defect,
  'refund.already-recorded': defect,
  'refund.payment-not-found': defect,
  'waiver.already-recorded': defect,
};

/** Refunds. */
export const refundRoutes =
  ({ refundOrder }: UseCases): Routes =>
  (app, _options, done) => {
    app.post(
      '/admin/orders/:id/refunds',
      {
        schema: {
          tags: ['Order management'],
          operationId: 'refundOrder',
          summary: 'Refund an order',
          description:
            'An `amount`, used first for what the order owes back, or the amount paid for the units in `lines`, which the ' +
            'customer keeps. The oldest payment is refunded first. Returns the order with pending refunds, which the ' +
            'provider receives at once.',
          params: IdParams,
          body: RefundOrderBody,
          response: { 201: OrderResponse },
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
        return respondWithOrder(reply, view);
      },
    );
    done();
  };

const whatToRefund = ({ amount, lines = [] }: Static<typeof RefundOrderBody>): WhatToRefund =>
  amount === undefined ? { lines } : { amount };
