import type { RefundOrderError, UseCases, WhatToRefund } from '@cartwright/application';
import { Type, type Static } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import { defect } from '../../errors/unavailable-problems.js';
import { idempotentRequest, noteReplay } from '../../requests/idempotent-request.js';
import { IdParams, closed, Id, Money, text } from '../../requests/plain-schemas.js';
import { expectedVersion } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import { unitsProblems, versionProblems } from '../orders/units-problems.js';
import { idempotencyProblems, viewOrderProblems } from '../orders/order-problems.js';
import { OrderAnswer } from '../orders/order-schemas.js';
import { answerOrder } from '../orders/present-order.js';

const Lines = Type.Array(Type.Object({ variantId: Id, quantity: Type.Integer({ minimum: 1, maximum: 999 }) }, closed), {
  minItems: 1,
  maxItems: 1000,
  description: 'Units that the customer keeps: what was paid for them goes back.',
});

const RefundOrderBody = Type.Object(
  { amount: Type.Optional(Money), lines: Type.Optional(Lines), reason: text(500) },
  { ...closed, oneOf: [{ required: ['amount'] }, { required: ['lines'] }] },
);

const amountProblem = { status: 422, title: 'The amount cannot be refunded' } as const;

const refundOrderProblems: Problems<
  RefundOrderError | { readonly type: 'idempotency.key-missing' } | { readonly type: 'idempotency.key-malformed' }
> = {
  ...idempotencyProblems,
  ...viewOrderProblems,
  ...versionProblems,
  ...unitsProblems,
  'order.not-refundable': {
    status: 409,
    title: 'The order cannot be refunded',
    detail: 'It is still to be paid; or it is cancelled, and what was paid goes back by itself.',
  },
  'refund.above-limit': {
    status: 403,
    title: 'You may not give so much back',
    detail: '`limit` is what you may give of one order past what it owes, `given` what of it was given before.',
  },
  'refund.exceeds-captured': {
    status: 409,
    title: 'The shop does not hold so much of the order',
    detail: '`refundable` is what is left that is not back or on its way back.',
  },
  'refund.amount-not-positive': {
    ...amountProblem,
    detail: 'It is above zero; units that cost nothing give nothing back.',
  },
  'money.currency-mismatch': { ...amountProblem, detail: '`expected` is the order’s currency.' },
  'money.not-an-integer': { ...amountProblem, detail: 'It is an integer count of minor units.' },
  'money.out-of-range': { ...amountProblem, detail: 'It is too large.' },
  'money.off-step': { ...amountProblem, detail: 'It is a multiple of `step`, or all that is left of a payment.' },
  // The ids are new, and the payments are those of the order.
  'refund.amount-changed': defect,
  'refund.already-recorded': defect,
  'refund.payment-not-found': defect,
  'waiver.already-recorded': defect,
};

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
