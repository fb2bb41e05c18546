import type { Routes } from '../route-types.js';
import { expectedVersion, versionTag } from '../entity-tags.js';
import { presentCart } from '../present-cart.js';
import { orProblem } from '../problem.js';
import { fillCartProblems, removeLineProblems } from '../problems/cart-problems.js';
import { AddLineBody, CartAnswer, LineParams, SetLineBody } from '../schemas/cart-schemas.js';
import { IdParams } from '../schemas/plain-schemas.js';
import type { ServerDeps } from '../server-deps.js';

/** What a cart holds. Each answer is the whole cart, priced anew. */
export const cartLineRoutes =
  ({ addLine, setLine, removeLine }: ServerDeps): Routes =>
  (app, _options, done) => {
    const tags = ['Carts'];
    const response = { 200: CartAnswer };

    app.post(
      '/carts/:id/lines',
      {
        schema: { tags, summary: 'Add units of a variant', params: IdParams, body: AddLineBody, response },
        config: { access: 'anyone', problems: fillCartProblems, conditional: true },
      },
      async (request, reply) => {
        const { caller, params, body } = request;
        const change = { caller, cartId: params.id, ...expectedVersion(request) };
        const view = await orProblem(addLine({ ...change, ...body }), fillCartProblems);
        reply.header('etag', versionTag(view.stored.version));
        return presentCart(view);
      },
    );

    app.put(
      '/carts/:id/lines/:variantId',
      {
        schema: { tags, summary: 'Hold exactly so many units of a variant', params: LineParams, body: SetLineBody, response },
        config: { access: 'anyone', problems: fillCartProblems, conditional: true },
      },
      async (request, reply) => {
        const { caller, params, body } = request;
        const change = { caller, cartId: params.id, ...expectedVersion(request) };
        const view = await orProblem(setLine({ ...change, variantId: params.variantId, ...body }), fillCartProblems);
        reply.header('etag', versionTag(view.stored.version));
        return presentCart(view);
      },
    );

    app.delete(
      '/carts/:id/lines/:variantId',
      {
        schema: { tags, summary: 'Take a variant out', params: LineParams, response },
        config: { access: 'anyone', problems: removeLineProblems, conditional: true },
      },
      async (request, reply) => {
        const { caller, params } = request;
        const change = { caller, cartId: params.id, ...expectedVersion(request) };
        const view = await orProblem(removeLine({ ...change, variantId: params.variantId }), removeLineProblems);
        reply.header('etag', versionTag(view.stored.version));
        return presentCart(view);
      },
    );
    done();
  };
