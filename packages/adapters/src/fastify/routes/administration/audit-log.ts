import {
  commandLine,
  type AuditEntry,
  type CursorMalformed,
  type StorageUnavailable,
  type UseCases,
} from '@cartwright/application';
import { Type } from 'typebox';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { pageRequest, periodQuery, readPeriod } from '../../requests/list-query.js';
import { PageMeta, pageQuery } from '../../requests/list-schemas.js';
import { closed, Id, Instant, nullable, oneOf, text } from '../../requests/plain-schemas.js';
import type { Routes } from '../../route-types.js';

const auditProblems = {
  ...listProblems,
  ...storageProblems,
} satisfies Problems<CursorMalformed | StorageUnavailable>;

const AuditQuery = Type.Object(
  {
    actor: Type.Optional(text(100)),
    action: Type.Optional(text(100)),
    target: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: 'A type, an id, or both: `user:<id>`.' }),
    ),
    ...periodQuery({ from: 'the first entry when absent', to: 'now when absent' }),
    ...pageQuery,
  },
  closed,
);

const Facts = Type.Object({}, { additionalProperties: true });

const Actor = Type.Object(
  {
    id: Type.String({ description: 'Of the user or the API key; `command-line` for commands such as `pnpm jobs`.' }),
    type: oneOf('user', 'api-key', 'command-line'),
    createdBy: Type.Optional(Type.String({ description: 'The user who created the API key.' })),
  },
  { title: 'Actor' },
);

const AuditEntryResponse = Type.Object(
  {
    id: Id,
    at: Instant,
    actor: nullable(Actor),
    ip: nullable(Type.String()),
    action: Type.String({ description: 'An operation, or an event of security such as `auth.login-failed`.' }),
    target: nullable(Type.Object({ type: Type.String(), id: nullable(Type.String()) })),
    before: nullable(Facts),
    after: nullable(Facts),
  },
  {
    title: 'AuditEntry',
    examples: [
      {
        id: '019a9d2e-0000-7000-8000-000000000001',
        at: '2026-11-29T12:00:00.000Z',
        actor: { id: '019a9d2e-0000-7000-8000-0000000000ad', type: 'user' },
        ip: '203.0.113.7',
        action: 'changeUser',
        target: { type: 'user', id: '019a9d2e-0000-7000-8000-0000000000aa' },
        before: { role: 'customer' },
        after: { role: 'support' },
      },
    ],
  },
);

/** Who did what to which, when and from where. */
export const auditLogRoutes =
  ({ listAuditEntries }: UseCases): Routes =>
  (app, _options, done) => {
    app.get(
      '/admin/audit-log',
      {
        schema: {
          tags: ['Administration'],
          operationId: 'listAuditEntries',
          summary: 'What staff did, and events of security',
          description:
            'Newest first. `actor` is a user, with the API keys that they created, or one API key. Entries name people by id, and `before` and `after` have no personal data. An erased ' +
            'person has no `ip`.',
          querystring: AuditQuery,
          response: { 200: Type.Object({ data: Type.Array(AuditEntryResponse), meta: PageMeta }) },
        },
        config: { access: listAuditEntries.access, problems: auditProblems },
      },
      async ({ caller, query: { actor, action, target, from, to, ...page } }) => {
        const filter = {
          ...(actor === undefined ? {} : { actorId: actor }),
          ...(action === undefined ? {} : { action }),
          ...targetOf(target),
          ...readPeriod({ from, to }),
        };
        const listed = listAuditEntries({ caller, filter, page: pageRequest(page) });
        const { data, meta } = await orProblem(listed, auditProblems);
        return { data: data.map(present), meta };
      },
    );
    done();
  };

/** Types have no colon. */
function targetOf(target: string | undefined) {
  if (target === undefined) return {};
  const at = target.indexOf(':');
  return at === -1 ? { target } : { targetType: target.slice(0, at), targetId: target.slice(at + 1) };
}

const actorOf = ({ actorId, apiKeyId }: AuditEntry) => {
  if (apiKeyId !== undefined)
    return { id: apiKeyId, type: 'api-key', ...(actorId === undefined ? {} : { createdBy: actorId }) } as const;
  if (actorId === undefined) return null;
  return { id: actorId, type: actorId === commandLine ? commandLine : 'user' } as const;
};

const present = (entry: AuditEntry) => {
  const { id, at, ip, action, target, before, after } = entry;
  return {
    id,
    at,
    actor: actorOf(entry),
    ip: ip ?? null,
    action,
    target: target === undefined ? null : { type: target.type, id: target.id ?? null },
    before: before ?? null,
    after: after ?? null,
  };
};
