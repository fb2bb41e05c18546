import type { UseCases } from '@cartwright/application';
import type { Routes } from '../../route-types.js';
import { cartChange } from './cart-change.js';
import { answerCart, answerCartAgain } from './present-cart.js';
import { orProblem } from '../../errors/problem.js';
import { claimCartProblems, createCartProblems, viewCartProblems } from './cart-problems.js';
import {
  CartAnswer,
  ClaimCartBody,
  ClaimedCartAnswer,
  CreateCartBody,
  CreatedCartAnswer,
  ShippingOptionsAnswer,
} from './cart-schemas.js';
import { IdParams } from '../../requests/plain-schemas.js';

/** Opening, reading and claiming carts. What changes them stands in cart-lines.ts and cart-coupons.ts. */
export const cartRoutes =
  ({ createCart, viewCart, claimCart, listShippingOptions }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Carts'];

    app.post(
      '/carts',
      {
        schema: {
          tags,
          summary: 'Open a cart',
          description:
            'A guest gets a new cart with its secret `token`; a customer the one open cart they have (200) or a new one (201).',
          body: CreateCartBody,
          response: { 200: CartAnswer, 201: CreatedCartAnswer },
        },
        config: { access: createCart.access, problems: createCartProblems, bodyOptional: true, held: false },
      },
      async ({ caller, body }, reply) => {
        const { view, created, token } = await orProblem(createCart({ caller, ...body }), createCartProblems);
        const cart = answerCart(reply, view);
        if (!created) return cart;
        reply.code(201).header('location', `${app.prefix}/carts/${cart.id}`);
        return { ...cart, ...(token === undefined ? {} : { token }) };
      },
    );

    app.get(
      '/carts/:id',
      {
        schema: { tags, summary: 'The priced cart', params: IdParams, response: { 200: CartAnswer } },
        config: { access: viewCart.access, problems: viewCartProblems },
      },
      async ({ caller, params }, reply) => {
        const view = await orProblem(viewCart({ caller, cartId: params.id }), viewCartProblems);
        return answerCartAgain(reply, view);
      },
    );

    app.post(
      '/carts/:id/claim',
      {
        schema: {
          tags,
          summary: "Put a guest's cart into yours",
          description:
            'After signing in, with the `X-Cart-Token` of the cart that was filled as a guest. It goes into your open cart, which is ' +
            'answered, and is gone itself; sent again, this answers the same.',
          params: IdParams,
          body: ClaimCartBody,
          response: { 200: ClaimedCartAnswer },
        },
        config: { access: claimCart.access, problems: claimCartProblems, conditional: true, bodyOptional: true },
      },
      async (request, reply) => {
        const claim = claimCart(cartChange(request));
        const { view, clamped, couponsLeftOut } = await orProblem(claim, claimCartProblems);
        return { ...answerCart(reply, view), clamped, couponsLeftOut };
      },
    );

    app.get(
      '/carts/:id/shipping-options',
      {
        schema: {
          tags,
          summary: 'How the cart can be sent, and for how much',
          params: IdParams,
          response: { 200: ShippingOptionsAnswer },
        },
        config: { access: listShippingOptions.access, problems: viewCartProblems },
      },
      async ({ caller, params }) => ({
        data: await orProblem(listShippingOptions({ caller, cartId: params.id }), viewCartProblems),
      }),
    );
    done();
  };
