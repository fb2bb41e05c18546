import type { ReceiveReturnError, RequestReturnError, UseCases } from '@cartwright/application';
import { Type, type Static } from 'typebox';
import { amountProblems } from '../../errors/amount-problems.js';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { defect, storageProblems } from '../../errors/unavailable-problems.js';
import { pageRequest } from '../../requests/list-query.js';
import { listOf, pageQuery } from '../../requests/list-schemas.js';
import { IdParams, closed, Id, Instant, Money, oneOf, text } from '../../requests/plain-schemas.js';
import { maybeIdempotent, noteReplay } from '../../requests/idempotent-request.js';
import { expectedVersion } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import { optionalKeyProblems, viewOrderProblems } from './order-problems.js';
import { unitsProblems, versionProblems } from './units-problems.js';
import { WantedUnits } from './wanted-units.js';
import { OrderResponse, Units } from './order-schemas.js';
import { respondWithOrder, presentRequest } from './present-order.js';

const requestReturnProblems: Problems<RequestReturnError> = { ...viewOrderProblems, ...unitsProblems };

const amountProblem = { status: 422, title: 'The shipping refund is not valid' } as const;

const receiveReturnProblems: Problems<ReceiveReturnError> = {
  'return.not-found': { status: 404, title: 'Return not found', detail: 'It was not announced.' },
  'return.already-received': {
    status: 409,
    title: 'Return already received',
    detail: 'Its units were already received.',
    hint: 'A repeat must have the same `restock` and `shippingRefund`.',
  },
  ...optionalKeyProblems,
  ...versionProblems,
  ...unitsProblems,
  'order.not-found': defect,
  'return.shipping-exceeds-paid': {
    status: 422,
    title: 'The shipping refund is too high',
    detail: 'The refund is more than what is left of the shipping that was paid.',
    hint: '`refundable` is what is left, tax included.',
  },
  'return.shipping-exceeds-cheapest': {
    status: 422,
    title: 'The shipping refund is too high',
    detail: 'A withdrawal from the whole order refunds at most the cheapest shipping.',
    hint: '`refundable` is the limit.',
    facts: ({ refundable, requested, status }) => ({ refundable, requested, orderStatus: status }),
  },
  'return.amount-not-positive': { ...amountProblem, detail: 'It must not be below zero.' },
  ...amountProblems(amountProblem),
  'money.off-step': {
    ...amountProblem,
    detail: 'The currency has no such small amounts.',
    hint: 'Send a multiple of `step`, or all that is left.',
  },
  // A return is received once.
  'return.already-recorded': defect,
  ...storageProblems,
};

const RequestReturnBody = Type.Object({ lines: WantedUnits, reason: text(500) }, closed);

const RequestedReturnResponse = Type.Object(
  { id: Id, orderId: Id, status: oneOf('requested'), lines: Units, reason: Type.String(), requestedAt: Instant },
  { title: 'RequestedReturn' },
);

const ReceiveReturnBody = Type.Object(
  {
    restock: Type.Boolean({ description: 'Whether the units can be sold again.' }),
    shippingRefund: Type.Optional(
      Type.Unsafe<Static<typeof Money>>({
        ...Money,
        description:
          'What of the shipping is refunded too, tax included. Without it, what a withdrawal from the whole order promised.',
      }),
    ),
  },
  closed,
);

const AwaitedReturnsQuery = Type.Object(pageQuery, closed);

const AwaitedReturnsResponse = listOf(
  Type.Object(
    {
      id: Id,
      orderId: Id,
      orderNumber: Type.String(),
      email: Type.String(),
      lines: Type.Array(
        Type.Object({ variantId: Id, quantity: Type.Integer(), name: Type.String(), sku: Type.String() }),
      ),
      reason: Type.String(),
      requestedAt: Instant,
    },
    { title: 'AwaitedReturn' },
  ),
);

/** Returns: announced by the owner of the order, received by staff. */
export const returnRoutes =
  ({ requestReturn, receiveReturn, listAwaitedReturns }: UseCases): Routes =>
  (app, _options, done) => {
    app.post(
      '/orders/:id/returns',
      {
        schema: {
          tags: ['Orders'],
          operationId: 'requestReturn',
          summary: 'Announce a return',
          description:
            'Only units that were shipped and not yet announced. A repeat with the same units and reason returns the same return ' +
            'with 200 until it is received. The refund follows once the units have arrived.',
          params: IdParams,
          body: RequestReturnBody,
          response: { 200: RequestedReturnResponse, 201: RequestedReturnResponse },
        },
        config: { access: requestReturn.access, problems: requestReturnProblems },
      },
      async ({ caller, params, body }, reply) => {
        const requested = requestReturn({ ...body, caller, orderId: params.id });
        const { request, repeated } = await orProblem(requested, requestReturnProblems);
        reply.code(repeated ? 200 : 201);
        return { ...presentRequest(request), orderId: request.orderId };
      },
    );

    app.get(
      '/admin/returns',
      {
        schema: {
          tags: ['Order management'],
          operationId: 'listReturns',
          summary: 'Announced returns, oldest first',
          description: 'Those that have not arrived.',
          querystring: AwaitedReturnsQuery,
          response: { 200: AwaitedReturnsResponse },
        },
        config: { access: listAwaitedReturns.access, problems: listProblems },
      },
      ({ caller, query }) => orProblem(listAwaitedReturns({ caller, page: pageRequest(query) }), listProblems),
    );

    app.post(
      '/admin/returns/:id/receive',
      {
        schema: {
          tags: ['Order management'],
          operationId: 'receiveReturn',
          summary: 'Receive a return',
          description:
            'Refunds the amount paid for its units; `restock` puts them on sale again. Returns the order; a repeat ' +
            'returns the same.',
          params: IdParams,
          body: ReceiveReturnBody,
          response: { 200: OrderResponse },
        },
        config: {
          access: receiveReturn.access,
          problems: receiveReturnProblems,
          conditional: true,
          idempotent: 'optional',
        },
      },
      async (request, reply) => {
        const { caller, params, body } = request;
        const once = { ...maybeIdempotent(request, []), ...expectedVersion(request) };
        const received = receiveReturn({ ...body, caller, returnId: params.id, ...once });
        const { view, replayed } = await orProblem(received, receiveReturnProblems);
        noteReplay(reply, replayed);
        return respondWithOrder(reply, view);
      },
    );
    done();
  };
