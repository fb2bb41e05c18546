import type { ChangeUserError, ManagedUser, StorageUnavailable, UseCases, UserNotFound } from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { listOf, pageQuery } from '../../requests/list-schemas.js';
import { closed, Id, IdParams, Instant, text } from '../../requests/plain-schemas.js';
import type { Routes } from '../../route-types.js';
import { RoleName } from './identity-schemas.js';
import { permissionProblems, roleProblems } from './role-problems.js';

export const viewUserProblems = {
  'user.not-found': { status: 404, title: 'No such user', detail: 'Nobody has this id.' },
  ...storageProblems,
} satisfies Problems<UserNotFound | StorageUnavailable>;

export const lastAdminProblems = {
  'user.last-admin': {
    status: 409,
    title: 'No admin would be left',
    detail: 'Make somebody else an admin first.',
  },
} as const;

const changeUserProblems = {
  ...lastAdminProblems,
  'customer-group.name-reserved': {
    status: 400,
    title: 'Nobody with an account is a guest',
    detail: '`guest` is the group of those who have not signed in.',
    facts: () => ({
      errors: [{ field: 'groups', code: 'not-allowed', params: {}, message: 'must not contain guest' }],
    }),
  },
  ...roleProblems,
  ...permissionProblems,
  ...viewUserProblems,
} satisfies Problems<ChangeUserError>;

const ManagedUserAnswer = Type.Object(
  {
    id: Id,
    email: Type.String(),
    emailVerified: Type.Boolean(),
    name: Type.String(),
    role: RoleName,
    groups: Type.Array(Type.String()),
    disabled: Type.Boolean(),
    createdAt: Instant,
  },
  { title: 'ManagedUser' },
);

const UsersQuery = Type.Object(
  {
    search: Type.Optional(text(100)),
    role: Type.Optional(RoleName),
    group: Type.Optional(text(50)),
    page: pageQuery.page,
    limit: pageQuery.limit,
  },
  closed,
);

const ChangeUserBody = Type.Object(
  {
    role: Type.Optional(RoleName),
    groups: Type.Optional(
      Type.Array(text(50), {
        maxItems: 20,
        description: 'Any texts, such as premium; prices and promotions use them. Unknown ones become groups.',
      }),
    ),
    disabled: Type.Optional(Type.Boolean({ description: 'A disabled user cannot sign in; all sessions end.' })),
  },
  { ...closed, minProperties: 1 },
);

const present = ({ emailVerifiedAt, ...user }: ManagedUser) => ({
  ...user,
  emailVerified: emailVerifiedAt !== undefined,
});

/** Who has an account, and what they may do. */
export const adminUserRoutes =
  ({ listUsers, viewUser, changeUser }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Identity'];

    app.get(
      '/admin/users',
      {
        schema: {
          tags,
          summary: 'Accounts, by e-mail',
          querystring: UsersQuery,
          response: { 200: listOf(ManagedUserAnswer) },
        },
        config: { access: listUsers.access, problems: storageProblems },
      },
      async ({ caller, query: { page = 1, limit = 20, ...filter } }) => {
        const { users, total } = await orProblem(listUsers({ ...filter, caller, page, limit }), storageProblems);
        return { data: users.map(present), meta: { page, limit, total, totalPages: Math.ceil(total / limit) } };
      },
    );

    app.get(
      '/admin/users/:id',
      {
        schema: { tags, summary: 'One account', params: IdParams, response: { 200: ManagedUserAnswer } },
        config: { access: viewUser.access, problems: viewUserProblems },
      },
      ({ caller, params }) => orProblem(viewUser({ caller, userId: params.id }).map(present), viewUserProblems),
    );

    app.patch(
      '/admin/users/:id',
      {
        schema: {
          tags,
          summary: 'Change the role or the groups of a user, or disable them',
          params: IdParams,
          body: ChangeUserBody,
          response: { 200: ManagedUserAnswer },
        },
        config: { access: changeUser.access, problems: changeUserProblems },
      },
      ({ caller, params, body }) =>
        orProblem(changeUser({ ...body, caller, userId: params.id }).map(present), changeUserProblems),
    );
    done();
  };
