import type { Routes } from '../route-types.js';
import { expectedVersion, versionTag } from '../entity-tags.js';
import { presentCart } from '../present-cart.js';
import { orProblem } from '../problem.js';
import { addCouponProblems, removeCouponProblems } from '../problems/cart-problems.js';
import { AddCouponBody, CartAnswer, CouponParams } from '../schemas/cart-schemas.js';
import { IdParams } from '../schemas/plain-schemas.js';
import type { ServerDeps } from '../server-deps.js';

/** The codes that a cart holds. */
export const cartCouponRoutes =
  ({ addCoupon, removeCoupon }: ServerDeps): Routes =>
  (app, _options, done) => {
    const tags = ['Carts'];
    const response = { 200: CartAnswer };

    app.post(
      '/carts/:id/coupons',
      {
        schema: { tags, summary: 'Enter a coupon code', params: IdParams, body: AddCouponBody, response },
        config: { access: 'anyone', problems: addCouponProblems, conditional: true },
      },
      async (request, reply) => {
        const { caller, params, body } = request;
        const change = { caller, cartId: params.id, ...expectedVersion(request) };
        const view = await orProblem(addCoupon({ ...change, ...body }), addCouponProblems);
        reply.header('etag', versionTag(view.stored.version));
        return presentCart(view);
      },
    );

    app.delete(
      '/carts/:id/coupons/:code',
      {
        schema: { tags, summary: 'Take a coupon code out', params: CouponParams, response },
        config: { access: 'anyone', problems: removeCouponProblems, conditional: true },
      },
      async (request, reply) => {
        const { caller, params } = request;
        const change = { caller, cartId: params.id, ...expectedVersion(request) };
        const view = await orProblem(removeCoupon({ ...change, code: params.code }), removeCouponProblems);
        reply.header('etag', versionTag(view.stored.version));
        return presentCart(view);
      },
    );
    done();
  };
