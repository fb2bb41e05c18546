import {
  normaliseEmail,
  writeMoney,
  type CancelOrderError,
  type PlaceOrderCommand,
  type PlaceOrderError,
  type UseCases,
} from '@cartwright/application';
import { rateLimitProblems } from '../../errors/rate-limit-problems.js';
import type { Routes } from '../../route-types.js';
import type { FastifyRequest } from 'fastify';
import { Type, type Static } from 'typebox';
import { expectedVersion, versionTag } from '../../responses/entity-tags.js';
import { refuseBothAddresses } from '../../requests/address-ids.js';
import { idempotentRequest, maybeIdempotent, noteReplay } from '../../requests/idempotent-request.js';
import { nameLanguage, presentOrder, respondWithOrder } from './present-order.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { requestProblems, requestRefusal } from '../../errors/request-problems.js';
import {
  alreadyOrderedProblems,
  cartVersionProblems,
  tooManyLinesProblems,
  viewCartProblems,
} from '../cart/cart-problems.js';
import { presentPricedLine, presentPricing } from '../cart/present-pricing.js';
import { couponProblems, shippingProblems, variantProblems } from '../cart/pricing-problems.js';
import { stockProblems } from '../catalogue/stock-problems.js';
import { addressNotFoundProblems } from '../customers/addresses.js';
import {
  cancelOrderProblems,
  idempotencyProblems,
  optionalKeyProblems,
  viewOrderProblems,
  type IdempotencyKeyRefused,
} from './order-problems.js';
import { LookUpOrderBody, OrderResponse, PlacedOrderResponse, PlaceOrderBody } from './order-schemas.js';
import { LocaleQuery, localesWanted } from '../../requests/shopper.js';
import { closed, IdParams, text } from '../../requests/plain-schemas.js';

const CancelOrderBody = Type.Object({ reason: Type.Optional(text(500)) }, closed);

/** What the route itself refuses. */
type ConditionUnsupported = { readonly type: 'request.condition-unsupported' };

const placeOrderProblems = {
  ...idempotencyProblems,
  ...viewCartProblems,
  ...variantProblems,
  ...shippingProblems,
  ...alreadyOrderedProblems,
  ...cartVersionProblems,
  ...tooManyLinesProblems,
  ...addressNotFoundProblems,
  ...couponProblems,
  ...stockProblems,
  'order.too-many-unpaid': {
    status: 409,
    title: 'Too many unpaid orders',
    detail: 'Pay or cancel some of your orders, or wait until they expire.',
  },
  'cart.lines-unavailable': {
    status: 409,
    title: 'Some products are no longer sold',
    detail: 'Remove them from the cart and order the rest.',
    hint: '`lines` names them.',
  },
  'cart.empty': { status: 422, title: 'The cart is empty', detail: 'Add a product first.' },
  'order.below-minimum': {
    status: 422,
    title: 'The order is below the minimum',
    detail: 'Add something to the cart to reach the minimum of the shop.',
    hint: 'The minimum is `required`; `missing` is the difference.',
    say: ({ required, missing }) =>
      `The minimum order is ${writeMoney(required, 'en')}. Add something for ${writeMoney(missing, 'en')} to the cart.`,
  },
  'order.below-payment-minimum': {
    status: 422,
    title: 'The total is too small to pay',
    detail: 'The total is smaller than the smallest possible payment. Nothing was reserved.',
    hint: 'The smallest payment is `minimum`.',
  },
  'order.shipping-method-missing': {
    status: 422,
    title: 'The shipping method is missing',
    detail: 'The order has to be shipped, but the shop has no shipping method.',
  },
  'order.email-missing': {
    status: 422,
    title: 'The e-mail is missing',
    detail: 'Enter an e-mail address for the confirmation.',
  },
  'order.shipping-address-missing': {
    status: 422,
    title: 'The shipping address is missing',
    detail: 'Enter the address to ship the order to.',
  },
  'order.price-changed': {
    status: 409,
    title: 'The price has changed',
    detail: 'The total has changed. Please check it before you order.',
    hint: 'The total is no longer `expectedTotal`; `pricing` and `lines` have the current breakdown.',
    facts: ({ expectedTotal, pricing }) => ({
      expectedTotal,
      total: pricing.total,
      lines: pricing.lines.map(presentPricedLine),
      pricing: presentPricing(pricing),
    }),
  },
  'request.condition-unsupported': requestProblems['request.condition-unsupported'],
  ...rateLimitProblems,
} satisfies Problems<PlaceOrderError | IdempotencyKeyRefused | ConditionUnsupported>;

const cancelOnceProblems: Problems<CancelOrderError> = { ...optionalKeyProblems, ...cancelOrderProblems };

