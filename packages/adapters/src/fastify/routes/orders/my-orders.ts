import type { ListMyOrdersError, UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import type { Routes } from '../../route-types.js';
import { pageRequest, periodQuery, readPeriod, readSorting } from '../../requests/list-query.js';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { listOf, pageQuery, sortQuery } from '../../requests/list-schemas.js';
import { closed } from '../../requests/plain-schemas.js';
import { orderRowFields, OrderStatus } from './order-schemas.js';

const orderSortKeys = [
  'createdAt',
  'number',
  'status',
  'paymentStatus',
  'total',
  'name',
  'price',
  'quantity',
  'estimatedArrival',
] as const;

const OrderListQuery = Type.Object(
  {
    ...periodQuery({ from: 'twelve months before `to` when absent', to: 'now when absent' }),
    status: Type.Optional(OrderStatus),
    sort: sortQuery(orderSortKeys, 'Name, price and quantity are those of the first line. Unknown arrivals sort last.'),
    ...pageQuery,
  },
  closed,
);

const OrderListResponse = listOf(Type.Object(orderRowFields, { title: 'OrderRow' }));

export const listMyOrdersProblems = {
  ...listProblems,
  'list.period-reversed': {
    status: 400,
    title: 'The period is reversed',
    detail: 'The end is not later than the start.',
    hint: '`from` must be before `to`.',
  },
} satisfies Problems<ListMyOrdersError>;

export const myOrderRoutes =
  ({ listMyOrders }: UseCases): Routes =>
  (app, _options, done) => {
    app.get(
      '/me/orders',
      {
        schema: {
          tags: ['Orders'],
          operationId: 'listMyOrders',
          summary: 'Your orders, newest first',
          description: 'Of the last 12 months by default, the newest first.',
          querystring: OrderListQuery,
          response: { 200: OrderListResponse },
        },
        config: { access: listMyOrders.access, problems: listMyOrdersProblems },
      },
      ({ caller, query }) => {
        const { from, to, status, sort, page, cursor, limit } = query;
        return orProblem(
          listMyOrders({
            caller,
            ...readPeriod({ from, to }),
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
