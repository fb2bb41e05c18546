import type { ReceiveReturnError, RequestReturnError, UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { defect, storageProblems } from '../../errors/unavailable-problems.js';
import { pageRequest } from '../../requests/list-query.js';
import { listOf, pageQuery } from '../../requests/list-schemas.js';
import { IdParams, closed, Id, Instant, oneOf, text } from '../../requests/plain-schemas.js';
import { expectedVersion } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import { viewOrderProblems } from './order-problems.js';
import { unitsProblems, versionProblems } from './units-problems.js';
import { WantedUnits } from './wanted-units.js';
import { OrderAnswer, Units } from './order-schemas.js';
import { answerOrder, presentRequest } from './present-order.js';

const requestReturnProblems: Problems<RequestReturnError> = { ...viewOrderProblems, ...unitsProblems };

const receiveReturnProblems: Problems<ReceiveReturnError> = {
  'return.not-found': { status: 404, title: 'There is no such return', detail: 'Nobody has announced it.' },
  'return.already-received': {
    status: 409,
    title: 'The return was received before',
    detail: '`restock` is what was said of its units then.',
  },
  ...versionProblems,
  ...unitsProblems,
  'order.not-found': defect,
  // The route gives back no shipping.
  'return.already-recorded': defect,
  'return.shipping-exceeds-paid': defect,
  'return.amount-not-positive': defect,
  'money.currency-mismatch': defect,
  'money.not-an-integer': defect,
  'money.off-step': defect,
  'money.out-of-range': defect,
  ...storageProblems,
};

const RequestReturnBody = Type.Object({ lines: WantedUnits, reason: text(500) }, closed);

const RequestedReturnAnswer = Type.Object(
  { id: Id, orderId: Id, status: oneOf('requested'), lines: Units, reason: Type.String(), requestedAt: Instant },
  { title: 'RequestedReturn' },
);

const ReceiveReturnBody = Type.Object(
  { restock: Type.Boolean({ description: 'Whether the units can be sold again.' }) },
  closed,
);

const AwaitedReturnsQuery = Type.Object(pageQuery, closed);

const AwaitedReturnsAnswer = listOf(
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

/** Units that come back: announced by whose order it is, taken in by staff. */
export const returnRoutes =
  ({ requestReturn, receiveReturn, listAwaitedReturns }: UseCases): Routes =>
  (app, _options, done) => {
    app.post(
      '/orders/:id/returns',
      {
        schema: {
          tags: ['Orders'],
          summary: 'Announce that units come back',
          description:
            'Units that were shipped and are not announced yet. The same units for the same reason again are the same return ' +
            'while it is awaited: it is answered with 200. Money goes back once the units have arrived.',
          params: IdParams,
          body: RequestReturnBody,
          response: { 200: RequestedReturnAnswer, 201: RequestedReturnAnswer },
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
          tags: ['Administration'],
          summary: 'Returns that are awaited, oldest first',
          querystring: AwaitedReturnsQuery,
          response: { 200: AwaitedReturnsAnswer },
        },
        config: { access: listAwaitedReturns.access, problems: listProblems },
      },
      ({ caller, query }) => orProblem(listAwaitedReturns({ caller, page: pageRequest(query) }), listProblems),
    );

    app.post(
      '/admin/returns/:id/receive',
      {
        schema: {
          tags: ['Administration'],
          summary: 'Take a return in',
          description:
            'What was paid for its units is refunded; with `restock` they are on sale again. Answers its order, the same when ' +
            'it is taken in again.',
          params: IdParams,
          body: ReceiveReturnBody,
          response: { 200: OrderAnswer },
        },
        config: { access: receiveReturn.access, problems: receiveReturnProblems, conditional: true },
      },
      async (request, reply) => {
        const { caller, params, body } = request;
        const received = receiveReturn({ ...body, caller, returnId: params.id, ...expectedVersion(request) });
        return answerOrder(reply, await orProblem(received, receiveReturnProblems));
      },
    );
    done();
  };
