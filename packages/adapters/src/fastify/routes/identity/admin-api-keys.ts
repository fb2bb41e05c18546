import {
  allPermissions,
  type ApiKey,
  type CreateApiKeyError,
  type RevokeApiKeyError,
  type UseCases,
} from '@cartwright/application';
import { Type } from 'typebox';
import { readInstant } from '../../requests/list-query.js';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { closed, Id, IdParams, Instant, nullable, oneOf, text } from '../../requests/plain-schemas.js';
import { listOf, PageQuery } from '../../requests/list-schemas.js';
import { wholeList } from '../../requests/whole-list.js';
import type { Routes } from '../../route-types.js';
import { permissionProblems } from './role-problems.js';

const createProblems = {
  'api-key.expired': {
    status: 400,
    title: 'The expiry is in the past',
    detail: 'The end of the key is not in the future.',
    hint: '`expiresAt` must be in the future.',
    facts: ({ minimum }) => ({
      errors: [{ field: 'expiresAt', code: 'out-of-range', params: { minimum }, message: 'must be in the future' }],
    }),
  },
  ...permissionProblems,
  ...storageProblems,
} satisfies Problems<CreateApiKeyError>;

const revokeProblems = {
  'api-key.not-found': { status: 404, title: 'No such API key', detail: 'It was revoked or never existed.' },
  ...storageProblems,
} satisfies Problems<RevokeApiKeyError>;

const Permissions = Type.Array(oneOf(...allPermissions), { maxItems: 100 });
const fields = {
  id: Id,
  name: Type.String(),
  permissions: Permissions,
  createdBy: Type.String({ description: 'The id of its creator. The key never has more permissions than they have.' }),
  createdAt: Instant,
  expiresAt: nullable(Instant),
  lastUsedAt: nullable(Instant),
};
const ApiKeyResponse = Type.Object(fields, { title: 'ApiKey' });
const NewApiKeyResponse = Type.Object(
  { ...fields, key: Type.String({ description: 'Shown here only. Send it as `Authorization: Bearer`.' }) },
  { title: 'NewApiKey' },
);
const Expiry = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2})$',
  description: 'RFC 3339, in the future; default: never.',
});
const ApiKeyBody = Type.Object({ name: text(100), permissions: Permissions, expiresAt: Type.Optional(Expiry) }, closed);

const present = ({ userId: createdBy, expiresAt, lastUsedAt, permissions, ...key }: ApiKey) => ({
  ...key,
  permissions: [...permissions],
  createdBy,
  expiresAt: expiresAt ?? null,
  lastUsedAt: lastUsedAt ?? null,
});

/** API keys for programs. */
export const adminApiKeyRoutes =
  ({ listApiKeys, createApiKey, revokeApiKey }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Staff'];

    app.get(
      '/admin/api-keys',
      {
        schema: {
          tags,
          operationId: 'listApiKeys',
          summary: 'List API keys',
          description: 'Newest first, without the keys themselves. Last use is updated within ten seconds.',
          querystring: PageQuery,
          response: { 200: listOf(ApiKeyResponse) },
        },
        config: { access: listApiKeys.access, problems: listProblems },
      },
      async ({ caller, query }) => {
        const keys = await orProblem(listApiKeys({ caller }), listProblems);
        return wholeList(keys.map(present), query, ({ id }) => id);
      },
    );

    app.post(
      '/admin/api-keys',
      {
        schema: {
          tags,
          operationId: 'createApiKey',
          summary: 'Create an API key',
          description:
            'With permissions that you have. Only this response contains the key. API keys cannot create keys.',
          body: ApiKeyBody,
          response: { 201: NewApiKeyResponse },
        },
        config: { access: createApiKey.access, problems: createProblems },
      },
      async ({ caller, body }, reply) => {
        const { expiresAt, ...facts } = body;
        const command = {
          ...facts,
          ...(expiresAt === undefined ? {} : { expiresAt: readInstant('expiresAt', expiresAt) }),
        };
        const { key, ...made } = await orProblem(createApiKey({ ...command, caller }), createProblems);
        reply.code(201);
        return { ...present(made), key };
      },
    );

    app.delete(
      '/admin/api-keys/:id',
      {
        schema: {
          tags,
          operationId: 'revokeApiKey',
          summary: 'Revoke an API key',
          description: 'Immediate in this process, within a second in others.',
          params: IdParams,
          response: { 204: Type.Null() },
        },
        config: { access: revokeApiKey.access, problems: revokeProblems },
      },
      async ({ caller, params }, reply) => {
        await orProblem(revokeApiKey({ caller, keyId: params.id }), revokeProblems);
        return reply.code(204).send(null);
      },
    );
    done();
  };
