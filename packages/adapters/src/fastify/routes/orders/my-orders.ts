import type { Routes } from '../../route-types.js';
import { signedIn } from '../../requests/authenticate.js';
import { pageRequest, readInstant, readSorting } from '../../requests/list-query.js';
import { orProblem } from '../../errors/problem.js';
import { listMyOrdersProblems } from './order-problems.js';
import { OrderListAnswer, OrderListQuery, orderSortKeys } from './order-schemas.js';
import type { ServerDeps } from '../../server-deps.js';

export const myOrderRoutes =
  ({ listMyOrders }: ServerDeps): Routes =>
  (app, _options, done) => {
    app.get(
      '/me/orders',
      {
        schema: {
          tags: ['Orders'],
          summary: 'Your orders, newest first',
          querystring: OrderListQuery,
          response: { 200: OrderListAnswer },
        },
        config: { access: 'user', problems: listMyOrdersProblems },
      },
      (request) => {
        const { from, to, status, sort, page, cursor, limit } = request.query;
        return orProblem(
          listMyOrders({
            customerId: signedIn(request).userId,
            ...(from === undefined ? {} : { from: readInstant('from', from) }),
            ...(to === undefined ? {} : { to: readInstant('to', to) }),
            ...(status === undefined ? {} : { status }),
            sorting: readSorting(sort, orderSortKeys, [{ key: 'createdAt', direction: 'desc' }]),
            page: pageRequest({ page, cursor, limit }),
          }),
          listMyOrdersProblems,
        );
      },
    );
    done();
  };
