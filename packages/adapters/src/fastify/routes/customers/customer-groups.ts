import type {
  ChangeCustomerGroupError,
  CreateCustomerGroupError,
  DeleteCustomerGroupError,
  StoredCustomerGroup,
  UseCases,
  ViewCustomerGroupError,
} from '@cartwright/application';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { closed, Id, IdParams, label } from '../../requests/plain-schemas.js';
import { listOf, PageQuery } from '../../requests/list-schemas.js';
import { wholeList } from '../../requests/whole-list.js';
import { expectedVersion, versionTag } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';

const viewProblems = {
  'customer-group.not-found': { status: 404, title: 'No such customer group', detail: 'No group has this id.' },
  ...storageProblems,
} satisfies Problems<ViewCustomerGroupError>;

const createProblems = {
  'customer-group.name-taken': {
    status: 409,
    title: 'The name is taken',
    detail: 'Another group has this name. Letter case does not count.',
  },
  'customer-group.name-reserved': {
    status: 409,
    title: 'The name is reserved',
    detail: 'The names of the built-in groups cannot be used.',
    hint: '`guest` is the group of guests, `regular` the group of customers without another.',
  },
  ...storageProblems,
} satisfies Problems<CreateCustomerGroupError>;

const deleteProblems = {
  'customer-group.in-use': {
    status: 409,
    title: 'The group is in use',
    detail: 'Users, price lists, promotions or minimum orders use it. Change these first.',
  },
  'customer-group.stale': {
    status: 412,
    title: 'The group was changed in the meantime',
    detail: 'Read it again before you change it.',
  },
  ...viewProblems,
} satisfies Problems<DeleteCustomerGroupError>;

const changeProblems = { ...deleteProblems, ...createProblems } satisfies Problems<ChangeCustomerGroupError>;

const GroupResponse = Type.Object({ id: Id, name: Type.String() }, { title: 'CustomerGroup' });
const GroupBody = Type.Object({ name: label(50) }, closed);

function answer(reply: FastifyReply, { version, ...group }: StoredCustomerGroup) {
  void reply.header('etag', versionTag(version));
  return group;
}

/** The groups of customers that prices, promotions and minimum orders depend on. */
export const customerGroupRoutes =
  ({
    listCustomerGroups,
    viewCustomerGroup,
    createCustomerGroup,
    changeCustomerGroup,
    deleteCustomerGroup,
  }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Customers'];

    app.get(
      '/admin/customer-groups',
      {
        schema: {
          tags,
          operationId: 'listCustomerGroups',
          summary: 'List customer groups',
          description: 'By name. `guest` and `regular` are not listed: every shop has them.',
          querystring: PageQuery,
          response: { 200: listOf(GroupResponse) },
        },
        config: { access: listCustomerGroups.access, problems: listProblems },
      },
      async ({ caller, query }) =>
        wholeList(await orProblem(listCustomerGroups({ caller }), listProblems), query, ({ id }) => id),
    );

    app.post(
      '/admin/customer-groups',
      {
        schema: {
          tags,
          operationId: 'createCustomerGroup',
          summary: 'Create a customer group',
          description: 'A group is also created when the first user gets it.',
          body: GroupBody,
          response: { 201: GroupResponse },
        },
        config: { access: createCustomerGroup.access, problems: createProblems },
      },
      async ({ caller, body }, reply) => {
        const group = await orProblem(createCustomerGroup({ ...body, caller }), createProblems);
        reply.code(201).header('location', `${app.prefix}/admin/customer-groups/${group.id}`);
        return answer(reply, group);
      },
    );

    app.get(
      '/admin/customer-groups/:id',
      {
        schema: {
          tags,
          operationId: 'viewCustomerGroup',
          summary: 'View a customer group',
          description: 'A group by its id.',
          params: IdParams,
          response: { 200: GroupResponse },
        },
        config: { access: viewCustomerGroup.access, problems: viewProblems },
      },
      async ({ caller, params }, reply) =>
        answer(reply, await orProblem(viewCustomerGroup({ caller, groupId: params.id }), viewProblems)),
    );

    app.patch(
      '/admin/customer-groups/:id',
      {
        schema: {
          tags,
          operationId: 'changeCustomerGroup',
          summary: 'Rename a customer group',
          description: 'Its users stay in it. A group that prices or promotions use cannot be renamed.',
          params: IdParams,
          body: GroupBody,
          response: { 200: GroupResponse },
        },
        config: { access: changeCustomerGroup.access, problems: changeProblems, conditional: true },
      },
      async (request, reply) => {
        const { caller, params, body } = request;
        const changed = changeCustomerGroup({ ...body, ...expectedVersion(request), caller, groupId: params.id });
        return answer(reply, await orProblem(changed, changeProblems));
      },
    );

    app.delete(
      '/admin/customer-groups/:id',
      {
        schema: {
          tags,
          operationId: 'deleteCustomerGroup',
          summary: 'Delete a customer group',
          description: 'Only a group without users that no price list, promotion or minimum order uses.',
          params: IdParams,
          response: { 204: Type.Null() },
        },
        config: { access: deleteCustomerGroup.access, problems: deleteProblems, conditional: true },
      },
      async (request, reply) => {
        const { caller, params } = request;
        await orProblem(
          deleteCustomerGroup({ ...expectedVersion(request), caller, groupId: params.id }),
          deleteProblems,
        );
        return reply.code(204).send(null);
      },
    );
    done();
  };
