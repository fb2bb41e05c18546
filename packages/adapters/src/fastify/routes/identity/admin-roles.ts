import {
  allPermissions,
  type ChangeRoleError,
  type DefineRoleError,
  type DeleteRoleError,
  type ManagedRole,
  type UseCases,
  type ViewRoleError,
} from '@cartwright/application';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { closed, label, oneOf } from '../../requests/plain-schemas.js';
import { listOf, PageQuery } from '../../requests/list-schemas.js';
import { wholeList } from '../../requests/whole-list.js';
import { expectedVersion, versionTag } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import { RoleName } from './identity-schemas.js';
import { permissionProblems } from './role-problems.js';

const viewProblems = {
  'role.not-found': { status: 404, title: 'No such role', detail: 'No role has this name.' },
  ...storageProblems,
} satisfies Problems<ViewRoleError>;

const defineProblems = {
  'role.name-taken': {
    status: 409,
    title: 'The name is taken',
    detail: 'Another role has this name. Letter case does not count.',
  },
  ...permissionProblems,
  ...storageProblems,
} satisfies Problems<DefineRoleError>;

const standing = {
  'role.built-in': {
    status: 409,
    title: 'The role is built in',
    detail: 'It cannot be changed or deleted. Define your own role.',
  },
  'role.stale': {
    status: 412,
    title: 'The role was changed in the meantime',
    detail: 'Read it again before you change it.',
  },
  ...viewProblems,
} as const;

const changeProblems = { ...standing, ...permissionProblems } satisfies Problems<ChangeRoleError>;
const deleteProblems = {
  'role.in-use': { status: 409, title: 'Users have the role', detail: 'Give them another role first.' },
  ...standing,
} satisfies Problems<DeleteRoleError>;

const Permissions = Type.Array(oneOf(...allPermissions), { maxItems: 100 });
const RoleResponse = Type.Object(
  {
    name: RoleName,
    permissions: Permissions,
    builtIn: Type.Boolean({ description: 'Built-in roles cannot be changed or deleted.' }),
  },
  { title: 'Role' },
);
const NameParams = Type.Object({ name: RoleName });

function answer(reply: FastifyReply, { version, ...role }: ManagedRole) {
  void reply.header('etag', versionTag(version));
  return { ...role, permissions: [...role.permissions] };
}

/** Built-in roles and roles that the shop defines, as sets of permissions. */
export const adminRoleRoutes =
  ({ listRoles, viewRole, defineRole, changeRole, deleteRole }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Staff'];

    app.get(
      '/admin/roles',
      {
        schema: {
          tags,
          operationId: 'listRoles',
          summary: 'List all roles',
          description: 'Built-in roles, then your own by name.',
          querystring: PageQuery,
          response: { 200: listOf(RoleResponse) },
        },
        config: { access: listRoles.access, problems: listProblems },
      },
      async ({ caller, query }) => {
        const roles = await orProblem(listRoles({ caller }), listProblems);
        return wholeList(
          roles.map((role) => ({ ...role, permissions: [...role.permissions] })),
          query,
          ({ name }) => name,
        );
      },
    );

    app.post(
      '/admin/roles',
      {
        schema: {
          tags,
          operationId: 'defineRole',
          summary: 'Define a role',
          description: 'A name and permissions, all of which you must have. Assign it to users afterwards.',
          body: Type.Object({ name: label(50), permissions: Permissions }, closed),
          response: { 201: RoleResponse },
        },
        config: { access: defineRole.access, problems: defineProblems },
      },
      async ({ caller, body }, reply) => {
        const role = await orProblem(defineRole({ ...body, caller }), defineProblems);
        reply.code(201).header('location', `${app.prefix}/admin/roles/${encodeURIComponent(role.name)}`);
        return answer(reply, role);
      },
    );

    app.get(
      '/admin/roles/:name',
      {
        schema: {
          tags,
          operationId: 'viewRole',
          summary: 'View a role',
          description: 'A role and its permissions.',
          params: NameParams,
          response: { 200: RoleResponse },
        },
        config: { access: viewRole.access, problems: viewProblems },
      },
      async ({ caller, params }, reply) =>
        answer(reply, await orProblem(viewRole({ caller, name: params.name }), viewProblems)),
    );

    app.patch(
      '/admin/roles/:name',
      {
        schema: {
          tags,
          operationId: 'changeRole',
          summary: 'Change the permissions of a role',
          description: 'Users with the role have the new permissions within a minute.',
          params: NameParams,
          body: Type.Object({ permissions: Permissions }, closed),
          response: { 200: RoleResponse },
        },
        config: { access: changeRole.access, problems: changeProblems, conditional: true },
      },
      async (request, reply) => {
        const { caller, params, body } = request;
        const changed = changeRole({ ...body, ...expectedVersion(request), caller, name: params.name });
        return answer(reply, await orProblem(changed, changeProblems));
      },
    );

    app.delete(
      '/admin/roles/:name',
      {
        schema: {
          tags,
          operationId: 'deleteRole',
          summary: 'Delete a role',
          description: 'Only your own role that no user has.',
          params: NameParams,
          response: { 204: Type.Null() },
        },
        config: { access: deleteRole.access, problems: deleteProblems, conditional: true },
      },
      async (request, reply) => {
        const { caller, params } = request;
        await orProblem(deleteRole({ ...expectedVersion(request), caller, name: params.name }), deleteProblems);
        return reply.code(204).send(null);
      },
    );
    done();
  };
