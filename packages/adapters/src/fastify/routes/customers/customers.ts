import type { CursorMalformed, StorageUnavailable, UseCases, ViewCustomerError } from '@cartwright/application';
import { Type } from 'typebox';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { pageRequest } from '../../requests/list-query.js';
import { listOf, pageQuery } from '../../requests/list-schemas.js';
import { closed, Id, IdParams, Instant, Money, nullable } from '../../requests/plain-schemas.js';
import { contentTag } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import { AddressResponse, presentAddress } from './addresses.js';
import { profileFields } from './me.js';

const listCustomersProblems = listProblems satisfies Problems<CursorMalformed | StorageUnavailable>;

const viewCustomerProblems = {
  'customer.not-found': {
    status: 404,
    title: 'Customer not found',
    detail: 'The customer does not exist.',
    hint: '`GET /admin/customers` lists them. Guests have no id.',
  },
  ...storageProblems,
} satisfies Problems<ViewCustomerError>;

const CustomersQuery = Type.Object(
  {
    search: Type.Optional(
      Type.String({ maxLength: 254, description: 'Part of the e-mail, or of the name of a registered customer.' }),
    ),
    ...pageQuery,
  },
  closed,
);

const customerFields = {
  id: Type.Optional(Type.Unsafe<string>({ ...Id, description: 'Absent for guests.' })),
  email: Type.String(),
  name: Type.Optional(Type.String({ description: 'For guests, the name in the address of their latest order.' })),
  groups: Type.Array(Type.String()),
  orders: Type.Integer({ description: 'Cancelled orders excluded.' }),
  totalSpent: Type.Array(Money, { description: 'Paid less refunded, by currency.' }),
  lastOrderAt: nullable(Instant),
};

/** Customers and guests, for staff. */
export const customerRoutes =
  ({ listCustomers, viewCustomer }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Customers'];

    app.get(
      '/admin/customers',
      {
        schema: {
          tags,
          operationId: 'listCustomers',
          summary: 'Customers and guests',
          description: 'By e-mail. A guest ordered without an account: one row for each e-mail.',
          querystring: CustomersQuery,
          response: { 200: listOf(Type.Object(customerFields, { title: 'CustomerRow' })) },
        },
        config: { access: listCustomers.access, problems: listCustomersProblems },
      },
      ({ caller, query: { search, ...page } }) =>
        orProblem(
          listCustomers({ caller, ...(search === undefined ? {} : { search }), page: pageRequest(page) }),
          listCustomersProblems,
        ),
    );

    app.get(
      '/admin/customers/:id',
      {
        schema: {
          tags,
          operationId: 'viewCustomer',
          summary: 'One registered customer',
          description: 'With profile and address book. GET /admin/orders?customerId= lists the orders.',
          params: IdParams,
          response: {
            200: Type.Object(
              { ...customerFields, createdAt: Instant, ...profileFields, addresses: Type.Array(AddressResponse) },
              { title: 'Customer' },
            ),
          },
        },
        config: { access: viewCustomer.access, problems: viewCustomerProblems },
      },
      async ({ caller, params }, reply) => {
        const view = await orProblem(viewCustomer({ caller, customerId: params.id }), viewCustomerProblems);
        const { row, createdAt, profile, addresses } = view;
        const presented = { ...row, createdAt, ...profile, addresses: addresses.map(presentAddress) };
        void reply.header('etag', contentTag(presented));
        return presented;
      },
    );
    done();
  };
