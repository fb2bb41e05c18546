import type { UseCases } from '@cartwright/application';
import type { Routes } from '../../route-types.js';
import { cartChange } from './cart-change.js';
import { answerCart } from './present-cart.js';
import { orProblem } from '../../errors/problem.js';
import { addCouponProblems, removeCouponProblems } from './cart-problems.js';
import { AddCouponBody, CartAnswer, CouponParams } from './cart-schemas.js';
import { IdParams } from '../../requests/plain-schemas.js';

/** The codes that a cart holds. */
export const cartCouponRoutes =
  ({ addCoupon, removeCoupon }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Carts'];
    const response = { 200: CartAnswer };

    app.post(
      '/carts/:id/coupons',
      {
        schema: { tags, summary: 'Enter a coupon code', params: IdParams, body: AddCouponBody, response },
        config: { access: addCoupon.access, problems: addCouponProblems, conditional: true },
      },
      async (request, reply) => {
        const view = await orProblem(addCoupon({ ...cartChange(request), ...request.body }), addCouponProblems);
        return answerCart(reply, view);
      },
    );

    app.delete(
      '/carts/:id/coupons/:code',
      {
        schema: { tags, summary: 'Take a coupon code out', params: CouponParams, response },
        config: { access: removeCoupon.access, problems: removeCouponProblems, conditional: true },
      },
      async (request, reply) => {
        const { code } = request.params;
        const view = await orProblem(removeCoupon({ ...cartChange(request), code }), removeCouponProblems);
        return answerCart(reply, view);
      },
    );
    done();
  };
