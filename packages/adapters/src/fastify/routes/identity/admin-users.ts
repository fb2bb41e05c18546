import type {
  ChangeUserError,
  InviteUserError,
  ManagedUser,
  RepeatInvitationError,
  StorageUnavailable,
  UseCases,
  UserNotFound,
} from '@cartwright/application';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { pageRequest } from '../../requests/list-query.js';
import { listOf, pageQuery } from '../../requests/list-schemas.js';
import { closed, Email, Id, IdParams, Instant, label, personName, text } from '../../requests/plain-schemas.js';
import { contentTag, expectedContent } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import { Accepted, RoleName } from './identity-schemas.js';
import { permissionProblems, roleProblems } from './role-problems.js';

export const viewUserProblems = {
  'user.not-found': { status: 404, title: 'No such user', detail: 'No user has this id.' },
  ...storageProblems,
} satisfies Problems<UserNotFound | StorageUnavailable>;

export const lastAdminProblems = {
  'user.last-admin': {
    status: 409,
    title: 'No admin would be left',
    detail: 'Make another user an admin first.',
  },
} as const;

const changeUserProblems = {
  'user.stale': {
    status: 412,
    title: 'The user was changed in the meantime',
    detail: 'Read it again before you change it.',
  },
  ...lastAdminProblems,
  'customer-group.name-reserved': {
    status: 400,
    title: 'Users cannot be in the group guest',
    detail: 'Guests are callers who are not signed in, so no user is in this group.',
    hint: '`guest` is the group of callers who are not signed in.',
    facts: () => ({
      // Groups are open texts, which cannot be listed.
      errors: [{ field: 'groups', code: 'not-allowed', params: { values: [] }, message: 'must not contain guest' }],
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
    detail: 'An account with this e-mail exists. Give it the role instead.',
  },
  ...roleProblems,
  ...permissionProblems,
  ...storageProblems,
} satisfies Problems<InviteUserError>;

const repeatProblems = {
  'user.not-invited': { status: 409, title: 'No open invitation', detail: 'The user has a password already.' },
  ...viewUserProblems,
} satisfies Problems<RepeatInvitationError>;

const InviteBody = Type.Object({ email: Email, name: Type.Optional(personName), role: RoleName }, closed);

const ManagedUserResponse = Type.Object(
  {
    id: Id,
    email: Type.String(),
    emailVerified: Type.Boolean(),
    name: Type.String(),
    role: RoleName,
    groups: Type.Array(Type.String()),
    disabled: Type.Boolean(),
    invited: Type.Boolean({ description: 'Whether an invitation is open.' }),
    createdAt: Instant,
  },
  { title: 'ManagedUser' },
);

const UsersQuery = Type.Object(
  {
    search: Type.Optional(text(100)),
    role: Type.Optional(RoleName),
    group: Type.Optional(text(50)),
    ...pageQuery,
  },
  closed,
);

const ChangeUserBody = Type.Object(
  {
    role: Type.Optional(RoleName),
    groups: Type.Optional(
      Type.Array(label(50), {
        maxItems: 20,
        description: 'Any texts, such as premium; prices and promotions use them. Unknown groups are created.',
      }),
    ),
    disabled: Type.Optional(Type.Boolean({ description: 'A disabled user cannot sign in; all sessions end.' })),
  },
  { ...closed, minProperties: 1 },
);

/** With members in a fixed order, so that the same user always has the same tag. */
const present = ({ id, email, emailVerifiedAt, name, role, groups, disabled, invited, createdAt }: ManagedUser) => ({
  id,
  email,
  emailVerified: emailVerifiedAt !== undefined,
  name,
  role,
  groups,
  disabled,
  invited,
  createdAt,
});

function answer(reply: FastifyReply, user: ManagedUser) {
  const presented = present(user);
  void reply.header('etag', contentTag(presented));
  return presented;
}

/** Accounts and their permissions. */
export const adminUserRoutes =
  ({ listUsers, viewUser, changeUser, inviteUser, repeatInvitation }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Staff'];

    app.get(
      '/admin/users',
      {
        schema: {
          tags,
          operationId: 'listUsers',
          summary: 'Accounts, by e-mail',
          description: 'Filters by `search`, `role` and `group`.',
          querystring: UsersQuery,
          response: { 200: listOf(ManagedUserResponse) },
        },
        config: { access: listUsers.access, problems: listProblems },
      },
      async ({ caller, query: { page, cursor, limit, ...filter } }) => {
        const listed = listUsers({ ...filter, caller, page: pageRequest({ page, cursor, limit }) });
        const { data, meta } = await orProblem(listed, listProblems);
        return { data: data.map(present), meta };
      },
    );

    app.post(
      '/admin/users',
      {
        schema: {
          tags,
          operationId: 'inviteUser',
          summary: 'Invite a member of staff',
          description: 'Mails a link to choose a password. It works once, for seven days.',
          body: InviteBody,
          response: { 201: ManagedUserResponse },
        },
        config: { access: inviteUser.access, problems: inviteProblems },
      },
      async ({ caller, body }, reply) => {
        const user = await orProblem(inviteUser({ ...body, caller }), inviteProblems);
        reply.code(201).header('location', `${app.prefix}/admin/users/${user.id}`);
        return answer(reply, user);
      },
    );

    app.post(
      '/admin/users/:id/invitation',
      {
        schema: {
          tags,
          operationId: 'repeatInvitation',
          summary: 'Mail an invitation again',
          description: 'The previous link stops working.',
          params: IdParams,
          response: { 202: Accepted('The mail is being sent.') },
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
        schema: {
          tags,
          operationId: 'viewUser',
          summary: 'One account',
          description: 'With role, groups, and whether the account is disabled.',
          params: IdParams,
          response: { 200: ManagedUserResponse },
        },
        config: { access: viewUser.access, problems: viewUserProblems },
      },
      async ({ caller, params }, reply) =>
        answer(reply, await orProblem(viewUser({ caller, userId: params.id }), viewUserProblems)),
    );

    app.patch(
      '/admin/users/:id',
      {
        schema: {
          tags,
          operationId: 'changeUser',
          summary: 'Change the role or the groups of a user, or disable them',
          description: 'The access tokens of a user who is disabled or demoted end within a minute.',
          params: IdParams,
          body: ChangeUserBody,
          response: { 200: ManagedUserResponse },
        },
        config: { access: changeUser.access, problems: changeUserProblems, conditional: 'content' },
      },
      async (request, reply) => {
        const { caller, params, body } = request;
        const isExpected = expectedContent(request);
        const condition =
          isExpected === undefined ? {} : { isExpected: (user: ManagedUser) => isExpected(present(user)) };
        const changed = changeUser({ ...body, ...condition, caller, userId: params.id });
        return answer(reply, await orProblem(changed, changeUserProblems));
      },
    );

    done();
  };
