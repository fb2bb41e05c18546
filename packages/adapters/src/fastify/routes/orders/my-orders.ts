import type { UseCases } from '@cartwright/application';
import type { Routes } from '../../route-types.js';
import { pageRequest, readInstant, readSorting } from '../../requests/list-query.js';
import { orProblem } from '../../errors/problem.js';
import { listMyOrdersProblems } from './order-problems.js';
import { OrderListAnswer, OrderListQuery, orderSortKeys } from './order-schemas.js';

export const myOrderRoutes =
  ({ listMyOrders }: UseCases): Routes =>
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
        config: { access: listMyOrders.access, problems: listMyOrdersProblems },
      },
      ({ caller, query }) => {
        const { from, to, status, sort, page, cursor, limit } = query;
        return orProblem(
          listMyOrders({
            caller,
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
