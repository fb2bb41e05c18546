import { rateLimitProblems } from '../../errors/rate-limit-problems.js';
import type { UseCases, AddCouponError, RemoveCouponError } from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import { IdParams, closed, Id } from '../../requests/plain-schemas.js';
import { LocaleQuery } from '../../requests/shopper.js';
import type { Routes } from '../../route-types.js';
import { cartChange } from './cart-change.js';
import { changeCartProblems } from './cart-problems.js';
import { CartResponse } from './cart-schemas.js';
import { respondWithCart } from './present-cart.js';
import { couponProblems } from './pricing-problems.js';

const addCouponProblems = {
  ...changeCartProblems,
  ...couponProblems,
  ...rateLimitProblems,
} satisfies Problems<AddCouponError>;

const removeCouponProblems = {
  ...changeCartProblems,
  'cart.coupon-not-found': {
    status: 404,
    title: 'Coupon not found',
    detail: 'The cart does not have this code.',
    facts: ({ code }) => ({ coupon: code }),
  },
} satisfies Problems<RemoveCouponError>;

const Code = Type.String({ minLength: 1, maxLength: 100 });

const AddCouponBody = Type.Object({ code: Code }, closed);

const CouponParams = Type.Object({ id: Id, code: Code });

/** The coupon codes of a cart. */
export const cartCouponRoutes =
  ({ addCoupon, removeCoupon }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Carts'];
    const response = { 200: CartResponse };

    app.post(
      '/carts/:id/coupons',
      {
        schema: {
          tags,
          operationId: 'addCoupon',
          summary: 'Enter a coupon code',
          description: 'The response is the whole cart. A coupon that gives no discount is refused with the reason.',
          params: IdParams,
          querystring: LocaleQuery,
          body: AddCouponBody,
          response,
        },
        config: { access: addCoupon.access, problems: addCouponProblems, conditional: true },
      },
      async (request, reply) => {
        const view = await orProblem(addCoupon({ ...request.body, ...cartChange(request) }), addCouponProblems);
        return respondWithCart(reply, view);
      },
    );

    app.delete(
      '/carts/:id/coupons/:code',
      {
        schema: {
          tags,
          operationId: 'removeCoupon',
          summary: 'Remove a coupon code',
          description: 'The response is the whole cart.',
          params: CouponParams,
          querystring: LocaleQuery,
          response,
        },
        config: { access: removeCoupon.access, problems: removeCouponProblems, conditional: true },
      },
      async (request, reply) => {
        const { code } = request.params;
        const view = await orProblem(removeCoupon({ ...cartChange(request), code }), removeCouponProblems);
        return respondWithCart(reply, view);
      },
    );
    done();
  };
