import {
  cellsOf,
  orderRowsOf,
  reportColumns,
  type FoundOrder,
  type Page,
  type SearchOrdersError,
  type UseCases,
} from '@cartwright/application';
import { Type, type Static } from 'typebox';
import type { Routes } from '../../route-types.js';
import { pageRequest, periodQuery, readPeriod, readSorting } from '../../requests/list-query.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { listOf, pageQuery, sortQuery } from '../../requests/list-schemas.js';
import { closed, Id } from '../../requests/plain-schemas.js';
import { sendCsvParts } from '../../responses/csv.js';
import { listMyOrdersProblems } from './my-orders.js';
import { orderRowFields, OrderStatus, PaymentStatus } from './order-schemas.js';

const orderSearchKeys = ['createdAt', 'number', 'email', 'status', 'paymentStatus', 'total'] as const;

const searchFields = {
  search: Type.Optional(Type.String({ maxLength: 254, description: 'The start of the number or the e-mail.' })),
  status: Type.Optional(OrderStatus),
  paymentStatus: Type.Optional(PaymentStatus),
  customerId: Type.Optional(Id),
  ...periodQuery({ from: 'the first order when absent', to: 'now when absent' }),
  sort: sortQuery(orderSearchKeys),
};

const OrderSearchQuery = Type.Object({ ...searchFields, ...pageQuery }, closed);
const OrderExportQuery = Type.Object(searchFields, closed);
type OrderFilterQuery = Static<typeof OrderExportQuery>;

const OrderSearchResponse = listOf(
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
          response: { 200: OrderSearchResponse },
        },
        config: { access: searchOrders.access, problems: searchOrdersProblems },
      },
      ({ caller, query }) => {
        const { page, cursor, limit, ...filter } = query;
        return orProblem(
          searchOrders({ caller, ...searchOf(filter), page: pageRequest({ page, cursor, limit }) }),
          searchOrdersProblems,
        );
      },
    );

    app.get(
      '/admin/orders.csv',
      {
        schema: {
          tags: ['Order management'],
          operationId: 'exportOrders',
          summary: 'Orders as CSV',
          description:
            'All orders that match, with the filters of the list. Amounts are decimals. Text that starts like a formula has a ' +
            'leading apostrophe.',
          querystring: OrderExportQuery,
          produces: ['text/csv'],
          response: { 200: { description: 'CSV.', content: { 'text/csv': { schema: Type.String() } } } },
        },
        config: { access: searchOrders.access, problems: searchOrdersProblems },
      },
      async ({ caller, query }, reply) => {
        const search = searchOf(query);
        const pageFrom = (cursor?: string) =>
          orProblem(
            searchOrders({
              caller,
              ...search,
              page: { type: 'cursor', limit: 100, ...(cursor === undefined ? {} : { cursor }) },
            }),
            searchOrdersProblems,
          );
        // The first page before the header: a refusal is a problem of its own.
        const first = await pageFrom();
        return sendCsvParts(reply, 'orders.csv', {
          columns: reportColumns.orders.columns,
          rows: rowsOf(first, pageFrom),
        });
      },
    );
    done();
  };

type OrderPage = Page<FoundOrder>;

/** One page at a time, so that memory does not grow with the orders. */
async function* rowsOf(
  first: OrderPage,
  pageFrom: (cursor: string) => Promise<OrderPage>,
): AsyncGenerator<readonly (readonly string[])[], void, undefined> {
  for (let page = first; ;) {
    yield orderRowsOf(page).map((row) => cellsOf(row, reportColumns.orders));
    const next = 'nextCursor' in page.meta ? page.meta.nextCursor : null;
    if (next === null) return;
    page = await pageFrom(next);
  }
}

const searchOf = ({ search, status, paymentStatus, customerId, from, to, sort }: OrderFilterQuery) => ({
  ...(search === undefined ? {} : { text: search }),
  ...(status === undefined ? {} : { status }),
  ...(paymentStatus === undefined ? {} : { paymentStatus }),
  ...(customerId === undefined ? {} : { customerId }),
  ...readPeriod({ from, to }),
  sorting: readSorting(sort, orderSearchKeys, [{ key: 'createdAt', direction: 'desc' }]),
});
