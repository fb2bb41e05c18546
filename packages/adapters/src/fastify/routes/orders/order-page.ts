import type { ViewOrderByLinkError, UseCases } from '@cartwright/application';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { beginRefusal, tellableRefusal } from '../../errors/answer-errors.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { closed, IdParams } from '../../requests/plain-schemas.js';
import { pageHeaders } from '../../responses/security-headers.js';
import type { Routes } from '../../route-types.js';
import { viewOrderProblems } from './order-problems.js';
import { orderPagePolicy, renderOrderMessage, renderOrderPage } from './render-order-page.js';

const Page = { description: 'A page.', content: { 'text/html': { schema: Type.String() } } };

const problems = viewOrderProblems satisfies Problems<ViewOrderByLinkError>;

/**
 * The page of an order for links in mails if the shop has no storefront. People read it, so refusals are
 * pages too.
 */
export const orderPageRoutes =
  ({ viewOrderByLink }: Pick<UseCases, 'viewOrderByLink'>): Routes =>
  (app, _options, done) => {
    app.setErrorHandler((error, request, reply) => {
      const refusal = tellableRefusal(error, request);
      return sendPage(beginRefusal(refusal, request, reply), messageFor(refusal.status));
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
          querystring: Type.Object({ token: Type.Optional(Type.String({ maxLength: 100 })) }, closed),
          response: { 200: Page },
        },
        config: { access: 'open', page: true, problems },
      },
      async ({ params, query: { token = '' } }, reply) =>
        sendPage(reply, renderOrderPage(await orProblem(viewOrderByLink({ orderId: params.id, token }), problems))),
    );
    done();
  };

const sendPage = (reply: FastifyReply, page: string): FastifyReply =>
  reply.header('content-security-policy', orderPagePolicy).type('text/html; charset=utf-8').send(page);

function messageFor(status: number): string {
  if (status >= 500) return renderOrderMessage('The page is not available', 'Please try again in a moment.');
  return renderOrderMessage('Order not found', 'Please open the whole link from your mail.');
}
