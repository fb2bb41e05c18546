import type { ReceiveWebhook, ReceiveWebhookError } from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import { requestProblems } from '../../errors/request-problems.js';
import { paymentsUnavailableProblems, storageProblems } from '../../errors/unavailable-problems.js';
import type { Routes } from '../../route-types.js';

/** Far above the size of an event, far below a size that slows the process. */
const bodyLimit = 512 * 1024;

/** For events that the shop rejects or cannot apply yet. The provider repeats after any status above 299. */
const refused = (title: string) =>
  ({
    status: 409,
    title,
    detail: 'Nothing was changed. Send it again later.',
  }) as const;

const receiveWebhookProblems = {
  'webhook.signature-invalid': {
    status: 400,
    title: 'Invalid signature',
    detail: 'The message is forged, changed, or too old or too new.',
  },
  'webhook.malformed': {
    status: 400,
    title: 'Malformed message',
    detail: 'The message cannot be read.',
    hint: '`reason` is the cause.',
  },
  'webhook.livemode-mismatch': {
    status: 400,
    title: 'Message of another mode',
    detail: 'Live keys accept only live messages, test keys only test messages.',
  },
  'order.not-found': refused('Order not found'),
  'order.not-refundable': refused('Order not paid'),
  'payment.not-ours': refused('Unknown payment'),
  'payment.amount-changed': refused('The payment has another amount'),
  'payment.amount-not-positive': refused('The amount of the payment is not positive'),
  'refund.amount-changed': refused('The refund has another amount'),
  'refund.amount-not-positive': refused('The amount of the refund is not positive'),
  'refund.exceeds-captured': refused('The refund exceeds the payments of the order'),
  'refund.already-recorded': refused('The refund belongs to another payment'),
  'refund.payment-not-found': refused('The order has no such payment'),
  'refund.not-confirmed': refused('The refund is pending'),
  'refund.not-found': refused('Unknown refund'),
  'refund.not-pending': refused('The refund has another result'),
  'dispute.already-recorded': refused('The dispute belongs to another payment'),
  'dispute.exceeds-payment': refused('The dispute exceeds the payment'),
  'dispute.already-settled': refused('The dispute has another result'),
  'dispute.amount-changed': refused('The dispute has another amount'),
  'dispute.amount-not-positive': refused('The amount of the dispute is not positive'),
  'dispute.payment-not-found': refused('The order has no such payment'),
  'money.currency-mismatch': refused('The currency differs from the order'),
  'money.not-an-integer': refused('The amount is not an integer in minor units'),
  'money.off-step': refused('The amount is finer than card networks charge'),
  'money.out-of-range': refused('The amount is too large'),
  'payments.unavailable': {
    ...paymentsUnavailableProblems['payments.unavailable'],
    detail: 'The shop could not look up the payment. Nothing was changed.',
  },
  ...storageProblems,
} satisfies Problems<ReceiveWebhookError>;

/** Refusals before the message is parsed. */
const webhookRouteProblems = {
  ...receiveWebhookProblems,
  'request.body-too-large': requestProblems['request.body-too-large'],
  'request.content-type-unsupported': requestProblems['request.content-type-unsupported'],
  'request.content-encoding-unsupported': requestProblems['request.content-encoding-unsupported'],
};

/**
 * Webhooks of payment providers. Signatures cover the raw bytes, so the body is not parsed as on other routes.
 */
export const webhookRoutes =
  ({ receiveWebhook }: { readonly receiveWebhook: ReceiveWebhook }): Routes =>
  (app, _options, done) => {
    // Only for these routes: plugins are encapsulated.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, bytes, parsed) => {
      parsed(null, bytes);
    });

    app.post(
      '/webhooks/stripe',
      {
        bodyLimit,
        schema: {
          tags: ['Webhooks'],
          operationId: 'receiveWebhook',
          summary: 'Receive a Stripe webhook',
          description:
            'An event as Stripe posts it: at most 512 KiB of JSON with its `Stripe-Signature`. A repeat or an event of another system gets 200 and changes nothing. Stripe repeats an event after any status except 2xx.',
          body: Type.Unsafe<Buffer>({ description: 'The event, byte for byte as it was signed.' }),
          response: { 200: Type.Object({ received: Type.Literal(true) }) },
        },
        config: { access: 'open', problems: webhookRouteProblems, unlimited: true },
      },
      async ({ body, headers, log }) => {
        const signature = headers['stripe-signature'];
        const received = await orProblem(
          receiveWebhook({
            body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
            signature: typeof signature === 'string' ? signature : undefined,
          }),
          receiveWebhookProblems,
        );
        log.info(received, 'webhook received');
        return { received: true as const };
      },
    );
    done();
  };
