import type { UseCases } from '@cartwright/application';
import type { Routes } from '../../route-types.js';
import { cartChange } from './cart-change.js';
import { answerCart } from './present-cart.js';
import { orProblem } from '../../errors/problem.js';
import { fillCartProblems, removeLineProblems } from './cart-problems.js';
import { AddLineBody, CartAnswer, LineParams, SetLineBody } from './cart-schemas.js';
import { IdParams } from '../../requests/plain-schemas.js';

/** What a cart holds. Each answer is the whole cart, priced anew. */
export const cartLineRoutes =
  ({ addLine, setLine, removeLine }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Carts'];
    const response = { 200: CartAnswer };

    app.post(
      '/carts/:id/lines',
      {
        schema: { tags, summary: 'Add units of a variant', params: IdParams, body: AddLineBody, response },
        config: { access: addLine.access, problems: fillCartProblems, conditional: true },
      },
      async (request, reply) => {
        const view = await orProblem(addLine({ ...cartChange(request), ...request.body }), fillCartProblems);
        return answerCart(reply, view);
      },
    );

    app.put(
      '/carts/:id/lines/:variantId',
      {
        schema: {
          tags,
          summary: 'Hold exactly so many units of a variant',
          params: LineParams,
          body: SetLineBody,
          response,
        },
        config: { access: setLine.access, problems: fillCartProblems, conditional: true },
      },
      async (request, reply) => {
        const { variantId } = request.params;
        const view = await orProblem(setLine({ ...cartChange(request), variantId, ...request.body }), fillCartProblems);
        return answerCart(reply, view);
      },
    );

    app.delete(
      '/carts/:id/lines/:variantId',
      {
        schema: { tags, summary: 'Take a variant out', params: LineParams, response },
        config: { access: removeLine.access, problems: removeLineProblems, conditional: true },
      },
      async (request, reply) => {
        const { variantId } = request.params;
        const view = await orProblem(removeLine({ ...cartChange(request), variantId }), removeLineProblems);
        return answerCart(reply, view);
      },
    );
    done();
  };
