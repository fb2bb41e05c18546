import type { StartPaymentError, UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import type { Routes } from '../../route-types.js';
import { idempotentRequest, noteReplay } from '../../requests/idempotent-request.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { paymentsUnavailableProblems } from '../../errors/unavailable-problems.js';
import { idempotencyProblems, viewOrderProblems } from '../orders/order-problems.js';
import { closed, formsBy, Id, IdParams, oneOf, PageUrl } from '../../requests/plain-schemas.js';

const StartPaymentBody = formsBy(
  'method',
  Type.Object({ method: oneOf('card') }, closed),
  Type.Object({ method: oneOf('checkout'), successUrl: PageUrl, cancelUrl: PageUrl }, closed),
);

const StartedPaymentAnswer = Type.Object(
  {
    paymentId: Id,
    provider: oneOf('sandbox', 'stripe'),
    clientSecret: Type.Optional(
      Type.String({ description: 'For a card payment: the secret for the provider’s form.' }),
    ),
    redirectUrl: Type.Optional(Type.String({ description: 'For a checkout: the page to send the customer to.' })),
  },
  { title: 'StartedPayment' },
);

const startPaymentProblems: Problems<
  StartPaymentError | { readonly type: 'idempotency.key-missing' } | { readonly type: 'idempotency.key-malformed' }
> = {
  ...idempotencyProblems,
  ...viewOrderProblems,
  ...paymentsUnavailableProblems,
  'order.not-payable': {
    status: 409,
    title: 'The order cannot be paid',
    detail: 'The order is already paid, or it was cancelled.',
    hint: 'Only a pending order can be paid; `orderStatus` is the present status.',
    facts: ({ orderId, status }) => ({ orderId, orderStatus: status }),
  },
  'order.payment-in-progress': {
    status: 409,
    title: 'A payment is in progress',
    detail: 'A payment of this order is in progress, which can take days. Another one can start once it has ended.',
    facts: ({ orderId, status }) => ({ orderId, orderStatus: status }),
  },
  'order.below-payment-minimum': {
    status: 422,
    title: 'The remaining amount is too small',
    detail: 'The remaining amount is smaller than the smallest possible payment.',
    hint: 'The smallest payment is `minimum`; `total` remains.',
  },
  'payment.return-url-not-allowed': {
    status: 422,
    title: 'Redirect URL not allowed',
    detail: 'The shop cannot lead back to this page.',
    hint: 'The URL in `field` is not on an origin of the shop or of `ALLOWED_ORIGINS`.',
  },
  'payment.refused': {
    status: 422,
    title: 'Refused by the payment provider',
    detail: 'The payment provider refused the payment. Try another payment method.',
    hint: '`reason` is the text of the provider.',
  },
};

/** Starts payments. The provider reports the result later. */
export const paymentRoutes =
  ({ startPayment }: UseCases): Routes =>
  (app, _options, done) => {
    app.post(
      '/orders/:id/payments',
      {
        schema: {
          tags: ['Payments'],
          operationId: 'startPayment',
          summary: 'Start a payment at the provider',
          description: 'The provider reports the result, and the order is then `paid`.',
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
