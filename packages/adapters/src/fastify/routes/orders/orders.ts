import { normaliseEmail, type PlaceOrderCommand, type PlaceOrderError, type UseCases } from '@cartwright/application';
import { rateLimitProblems } from '../../errors/rate-limit-problems.js';
import type { Routes } from '../../route-types.js';
import type { FastifyRequest } from 'fastify';
import { Type, type Static } from 'typebox';
import { versionTag } from '../../responses/entity-tags.js';
import { refuseBothAddresses } from '../../requests/address-ids.js';
import { idempotentRequest, noteReplay } from '../../requests/idempotent-request.js';
import { answerOrder, presentOrder } from './present-order.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { alreadyOrderedProblems, tooManyLinesProblems, viewCartProblems } from '../cart/cart-problems.js';
import { presentPricedLine, presentPricing } from '../cart/present-pricing.js';
import { couponProblems, shippingProblems, variantProblems } from '../cart/pricing-problems.js';
import { stockProblems } from '../catalogue/stock-problems.js';
import { addressNotFoundProblems } from '../customers/addresses.js';
import { cancelOrderProblems, idempotencyProblems, viewOrderProblems } from './order-problems.js';
import { OrderAnswer, PlacedOrderAnswer, PlaceOrderBody } from './order-schemas.js';
import { closed, IdParams, text } from '../../requests/plain-schemas.js';

/** Looser than an order's own, so that what no order can have is answered alike. */
const LookUpOrderBody = Type.Object(
  {
    number: Type.String({ minLength: 1, maxLength: 64, description: 'As the confirmation has it.' }),
    email: Type.String({ minLength: 1, maxLength: 254 }),
  },
  { ...closed, title: 'OrderLookup', examples: [{ number: '7K3F-9QXM2A', email: 'ada@example.com' }] },
);

const CancelOrderBody = Type.Object({ reason: Type.Optional(text(500)) }, closed);

const placeOrderProblems = {
  ...idempotencyProblems,
  ...viewCartProblems,
  ...variantProblems,
  ...shippingProblems,
  ...alreadyOrderedProblems,
  ...tooManyLinesProblems,
  ...addressNotFoundProblems,
  ...couponProblems,
  ...stockProblems,
  'order.too-many-unpaid': {
    status: 409,
    title: 'Too many unpaid orders',
    detail: 'Pay or cancel some of your orders, or wait until they expire. Then place this one.',
  },
  'cart.lines-unavailable': {
    status: 409,
    title: 'Some products are no longer sold',
    detail: 'Take `lines` out of the cart and order the rest.',
  },
  'cart.empty': { status: 422, title: 'The cart is empty', detail: 'Put something into it first.' },
  'order.below-minimum': {
    status: 422,
    title: 'The order is below the minimum',
    detail: '`missing` is what it lacks to come to `required`.',
  },
  'order.below-payment-minimum': {
    status: 422,
    title: 'The total is too small to be paid',
    detail: 'The payment provider takes at least `minimum`. Nothing was reserved.',
  },
  'order.shipping-method-missing': {
    status: 422,
    title: 'The shipping method is missing',
    detail: 'The shop has no shipping method, and something in the order has to be sent.',
  },
  'order.email-missing': {
    status: 422,
    title: 'The e-mail is missing',
    detail: 'A guest gives an e-mail for the confirmation.',
  },
  'order.shipping-address-missing': {
    status: 422,
    title: 'The shipping address is missing',
    detail: 'Something in the order has to be sent.',
  },
  'order.price-changed': {
    status: 409,
    title: 'The price has changed',
    detail: 'The total is no longer `expectedTotal`; `pricing` and `lines` are the breakdown of now.',
    facts: ({ expectedTotal, pricing }) => ({
      expectedTotal,
      total: pricing.total,
      lines: pricing.lines.map(presentPricedLine),
      pricing: presentPricing(pricing),
    }),
  },
  ...rateLimitProblems,
} satisfies Problems<
  PlaceOrderError | { readonly type: 'idempotency.key-missing' } | { readonly type: 'idempotency.key-malformed' }
>;

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
