import type { SearchOrdersError, UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import type { Routes } from '../../route-types.js';
import { pageRequest, readInstant, readSorting } from '../../requests/list-query.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { listOf, pageQuery, sortQuery } from '../../requests/list-schemas.js';
import { closed, Id } from '../../requests/plain-schemas.js';
import { listMyOrdersProblems } from './my-orders.js';
import { orderRowFields, OrderStatus, PaymentStatus } from './order-schemas.js';

const orderSearchKeys = ['createdAt', 'number', 'email', 'status', 'paymentStatus', 'total'] as const;

const OrderSearchQuery = Type.Object(
  {
    search: Type.Optional(Type.String({ maxLength: 254, description: 'The start of the number or the e-mail.' })),
    status: Type.Optional(OrderStatus),
    paymentStatus: Type.Optional(PaymentStatus),
    customerId: Type.Optional(Id),
    from: Type.Optional(Type.String({ maxLength: 40, description: 'RFC 3339, inclusive.' })),
    to: Type.Optional(Type.String({ maxLength: 40, description: 'RFC 3339, exclusive.' })),
    sort: sortQuery(orderSearchKeys),
    ...pageQuery,
  },
  closed,
);

const OrderSearchAnswer = listOf(
  Type.Object({ ...orderRowFields, email: Type.String(), customerId: Type.Optional(Id) }, { title: 'FoundOrder' }),
);

const searchOrdersProblems = listMyOrdersProblems satisfies Problems<SearchOrdersError>;

/** Everybody's orders, for staff. */
export const adminOrderRoutes =
  ({ searchOrders }: UseCases): Routes =>
  (app, _options, done) => {
    app.get(
      '/admin/orders',
      {
        schema: {
          tags: ['Order management'],
          operationId: 'searchOrders',
          summary: "Everybody's orders, newest first",
          description:
            'Orders with equal sort keys are sorted by time, in the same direction. A `page` counts ' +
            'all matches; a `cursor` does not and is faster for long lists.',
          querystring: OrderSearchQuery,
          response: { 200: OrderSearchAnswer },
        },
        config: { access: searchOrders.access, problems: searchOrdersProblems },
      },
      ({ caller, query }) => {
        const { search, status, paymentStatus, customerId, from, to, sort, page, cursor, limit } = query;
        return orProblem(
          searchOrders({
            caller,
            ...(search === undefined ? {} : { text: search }),
            ...(status === undefined ? {} : { status }),
            ...(paymentStatus === undefined ? {} : { paymentStatus }),
            ...(customerId === undefined ? {} : { customerId }),
            ...(from === undefined ? {} : { from: readInstant('from', from) }),
            ...(to === undefined ? {} : { to: readInstant('to', to) }),
            sorting: readSorting(sort, orderSearchKeys, [{ key: 'createdAt', direction: 'desc' }]),
            page: pageRequest({ page, cursor, limit }),
          }),
          searchOrdersProblems,
        );
      },
    );
    done();
  };
