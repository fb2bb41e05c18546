import type { StartPaymentError, StartTransferError, UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import type { Routes } from '../../route-types.js';
import { idempotentRequest, noteReplay } from '../../requests/idempotent-request.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { paymentsUnavailableProblems } from '../../errors/unavailable-problems.js';
import { idempotencyProblems, viewOrderProblems, type IdempotencyKeyRefused } from '../orders/order-problems.js';
import { closed, formsBy, Id, IdParams, Instant, Money, oneOf, PageUrl } from '../../requests/plain-schemas.js';

const StartPaymentBody = formsBy(
  'method',
  Type.Object({ method: oneOf('card') }, closed),
  Type.Object({ method: oneOf('transfer') }, closed),
  Type.Object({ method: oneOf('checkout'), successUrl: PageUrl, cancelUrl: PageUrl }, closed),
);

const StartedPaymentResponse = Type.Object(
  {
    paymentId: Id,
    provider: oneOf('sandbox', 'stripe', 'manual'),
    clientSecret: Type.Optional(
      Type.String({ description: 'For a card payment: the secret for the provider’s form.' }),
    ),
    redirectUrl: Type.Optional(Type.String({ description: 'For a checkout: the page to send the customer to.' })),
    bankDetails: Type.Optional(
      Type.Object(
        { holder: Type.String(), iban: Type.String(), bic: Type.String() },
        { title: 'BankDetails', description: 'For a transfer: where the money goes.' },
      ),
    ),
    reference: Type.Optional(Type.String({ description: 'For a transfer: what the buyer writes on it.' })),
    amount: Type.Optional(Money),
    dueAt: Type.Optional(
      Type.Unsafe<string>({ ...Instant, description: 'For a transfer: the order is cancelled if it is unpaid then.' }),
    ),
  },
  { title: 'StartedPayment' },
);

const payableProblems = {
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
} satisfies Problems<Extract<StartPaymentError, { readonly type: 'order.not-payable' | 'order.payment-in-progress' }>>;

const startTransferProblems: Problems<StartTransferError | IdempotencyKeyRefused> = {
  ...idempotencyProblems,
  ...viewOrderProblems,
  ...payableProblems,
  'payment.transfer-not-offered': {
    status: 422,
    title: 'Payment by transfer is not offered',
    detail: 'The shop does not offer bank transfers. Choose another payment method.',
    hint: '`payment.methods` of `GET /shop` lists the methods.',
  },
};

/** Problems of a payment at the provider. */
export const startPaymentProblems: Problems<StartPaymentError | IdempotencyKeyRefused> = {
  ...idempotencyProblems,
  ...viewOrderProblems,
  ...paymentsUnavailableProblems,
  ...payableProblems,
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
  ({ startPayment, startTransfer }: UseCases): Routes =>
  (app, _options, done) => {
    app.post(
      '/orders/:id/payments',
      {
        schema: {
          tags: ['Payments'],
          operationId: 'startPayment',
          summary: 'Start a payment',
          description:
            'By `card` or `checkout` at the provider, which reports the result, or by `transfer` to the bank account of the ' +
            'shop. A transfer has its own deadline, `dueAt`, and the buyer gets the bank details by mail too.',
          params: IdParams,
          body: StartPaymentBody,
          response: { 201: StartedPaymentResponse },
        },
        config: {
          access: startPayment.access,
          problems: { ...startTransferProblems, ...startPaymentProblems },
          idempotent: true,
        },
      },
      async (request, reply) => {
        const { caller, params, body } = request;
        const scope = ['order', params.id, caller.orderToken ?? ''];
        const command = { caller, orderId: params.id, request: idempotentRequest(request, scope) };
        const { payment, replayed } =
          body.method === 'transfer'
            ? await orProblem(startTransfer(command), startTransferProblems)
            : await orProblem(startPayment({ ...body, ...command }), startPaymentProblems);
        noteReplay(reply, replayed);
        reply.code(201);
        return payment;
      },
    );
    done();
  };
