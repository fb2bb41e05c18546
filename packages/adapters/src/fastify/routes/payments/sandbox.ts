import type { HandleProviderEvent, HandleProviderEventError } from '@cartwright/application';
import { Type } from 'typebox';
import type { ConfirmSandboxPaymentError } from '../../../sandbox-payments/sandbox-gateway.js';
import { sandboxPaymentMethods } from '../../../sandbox-payments/sandbox-payment-methods.js';
import type { Routes } from '../../route-types.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { defect, paymentsUnavailableProblems, storageProblems } from '../../errors/unavailable-problems.js';
import { closed, Id, oneOf, text } from '../../requests/plain-schemas.js';
import type { ServerDeps } from '../../server-deps.js';

const SandboxParams = Type.Object({ paymentId: Id });

const ConfirmSandboxBody = Type.Object(
  { paymentMethod: Type.Unsafe<string>({ ...text(100), description: `One of ${sandboxPaymentMethods.join(', ')}.` }) },
  closed,
);

const ConfirmedSandboxResponse = Type.Object({
  paymentId: Id,
  status: oneOf('requires_payment_method', 'processing', 'succeeded'),
});

export const confirmSandboxProblems = {
  'sandbox-payment.not-found': {
    status: 404,
    title: 'Payment not found',
    detail: 'The sandbox does not know it.',
  },
  'sandbox-payment.unknown-method': {
    status: 422,
    title: 'The sandbox does not know this payment method',
    detail: "It takes Stripe's test payment methods, such as pm_card_visa.",
  },
  'sandbox-payment.already-succeeded': {
    status: 409,
    title: 'Payment already succeeded',
    detail: 'Nothing was changed.',
  },
  'sandbox-payment.processing': {
    status: 409,
    title: 'The payment is in progress',
    detail: 'Its method takes time. Nothing was changed.',
  },
  'sandbox-payment.ended': {
    status: 409,
    title: 'The payment has ended',
    detail: 'The shop has cancelled it. Nothing was changed.',
  },
  ...paymentsUnavailableProblems,
} satisfies Problems<ConfirmSandboxPaymentError>;

/** The sandbox only reports payments that the shop started: any refusal except an outage is a bug. */
const providerEventProblems = {
  'order.not-found': defect,
  'dispute.already-recorded': defect,
  'dispute.exceeds-payment': defect,
  'dispute.already-settled': defect,
  'dispute.amount-changed': defect,
  'dispute.amount-not-positive': defect,
  'dispute.payment-not-found': defect,
  'payment.not-ours': defect,
  'payment.amount-not-positive': defect,
  'payment.amount-changed': defect,
  'money.currency-mismatch': defect,
  'money.not-an-integer': defect,
  'money.off-step': defect,
  'money.out-of-range': defect,
  'order.not-refundable': defect,
  'refund.amount-changed': defect,
  'refund.amount-not-positive': defect,
  'refund.exceeds-captured': defect,
  'refund.already-recorded': defect,
  'refund.payment-not-found': defect,
  'refund.not-confirmed': defect,
  'refund.not-found': defect,
  'refund.not-pending': defect,
  ...storageProblems,
} satisfies Problems<HandleProviderEventError>;

type Dependencies = {
  readonly sandbox: NonNullable<ServerDeps['sandbox']>;
  readonly handleProviderEvent: HandleProviderEvent;
};

/**
 * The customer's actions on a provider's page. A provider has no token of the shop: the payment id is
 * the only credential.
 */
export const sandboxRoutes =
  ({ sandbox, handleProviderEvent }: Dependencies): Routes<{ readonly hidden?: boolean }> =>
  (app, { hidden = false }, done) => {
    app.post(
      '/sandbox/payments/:paymentId/confirm',
      {
        schema: {
          hide: hidden,
          tags: ['Sandbox'],
          operationId: 'confirmSandboxPayment',
          summary: "Pay with one of Stripe's test payment methods",
          description:
            'Pays or declines without money. The test payment methods are those of Stripe, such as `pm_card_visa`.',
          params: SandboxParams,
          body: ConfirmSandboxBody,
          response: { 200: ConfirmedSandboxResponse },
        },
        config: { access: 'open', problems: confirmSandboxProblems },
      },
      async ({ params: { paymentId }, body }) => {
        const confirmed = sandbox.confirm(paymentId, body.paymentMethod, { passesEventOn: true });
        const { status, event } = await orProblem(confirmed, confirmSandboxProblems);
        // The event is also in the outbox, which delivers it if this fails or the process dies here.
        await orProblem(handleProviderEvent(event), providerEventProblems);
        return { paymentId, status };
      },
    );
    done();
  };
