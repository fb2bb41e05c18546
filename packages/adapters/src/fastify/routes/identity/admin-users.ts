import type {
  ChangeUserError,
  InviteUserError,
  ManagedUser,
  RepeatInvitationError,
  StorageUnavailable,
  UseCases,
  UserNotFound,
} from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { listOf, pageQuery } from '../../requests/list-schemas.js';
import { closed, Email, Id, IdParams, Instant, text } from '../../requests/plain-schemas.js';
import type { Routes } from '../../route-types.js';
import { Accepted, RoleName } from './identity-schemas.js';
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

const inviteProblems = {
  'user.email-taken': {
    status: 409,
    title: 'The e-mail is taken',
    detail: 'Somebody has an account with this e-mail. Give them the role instead.',
  },
  ...roleProblems,
  ...permissionProblems,
  ...storageProblems,
} satisfies Problems<InviteUserError>;

const repeatProblems = {
  'user.not-invited': { status: 409, title: 'There is no invitation', detail: 'The user has a password already.' },
  ...viewUserProblems,
} satisfies Problems<RepeatInvitationError>;

const InviteBody = Type.Object({ email: Email, name: Type.Optional(text(200)), role: RoleName }, closed);

const ManagedUserAnswer = Type.Object(
  {
    id: Id,
    email: Type.String(),
    emailVerified: Type.Boolean(),
    name: Type.String(),
    role: RoleName,
    groups: Type.Array(Type.String()),
    disabled: Type.Boolean(),
    invited: Type.Boolean({ description: 'Whether they were invited and have not accepted.' }),
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
  ({ listUsers, viewUser, changeUser, inviteUser, repeatInvitation }: UseCases): Routes =>
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

    app.post(
      '/admin/users',
      {
        schema: {
          tags,
          operationId: 'inviteUser',
          summary: 'Invite somebody to the staff',
          description: 'Mails them a link by which they choose a password, once, within seven days.',
          body: InviteBody,
          response: { 201: ManagedUserAnswer },
        },
        config: { access: inviteUser.access, problems: inviteProblems },
      },
      async ({ caller, body }, reply) => {
        const user = await orProblem(inviteUser({ ...body, caller }), inviteProblems);
        reply.code(201).header('location', `${app.prefix}/admin/users/${user.id}`);
        return present(user);
      },
    );

    app.post(
      '/admin/users/:id/invitation',
      {
        schema: {
          tags,
          operationId: 'repeatInvitation',
          summary: 'Mail an invitation again',
          description: 'The link of the mail before works no more.',
          params: IdParams,
          response: { 202: Accepted('The mail is on its way.') },
        },
        config: { access: repeatInvitation.access, problems: repeatProblems },
      },
      async ({ caller, params }, reply) => {
        await orProblem(repeatInvitation({ caller, userId: params.id }), repeatProblems);
        return reply.code(202).send(undefined);
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
