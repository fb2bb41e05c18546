import type { UseCases } from '@cartwright/application';
import type { Routes } from '../../route-types.js';
import { idempotentRequest, noteReplay } from '../../requests/idempotent-request.js';
import { orProblem } from '../../errors/problem.js';
import { startPaymentProblems } from './payment-problems.js';
import { StartedPaymentAnswer, StartPaymentBody } from '../orders/order-schemas.js';
import { IdParams } from '../../requests/plain-schemas.js';

/** Paying an order. Whether it was paid is told by the provider, later. */
export const paymentRoutes =
  ({ startPayment }: UseCases): Routes =>
  (app, _options, done) => {
    app.post(
      '/orders/:id/payments',
      {
        schema: {
          tags: ['Orders'],
          summary: 'Start a payment at the provider',
          params: IdParams,
          body: StartPaymentBody,
          response: { 201: StartedPaymentAnswer },
        },
        config: { access: startPayment.access, problems: startPaymentProblems, idempotent: true },
      },
      async (request, reply) => {
        const { caller, params, body } = request;
        const scope = ['order', params.id, caller.orderToken ?? ''];
        const { payment, replayed } = await orProblem(
          startPayment({ ...body, caller, orderId: params.id, request: idempotentRequest(request, scope) }),
          startPaymentProblems,
        );
        noteReplay(reply, replayed);
        reply.code(201);
        return payment;
      },
    );
    done();
  };
