import type { RecordManualPaymentError, SettleManualRefundError, UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import { amountProblems } from '../../errors/amount-problems.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { idempotentRequest, noteReplay } from '../../requests/idempotent-request.js';
import { closed, formsBy, Id, IdParams, Money, oneOf, text } from '../../requests/plain-schemas.js';
import { expectedVersion } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import { idempotencyProblems, viewOrderProblems, type IdempotencyKeyRefused } from '../orders/order-problems.js';
import { OrderResponse } from '../orders/order-schemas.js';
import { respondWithOrder } from '../orders/present-order.js';
import { versionProblems } from '../orders/units-problems.js';

const amountProblem = { status: 422, title: 'The amount cannot be recorded' } as const;

const recordManualPaymentProblems: Problems<RecordManualPaymentError | IdempotencyKeyRefused> = {
  ...idempotencyProblems,
  ...viewOrderProblems,
  ...versionProblems,
  'payment.amount-changed': {
    status: 409,
    title: 'The payment is known with another amount',
    detail: 'A payment with this reference is recorded. Use another reference for another payment.',
  },
  'payment.amount-not-positive': { ...amountProblem, detail: 'It must be above zero.' },
  ...amountProblems(amountProblem),
};

const settleManualRefundProblems: Problems<SettleManualRefundError> = {
  ...viewOrderProblems,
  ...versionProblems,
  'refund.not-found': { status: 404, title: 'Refund not found', detail: 'The order has no refund with this id.' },
  'refund.not-pending': {
    status: 409,
    title: 'The refund is already settled',
    detail: 'The refund was confirmed before, or it failed.',
    hint: '`refundStatus` is the present status.',
  },
  'refund.not-manual': {
    status: 409,
    title: 'The payment provider settles the refund',
    detail: 'Only refunds of payments that were recorded by hand are settled by hand.',
  },
};

const RecordManualPaymentBody = Type.Object(
  {
    amount: Money,
    reference: Type.Unsafe<string>({
      ...text(140),
      description: 'The bank’s reference. The same reference is the same payment.',
    }),
  },
  { ...closed, examples: [{ amount: { amount: 2500, currency: 'USD' }, reference: '2026-11-23/0042' }] },
);

const SettleManualRefundBody = formsBy(
  'status',
  Type.Object({ status: oneOf('confirmed') }, closed),
  Type.Object({ status: oneOf('failed'), reason: text(500) }, closed),
);

/** Payments by transfer as staff record them, and the refunds that they make themselves. */
export const manualPaymentRoutes =
  ({ recordManualPayment, settleManualRefund }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Order management'];

    app.post(
      '/admin/orders/:id/payments',
      {
        schema: {
          tags,
          operationId: 'recordManualPayment',
          summary: 'Record a payment that came by transfer',
          description:
            'Once for each `reference`. The order stays pending until its total has arrived. What it does not need, and all that ' +
            'arrives for a cancelled order, is in `dueBack` of the response; the refund is then requested by itself, and staff get a ' +
            'mail to make the transfer.',
          params: IdParams,
          body: RecordManualPaymentBody,
          response: { 201: OrderResponse },
        },
        config: {
          access: recordManualPayment.access,
          problems: recordManualPaymentProblems,
          conditional: true,
          idempotent: true,
        },
      },
      async (request, reply) => {
        const { caller, params, body } = request;
        const recorded = recordManualPayment({
          ...body,
          caller,
          orderId: params.id,
          request: idempotentRequest(request, []),
          ...expectedVersion(request),
        });
        const { view, replayed } = await orProblem(recorded, recordManualPaymentProblems);
        noteReplay(reply, replayed);
        reply.code(201);
        return respondWithOrder(reply, view);
      },
    );

    app.post(
      '/admin/orders/:id/refunds/:refundId/settle',
      {
        schema: {
          tags,
          operationId: 'settleManualRefund',
          summary: 'Record how a refund by transfer ended',
          description:
            'Refunds of payments that were recorded by hand stay pending until staff have sent the money (`confirmed`), or could not ' +
            '(`failed`: it is owed again). Returns the order; a repeat returns the same.',
          params: Type.Object({ id: Id, refundId: Id }),
          body: SettleManualRefundBody,
          response: { 200: OrderResponse },
        },
        config: { access: settleManualRefund.access, problems: settleManualRefundProblems, conditional: true },
      },
      async (request, reply) => {
        const { caller, params, body } = request;
        const settled = settleManualRefund({
          caller,
          orderId: params.id,
          refundId: params.refundId,
          ...(body.status === 'failed' ? { failure: body.reason } : {}),
          ...expectedVersion(request),
        });
        return respondWithOrder(reply, await orProblem(settled, settleManualRefundProblems));
      },
    );
    done();
  };
