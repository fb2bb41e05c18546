import type { ViewOrderByLinkError, PayOrderByLinkError, UseCases } from '@cartwright/application';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { beginRefusal, tellableRefusal } from '../../errors/respond-to-errors.js';
import { orProblem, refusalOf, type Problems } from '../../errors/problem.js';
import { closed, IdParams } from '../../requests/plain-schemas.js';
import { readForms } from '../../requests/read-forms.js';
import { acceptedLanguages } from '../../requests/shopper.js';
import { pageHeaders } from '../../responses/security-headers.js';
import type { Routes } from '../../route-types.js';
import { startPaymentProblems } from '../payments/payments.js';
import { viewOrderProblems } from './order-problems.js';
import { orderPagePolicy, renderContinuePage, renderOrderPage } from './render-order-page.js';
import { renderOrderMessage } from './render-order-message.js';

const Page = { description: 'A page.', content: { 'text/html': { schema: Type.String() } } };
const token = Type.Optional(Type.String({ maxLength: 100 }));

const problems = viewOrderProblems satisfies Problems<ViewOrderByLinkError>;
const payProblems = { ...startPaymentProblems, ...problems } satisfies Problems<PayOrderByLinkError>;

/**
 * The page of an order for links in mails if the shop has no storefront, with a button that pays it. People read it, so
 * refusals are pages too.
 */
export const orderPageRoutes =
  ({ viewOrderByLink, payOrderByLink }: Pick<UseCases, 'viewOrderByLink' | 'payOrderByLink'>): Routes =>
  (app, _options, done) => {
    readForms(app, 1024);
    app.setErrorHandler((error, request, reply) => {
      const refusal = tellableRefusal(error, request);
      const [locale] = acceptedLanguages(request.headers['accept-language']);
      return sendPage(beginRefusal(refusal, request, reply), renderOrderMessage(refusal, locale));
    });

    app.get(
      '/orders/:id',
      {
        helmet: pageHeaders,
        schema: {
          tags: ['Orders'],
          operationId: 'openOrderPage',
          summary: 'The order page of a mailed link',
          description: 'The token of the link is the only credential. Mails link to it if `STOREFRONT_URL` is not set.',
          params: IdParams,
          querystring: Type.Object(
            {
              token,
              returned: Type.Optional(Type.Boolean({ description: 'The buyer returns from the page of a payment.' })),
            },
            closed,
          ),
          response: { 200: Page },
        },
        config: { access: 'open', page: true, problems },
      },
      async ({ params, query: { token: given = '', returned } }, reply) => {
        const opened = await orProblem(viewOrderByLink({ orderId: params.id, token: given }), problems);
        const url = `${app.prefix}/orders/${params.id}?token=${given}`;
        return sendPage(reply, renderOrderPage(opened, { url, hasReturned: returned === true }));
      },
    );

    app.post(
      '/orders/:id',
      {
        helmet: pageHeaders,
        schema: {
          tags: ['Orders'],
          operationId: 'submitOrderPage',
          summary: 'Pay on the order page',
          description:
            'The form of the page. The response is a page that leads to the checkout of the payment provider, or back ' +
            'to the order if it cannot be paid now.',
          consumes: ['application/x-www-form-urlencoded'],
          params: IdParams,
          querystring: Type.Object({ token }, closed),
          body: Type.Object({}, closed),
          response: { 200: Page, 303: { type: 'null', description: 'Back to the page of the order.' } },
        },
        config: { access: 'open', page: true, problems: payProblems },
      },
      async ({ params: { id: orderId }, query: { token: given = '' } }, reply) => {
        const started = await payOrderByLink({ orderId, token: given });
        if (started.isErr()) {
          const { type } = started.error;
          // The page shows why: the order was paid, cancelled, or has a payment in progress.
          if (type === 'order.not-payable' || type === 'order.payment-in-progress')
            return reply.redirect(`${app.prefix}/orders/${orderId}?token=${given}`, 303);
          throw refusalOf(started.error, payProblems);
        }
        const { language } = await orProblem(viewOrderByLink({ orderId, token: given }), problems);
        return sendPage(reply, renderContinuePage(started.value.redirectUrl, language));
      },
    );
    done();
  };

const sendPage = (reply: FastifyReply, page: string): FastifyReply =>
  reply.header('content-security-policy', orderPagePolicy).type('text/html; charset=utf-8').send(page);
