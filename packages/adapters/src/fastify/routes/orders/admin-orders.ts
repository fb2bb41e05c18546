import type { UseCases } from '@cartwright/application';
import type { Routes } from '../../route-types.js';
import { pageRequest, readInstant, readSorting } from '../../requests/list-query.js';
import { orProblem } from '../../errors/problem.js';
import { searchOrdersProblems } from './order-problems.js';
import { OrderSearchAnswer, OrderSearchQuery, orderSearchKeys } from './order-schemas.js';

/** Everybody's orders, for staff. */
export const adminOrderRoutes =
  ({ searchOrders }: UseCases): Routes =>
  (app, _options, done) => {
    app.get(
      '/admin/orders',
      {
        schema: {
          tags: ['Administration'],
          summary: "Everybody's orders, newest first",
          description:
            'Orders that are alike in what they are sorted by come in the order of time, the way they are sorted. A `page` counts ' +
            'all that match; a `cursor` does not, and is the quick way through a long list.',
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
