import type { ReceiveWebhook } from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem } from '../../errors/problem.js';
import { receiveWebhookProblems, webhookRouteProblems } from './webhook-problems.js';
import type { Routes } from '../../route-types.js';

/** Far more than an event has, far less than keeps anybody busy. */
const bodyLimit = 512 * 1024;

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
        config: { access: 'open', problems: webhookRouteProblems },
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
