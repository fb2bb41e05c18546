import type { ReceiveWebhook, ReceiveWebhookError } from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import { requestProblems } from '../../errors/request-problems.js';
import { paymentsUnavailableProblems, storageProblems } from '../../errors/unavailable-problems.js';
import type { Routes } from '../../route-types.js';

/** Far more than an event has, far less than keeps anybody busy. */
const bodyLimit = 512 * 1024;

/** For what the shop does not believe, or cannot apply yet. Any status above 299 has the provider send it again. */
const refused = (title: string) =>
  ({
    status: 409,
    title,
    detail: 'Nothing was changed. Send it again later: what it lacks may be known by then.',
  }) as const;

const receiveWebhookProblems = {
  'webhook.signature-invalid': {
    status: 400,
    title: 'The signature does not hold',
    detail: 'The message is not the provider’s, was changed on its way, or is too old or too new.',
  },
  'webhook.malformed': { status: 400, title: 'The message cannot be read', detail: '`reason` says why.' },
  'webhook.livemode-mismatch': {
    status: 400,
    title: 'The message is of another mode',
    detail: 'A shop with live keys takes no test messages, nor the other way round.',
  },
  'order.not-found': refused('There is no such order'),
  'order.not-refundable': refused('The order is still to be paid'),
  'payment.not-ours': refused('The shop knows no such payment'),
  'payment.amount-changed': refused('The payment is known with another amount'),
  'payment.amount-not-positive': refused('The payment is of no money'),
  'refund.amount-changed': refused('The refund is known with another amount'),
  'refund.amount-not-positive': refused('The refund is of no money'),
  'refund.exceeds-captured': refused('The refund is of more than the order holds'),
  'refund.already-recorded': refused('The refund is known with another payment'),
  'refund.payment-not-found': refused('The order has no such payment'),
  'refund.not-confirmed': refused('The refund is pending'),
  'refund.not-found': refused('The shop knows no such refund'),
  'refund.not-pending': refused('The refund has ended otherwise'),
  'dispute.already-recorded': refused('The dispute is known with another payment'),
  'dispute.exceeds-payment': refused('The dispute is about more than the payment'),
  'dispute.already-settled': refused('The dispute has ended otherwise'),
  'dispute.amount-changed': refused('The dispute is known with another amount'),
  'dispute.amount-not-positive': refused('The dispute is about no money'),
  'dispute.payment-not-found': refused('The order has no such payment'),
  'money.currency-mismatch': refused('The currency is not that of the order'),
  'money.not-an-integer': refused('The amount is no count of minor units'),
  'money.off-step': refused('The amount is finer than card networks charge'),
  'money.out-of-range': refused('The amount is too large'),
  'payments.unavailable': {
    ...paymentsUnavailableProblems['payments.unavailable'],
    detail: 'The shop could not ask it whose payment that is. Nothing was changed.',
  },
  ...storageProblems,
} satisfies Problems<ReceiveWebhookError>;

/** What the route refuses before anything of the message is read. */
const webhookRouteProblems = {
  ...receiveWebhookProblems,
  'request.body-too-large': requestProblems['request.body-too-large'],
  'request.content-type-unsupported': requestProblems['request.content-type-unsupported'],
  'request.content-encoding-unsupported': requestProblems['request.content-encoding-unsupported'],
};

/**
 * What payment providers tell the shop. They sign the bytes that they send, so no other route's reading touches them.
 */
export const webhookRoutes =
  ({ receiveWebhook }: { readonly receiveWebhook: ReceiveWebhook }): Routes =>
  (app, _options, done) => {
    // Of these routes alone: what is removed and added here is seen nowhere else.
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
          summary: 'What Stripe tells the shop',
          description:
            'An event as Stripe posts it, up to 512 KiB of JSON under its `Stripe-Signature`. A repeat, and an event that tells nothing of the shop, answer 200 and change nothing; after anything else than 2xx Stripe sends it again.',
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
        log.info(received, 'a webhook was received');
        return { received: true as const };
      },
    );
    done();
  };
