import { normaliseEmail, type PlaceOrderCommand, type UseCases } from '@cartwright/application';
import type { Routes } from '../../route-types.js';
import type { FastifyRequest } from 'fastify';
import { Type, type Static } from 'typebox';
import { versionTag } from '../../responses/entity-tags.js';
import { refuseBothAddresses } from '../../requests/address-ids.js';
import { idempotentRequest, noteReplay } from '../../requests/idempotent-request.js';
import { answerOrder, presentOrder } from './present-order.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { orProblem } from '../../errors/problem.js';
import { cancelOrderProblems, placeOrderProblems, viewOrderProblems } from './order-problems.js';
import { CancelOrderBody, LookUpOrderBody, OrderAnswer, PlacedOrderAnswer, PlaceOrderBody } from './order-schemas.js';
import { IdParams } from '../../requests/plain-schemas.js';

/** Placing an order, and what its owner may do with it. */
export const orderRoutes =
  ({ placeOrder, lookUpOrder, viewOrder, cancelOrder }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Orders'];

    app.post(
      '/orders',
      {
        schema: {
          tags,
          summary: 'Place an order',
          description:
            'Of a cart (`cartId`) or of listed `items`. Stock is reserved here; the order is `pending` until it is paid. ' +
            'Without an address, an order of a signed-in customer goes to their default address.',
          body: PlaceOrderBody,
          response: { 201: PlacedOrderAnswer },
        },
        config: { access: placeOrder.access, problems: placeOrderProblems, idempotent: true },
      },
      async (request, reply) => {
        const { order, token, replayed } = await orProblem(placeOrder(placeOrderCommand(request)), placeOrderProblems);
        noteReplay(reply, replayed);
        // The answer to a replay is the first one, so its tag is the first version's whatever has happened since.
        reply.code(201).header('location', `${app.prefix}/orders/${order.id}`).header('etag', versionTag(1));
        return { ...presentOrder(order), ...(token === undefined ? {} : { token }) };
      },
    );

    app.post(
      '/orders/lookup',
      {
        schema: {
          tags,
          operationId: 'lookUpOrder',
          summary: 'Mail the buyer a link to their order',
          description:
            'The answer does not tell whether there is such an order. At most five mails an hour go to one address.',
          body: LookUpOrderBody,
          response: {
            202: Type.Unsafe<undefined>({ description: 'If there is such an order, the mail is on its way.' }),
          },
        },
        config: { access: lookUpOrder.access, problems: storageProblems },
      },
      async ({ body }, reply) => {
        await orProblem(lookUpOrder(body), storageProblems);
        return reply.code(202).send(undefined);
      },
    );

    app.get(
      '/orders/:id',
      {
        schema: { tags, summary: 'One order, whole', params: IdParams, response: { 200: OrderAnswer } },
        config: { access: viewOrder.access, problems: viewOrderProblems },
      },
      async ({ caller, params }, reply) => {
        const view = await orProblem(viewOrder({ caller, orderId: params.id }), viewOrderProblems);
        return answerOrder(reply, view);
      },
    );

    app.post(
      '/orders/:id/cancel',
      {
        schema: {
          tags,
          summary: 'Cancel an order',
          description: 'Its stock is given back, and money that was captured is refunded.',
          params: IdParams,
          body: CancelOrderBody,
          response: { 200: OrderAnswer },
        },
        config: { access: cancelOrder.access, problems: cancelOrderProblems, bodyOptional: true },
      },
      async ({ caller, params, body }, reply) => {
        const cancelled = await orProblem(cancelOrder({ ...body, caller, orderId: params.id }), cancelOrderProblems);
        reply.header('etag', versionTag(cancelled.version));
        return presentOrder(cancelled.order);
      },
    );
    done();
  };

function placeOrderCommand(
  request: FastifyRequest & { readonly body: Static<typeof PlaceOrderBody> },
): PlaceOrderCommand {
  const { cartId, items = [], ...facts } = request.body;
  const { caller } = request;
  refuseBothAddresses(request.body);
  return {
    ...facts,
    caller,
    request: idempotentRequest(request, guestScope(cartId, caller.cartToken, facts.email)),
    source: cartId === undefined ? { type: 'items', items } : { type: 'cart', cartId },
  };
}

/** What tells one guest's keys from another's: the secret of the cart, or for a list of items who it is for. */
const guestScope = (cartId = '', cartToken = '', email = ''): readonly string[] =>
  cartId === '' ? ['email', normaliseEmail(email)] : ['cart', cartId, cartToken];
