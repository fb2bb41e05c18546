import type {
  ChangeShippingMethodError,
  SetShippingMethodError,
  ShippingMethod,
  ShippingMethodChanges,
  ShippingMethodNotFound,
  ShippingMethodStale,
  StorageUnavailable,
  UseCases,
} from '@cartwright/application';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type, type Static } from 'typebox';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { listOf, PageQuery } from '../../requests/list-schemas.js';
import { wholeList } from '../../requests/whole-list.js';
import { contentTag, expectedContent } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import { setupProblems } from './setup-problems.js';
import { readCharge } from './shipping-charges.js';
import {
  presentMethod,
  ShippingMethodResponse,
  ShippingMethodBody,
  ShippingMethodPatch,
} from './shipping-method-schemas.js';
import { classesUncoveredProblems } from './tax-rules.js';

const methodNotFoundProblems = {
  'shipping-method.not-found': {
    status: 404,
    title: 'Shipping method not found',
    detail: 'The shipping method does not exist.',
    hint: '`GET /admin/shipping-methods` lists them.',
  },
  ...storageProblems,
} satisfies Problems<ShippingMethodNotFound | StorageUnavailable>;

const setMethodProblems = {
  ...setupProblems('method'),
  ...classesUncoveredProblems,
  ...storageProblems,
} satisfies Problems<SetShippingMethodError>;

const removeMethodProblems = {
  'shipping-method.stale': {
    status: 412,
    title: 'The shipping method has changed',
    detail: 'Somebody else has changed it. Load it again.',
    hint: 'The version no longer matches `If-Match`.',
  },
  ...methodNotFoundProblems,
} satisfies Problems<ShippingMethodNotFound | ShippingMethodStale | StorageUnavailable>;

const changeMethodProblems = {
  ...setMethodProblems,
  ...removeMethodProblems,
} satisfies Problems<ChangeShippingMethodError>;

const MethodParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }) });

/** Shipping methods. */
export const shippingMethodRoutes =
  ({
    listShippingMethods,
    viewShippingMethod,
    addShippingMethod,
    changeShippingMethod,
    removeShippingMethod,
  }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Pricing'];
    const response = { 200: ShippingMethodResponse };

    app.get(
      '/admin/shipping-methods',
      {
        schema: {
          tags,
          operationId: 'listShippingMethods',
          summary: 'The shipping methods',
          description: 'In the order in which they are offered, including disabled ones.',
          querystring: PageQuery,
          response: { 200: listOf(ShippingMethodResponse) },
        },
        config: { access: listShippingMethods.access, problems: listProblems },
      },
      async ({ caller, query }) =>
        wholeList(
          (await orProblem(listShippingMethods({ caller }), listProblems)).map(presentMethod),
          query,
          ({ id }) => id,
        ),
    );

    app.get(
      '/admin/shipping-methods/:id',
      {
        schema: {
          tags,
          operationId: 'viewShippingMethod',
          summary: 'A shipping method',
          description: 'With zones and charges. The `ETag` is for `If-Match`.',
          params: MethodParams,
          response,
        },
        config: { access: viewShippingMethod.access, problems: methodNotFoundProblems },
      },
      async ({ caller, params }, reply) =>
        respondWithMethod(
          reply,
          await orProblem(viewShippingMethod({ caller, methodId: params.id }), methodNotFoundProblems),
        ),
    );

    app.post(
      '/admin/shipping-methods',
      {
        schema: {
          tags,
          operationId: 'addShippingMethod',
          summary: 'Add a shipping method',
          description: 'It is offered last. `charges` are by currency: flat, by subtotal or by weight.',
          body: ShippingMethodBody,
          response: { 201: ShippingMethodResponse },
        },
        config: { access: addShippingMethod.access, problems: setMethodProblems },
      },
      async ({ caller, body }, reply) => {
        const { charges, ...draft } = body;
        const added = addShippingMethod({ caller, draft: { ...draft, charges: charges.map(readCharge) } });
        const method = await orProblem(added, setMethodProblems);
        reply.code(201).header('location', `${app.prefix}/admin/shipping-methods/${method.id}`);
        return respondWithMethod(reply, method);
      },
    );

    app.patch(
      '/admin/shipping-methods/:id',
      {
        schema: {
          tags,
          operationId: 'changeShippingMethod',
          summary: 'Change a shipping method',
          description:
            '`null` clears a field; an absent field stays. Orders keep the charge that they were placed with.',
          params: MethodParams,
          body: ShippingMethodPatch,
          response,
        },
        config: { access: changeShippingMethod.access, problems: changeMethodProblems, conditional: 'content' },
      },
      async (request, reply) => {
        const { charges, ...rest } = request.body;
        const changes: ShippingMethodChanges = {
          ...rest,
          ...(charges === undefined ? {} : { charges: charges.map(readCharge) }),
        };
        const change = changeShippingMethod({ caller: request.caller, changes, ...expected(request) });
        return respondWithMethod(reply, await orProblem(change, changeMethodProblems));
      },
    );

    app.delete(
      '/admin/shipping-methods/:id',
      {
        schema: {
          tags,
          operationId: 'removeShippingMethod',
          summary: 'Remove a shipping method',
          description: 'It is no longer offered. Existing orders keep it.',
          params: MethodParams,
          response: { 204: Type.Null() },
        },
        config: { access: removeShippingMethod.access, problems: removeMethodProblems, conditional: 'content' },
      },
      async (request, reply) => {
        await orProblem(removeShippingMethod({ caller: request.caller, ...expected(request) }), removeMethodProblems);
        return reply.code(204).send(null);
      },
    );
    done();
  };

function expected(request: FastifyRequest & { readonly params: { readonly id: string } }) {
  const isExpected = expectedContent(request);
  return {
    methodId: request.params.id,
    ...(isExpected === undefined ? {} : { isExpected: (method: ShippingMethod) => isExpected(presentMethod(method)) }),
  };
}

function respondWithMethod(reply: FastifyReply, method: ShippingMethod): Static<typeof ShippingMethodResponse> {
  const presented = presentMethod(method);
  void reply.header('etag', contentTag(presented));
  return presented;
}
