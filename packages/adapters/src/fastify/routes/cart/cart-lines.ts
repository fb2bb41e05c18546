import type { UseCases, AddLineError, RemoveLineError, SetLineError } from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import { IdParams, closed, Id } from '../../requests/plain-schemas.js';
import { LocaleQuery } from '../../requests/shopper.js';
import type { Routes } from '../../route-types.js';
import { cartChange } from './cart-change.js';
import { changeCartProblems, tooManyLinesProblems } from './cart-problems.js';
import { AddLineBody, CartResponse, Quantity } from './cart-schemas.js';
import { respondWithCart } from './present-cart.js';
import { variantProblems } from './pricing-problems.js';

const fillCartProblems = { ...changeCartProblems, ...variantProblems, ...tooManyLinesProblems } satisfies Problems<
  AddLineError | SetLineError
>;

const removeLineProblems = {
  ...changeCartProblems,
  'cart.line-not-found': {
    status: 404,
    title: 'Cart line not found',
    detail: 'The cart does not contain this variant.',
  },
} satisfies Problems<RemoveLineError>;

const LineParams = Type.Object({ id: Id, variantId: Id });

const SetLineBody = Type.Object({ quantity: Quantity }, closed);

/** The lines of a cart. Each response is the whole cart with current prices. */
export const cartLineRoutes =
  ({ addLine, setLine, removeLine }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Carts'];
    const response = { 200: CartResponse };

    app.post(
      '/carts/:id/lines',
      {
        schema: {
          tags,
          operationId: 'addLine',
          summary: 'Add units of a variant',
          description: 'Adds to the quantity that the cart has. The response is the whole cart.',
          params: IdParams,
          querystring: LocaleQuery,
          body: AddLineBody,
          response,
        },
        config: { access: addLine.access, problems: fillCartProblems, conditional: true },
      },
      async (request, reply) => {
        const view = await orProblem(addLine({ ...request.body, ...cartChange(request) }), fillCartProblems);
        return respondWithCart(reply, view);
      },
    );

    app.put(
      '/carts/:id/lines/:variantId',
      {
        schema: {
          tags,
          operationId: 'setLine',
          summary: 'Set the quantity of a variant',
          description: 'Replaces the quantity that the cart has. The response is the whole cart.',
          params: LineParams,
          querystring: LocaleQuery,
          body: SetLineBody,
          response,
        },
        config: { access: setLine.access, problems: fillCartProblems, conditional: true },
      },
      async (request, reply) => {
        const { variantId } = request.params;
        const view = await orProblem(setLine({ ...request.body, ...cartChange(request), variantId }), fillCartProblems);
        return respondWithCart(reply, view);
      },
    );

    app.delete(
      '/carts/:id/lines/:variantId',
      {
        schema: {
          tags,
          operationId: 'removeLine',
          summary: 'Remove a variant',
          description: 'The response is the whole cart.',
          params: LineParams,
          querystring: LocaleQuery,
          response,
        },
        config: { access: removeLine.access, problems: removeLineProblems, conditional: true },
      },
      async (request, reply) => {
        const { variantId } = request.params;
        const view = await orProblem(removeLine({ ...cartChange(request), variantId }), removeLineProblems);
        return respondWithCart(reply, view);
      },
    );
    done();
  };