/** Places orders, and lets their owners read and cancel them. */
export const orderRoutes =
  ({ placeOrder, requestOrderLink, viewOrder, cancelOrder }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Orders'];

    app.post(
      '/orders',
      {
        schema: {
          tags,
          operationId: 'placeOrder',
          summary: 'Place an order',
          description:
            'From a cart (`cartId`) or from `items`. Reserves the stock; the order is `pending` until it is paid. ' +
            'Without an address, the default address of a signed-in customer is used. `If-Match` is the `ETag` of the cart.',
          querystring: LocaleQuery,
          body: PlaceOrderBody,
          response: { 201: PlacedOrderResponse },
        },
        config: { access: placeOrder.access, problems: placeOrderProblems, conditional: true, idempotent: true },
      },
      async (request, reply) => {
        const { order, token, replayed } = await orProblem(placeOrder(placeOrderCommand(request)), placeOrderProblems);
        noteReplay(reply, replayed);
        // A replay returns the first response, so its tag is that of the first version.
        reply.code(201).header('location', `${app.prefix}/orders/${order.id}`).header('etag', versionTag(1));
        nameLanguage(reply, order);
        return { ...presentOrder(order, reply.server.imageUrl), ...(token === undefined ? {} : { token }) };
      },
    );

    app.post(
      '/orders/lookup',
      {
        schema: {
          tags,
          operationId: 'lookUpOrder',
          summary: 'Mail the buyer a link to their order',
          description: 'The response is the same for unknown orders. At most five mails an hour go to one address.',
          body: LookUpOrderBody,
          response: {
            202: Type.Unsafe<undefined>({ description: 'The mail is sent if the order exists.' }),
          },
        },
        config: { access: requestOrderLink.access, problems: storageProblems },
      },
      async ({ body }, reply) => {
        await orProblem(requestOrderLink(body), storageProblems);
        return reply.code(202).send(undefined);
      },
    );

    app.get(
      '/orders/:id',
      {
        schema: {
          tags,
          operationId: 'viewOrder',
          summary: 'View an order',
          description: 'With its price, its payments, its parcels and its timeline.',
          params: IdParams,
          response: { 200: OrderResponse },
        },
        config: { access: viewOrder.access, problems: viewOrderProblems },
      },
      async ({ caller, params }, reply) => {
        const view = await orProblem(viewOrder({ caller, orderId: params.id }), viewOrderProblems);
        return respondWithOrder(reply, view);
      },
    );

    app.post(
      '/orders/:id/cancel',
      {
        schema: {
          tags,
          operationId: 'cancelOrder',
          summary: 'Cancel an order',
          description: 'Releases its stock and refunds captured money.',
          params: IdParams,
          body: CancelOrderBody,
          response: { 200: OrderResponse },
        },
        config: {
          access: cancelOrder.access,
          problems: cancelOnceProblems,
          bodyOptional: true,
          idempotent: 'optional',
        },
      },
      async (request, reply) => {
        const { caller, params, body } = request;
        const once = maybeIdempotent(request, ['order', params.id, caller.orderToken ?? '']);
        const command = { ...body, caller, orderId: params.id, ...once };
        const { view, replayed } = await orProblem(cancelOrder(command), cancelOnceProblems);
        noteReplay(reply, replayed);
        return respondWithOrder(reply, view);
      },
    );
    done();
  };

function placeOrderCommand(
  request: FastifyRequest & {
    readonly body: Static<typeof PlaceOrderBody>;
    readonly query: Static<typeof LocaleQuery>;
  },
): PlaceOrderCommand {
  const { cartId, items = [], ...facts } = request.body;
  const { caller } = request;
  const { locales } = facts.locale === undefined ? localesWanted(request) : { locales: [facts.locale] };
  refuseBothAddresses(request.body);
  return {
    ...(locales[0] === undefined ? {} : { locale: locales[0] }),
    ...facts,
    locales,
    caller,
    request: idempotentRequest(request, guestScope(cartId, caller.cartToken, facts.email)),
    source: cartId === undefined ? itemsSource(request, items) : { type: 'cart', cartId, ...expectedVersion(request) },
  };
}

/** A list of items is nothing that has a version. */
function itemsSource(
  request: FastifyRequest,
  items: Static<typeof PlaceOrderBody>['items'] & object,
): PlaceOrderCommand['source'] {
  if (expectedVersion(request).expectedVersion !== undefined) throw requestRefusal('request.condition-unsupported');
  return { type: 'items', items };
}

/** Separates the keys of guests: by the secret of the cart, or by the e-mail for a list of items. */
const guestScope = (cartId = '', cartToken = '', email = ''): readonly string[] =>
  cartId === '' ? ['email', normaliseEmail(email)] : ['cart', cartId, cartToken];
