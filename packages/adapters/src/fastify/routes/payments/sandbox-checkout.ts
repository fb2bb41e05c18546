import type { HandleProviderEvent, PaymentsUnavailable, ProviderEvent } from '@cartwright/application';
import type { FastifyBaseLogger, FastifyReply } from 'fastify';
import { Type } from 'typebox';
import {
  checkoutActions,
  checkoutPagePolicy,
  renderCheckoutPage,
  renderMessagePage,
  type SandboxCheckout,
} from '../../../sandbox-payments/checkout-page.js';
import { beginRefusal, tellableRefusal } from '../../errors/respond-to-errors.js';
import { orProblem, refusalOf, type Problems } from '../../errors/problem.js';
import { paymentsUnavailableProblems } from '../../errors/unavailable-problems.js';
import type { SandboxPaymentNotFound } from '../../../sandbox-payments/sandbox-payment-store.js';
import { confirmSandboxProblems } from './sandbox.js';
import { readForms } from '../../requests/read-forms.js';
import type { Routes } from '../../route-types.js';
import { closed, IdParams, oneOf } from '../../requests/plain-schemas.js';
import { pageHeaders } from '../../responses/security-headers.js';
import type { ServerDeps } from '../../server-deps.js';

/** Problems of the sandbox page. */
const sandboxCheckoutProblems = {
  'sandbox-payment.not-found': confirmSandboxProblems['sandbox-payment.not-found'],
  ...paymentsUnavailableProblems,
} satisfies Problems<SandboxPaymentNotFound | PaymentsUnavailable>;

type Dependencies = {
  readonly sandbox: NonNullable<ServerDeps['sandbox']>;
  readonly handleProviderEvent: HandleProviderEvent;
};

const ActionBody = Type.Object({ action: oneOf(...checkoutActions) }, closed);
const Page = { description: 'A page.', content: { 'text/html': { schema: Type.String() } } };

/**
 * The page on which a customer pays a checkout. Like a real provider's page it takes no token: the payment id,
 * which nobody can guess, is the only credential. People read it, so refusals are pages too.
 */
export const sandboxCheckoutRoutes =
  ({ sandbox, handleProviderEvent }: Dependencies): Routes<{ readonly hidden?: boolean }> =>
  (app, { hidden = false }, done) => {
    const schema = { hide: hidden, tags: ['Sandbox'], params: IdParams };
    const config = { access: 'open', page: true, problems: sandboxCheckoutProblems } as const;

    readForms(app, 1024);
    app.setErrorHandler((error, request, reply) => {
      const refusal = tellableRefusal(error, request);
      return sendPage(beginRefusal(refusal, request, reply), messageFor(refusal.status));
    });

    app.get(
      '/sandbox/checkout/:id',
      {
        helmet: pageHeaders,
        schema: {
          ...schema,
          operationId: 'openSandboxCheckout',
          summary: 'The page of a checkout',
          description: 'A page with Pay, Decline and Cancel.',
          response: { 200: Page },
        },
        config,
      },
      async ({ params: { id } }, reply) =>
        sendCheckout(reply, await orProblem(sandbox.viewCheckout(id), sandboxCheckoutProblems)),
    );

    app.post(
      '/sandbox/checkout/:id',
      {
        helmet: pageHeaders,
        schema: {
          ...schema,
          operationId: 'submitSandboxCheckout',
          summary: 'Submit the page of a checkout',
          description: 'The form of the page. It redirects to `successUrl` or `cancelUrl`.',
          consumes: ['application/x-www-form-urlencoded'],
          body: ActionBody,
          response: {
            303: { type: 'null', description: 'On to `successUrl` or `cancelUrl`, or back to the page.' },
            409: Page,
          },
        },
        config,
      },
      async ({ params: { id }, body: { action }, log }, reply) => {
        const { successUrl, cancelUrl } = await orProblem(sandbox.viewCheckout(id), sandboxCheckoutProblems);
        if (action === 'cancel') return reply.redirect(cancelUrl, 303);

        const paymentMethod = action === 'pay' ? 'pm_card_visa' : 'pm_card_chargeDeclined';
        const confirmed = await sandbox.confirm(id, paymentMethod, { passesEventOn: true });
        if (confirmed.isOk()) {
          await passEventOn(handleProviderEvent, confirmed.value.event, log);
          return reply.redirect(action === 'pay' ? successUrl : `${app.prefix}/sandbox/checkout/${id}`, 303);
        }
        switch (confirmed.error.type) {
          case 'sandbox-payment.already-succeeded':
            // The second of two clicks: the browser follows its response.
            if (action === 'pay') return reply.redirect(successUrl, 303);
            break;
          case 'sandbox-payment.ended':
          case 'sandbox-payment.processing':
            break;
          default:
            throw refusalOf(confirmed.error, confirmSandboxProblems);
        }
        return sendCheckout(reply.code(409), await orProblem(sandbox.viewCheckout(id), sandboxCheckoutProblems));
      },
    );
    done();
  };

/** The event is also in the outbox: if the shop cannot handle it now, it will later, and the customer continues. */
async function passEventOn(
  handleProviderEvent: HandleProviderEvent,
  event: ProviderEvent,
  log: FastifyBaseLogger,
): Promise<void> {
  const handled = await handleProviderEvent(event);
  if (handled.isErr())
    log.warn({ code: handled.error.type, eventId: event.eventId }, 'sandbox event is delivered later');
}

const sendCheckout = (reply: FastifyReply, checkout: SandboxCheckout): FastifyReply =>
  sendPage(reply, renderCheckoutPage(checkout), [checkout.successUrl, checkout.cancelUrl]);

const sendPage = (reply: FastifyReply, page: string, destinations: readonly string[] = []): FastifyReply =>
  reply.header('content-security-policy', checkoutPagePolicy(destinations)).type('text/html; charset=utf-8').send(page);

function messageFor(status: number): string {
  if (status === 404) return renderMessagePage('Payment not found', 'Go back to the shop and start again.');
  if (status >= 500) {
    return renderMessagePage('The page is temporarily unavailable', 'Reload it to see the status of the payment.');
  }
  return renderMessagePage('That did not work', 'Go back and use one of the buttons.');
}
