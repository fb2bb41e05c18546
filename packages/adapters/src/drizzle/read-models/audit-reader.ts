import type { AuditFilter, AuditReader } from '@cartwright/application';
import { and, eq, gte, lt, sql, type SQL } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { isStorable } from '../connection/storable-text.js';
import { withOutages } from '../connection/try-query.js';
import { auditEntryOf } from '../repositories/audit-log.js';
import { auditLog } from '../schema.js';
import { byInstant, readKeysetPage, selectPage } from './keyset-page.js';

const newestFirst = byInstant('at', 'desc', auditLog.at, auditLog.id);

/** The audit log as admins read it. */
export const makeDrizzleAuditReader = ({ db }: { readonly db: Database }): AuditReader => ({
  list: (filter, request) => {
    const where = and(...conditions(filter));
    return withOutages(() =>
      readKeysetPage(newestFirst, request, {
        where,
        select: (page) => selectPage(db.select().from(auditLog), page),
        rowOf: auditEntryOf,
        count: () => db.$count(auditLog, where),
      }),
    );
  },
});

/** What no column can hold is not found. */
const storable = (value: string): string => (isStorable(value) ? value : '');

function conditions({ actorId, action, target, targetType, targetId, from, to }: AuditFilter): readonly SQL[] {
  const texts = [
    [auditLog.action, action],
    [auditLog.targetType, targetType],
    [auditLog.targetId, targetId],
  ] as const;
  return [
    ...texts.flatMap(([column, value]) => (value === undefined ? [] : [eq(column, storable(value))])),
    ...(actorId === undefined
      ? []
      : [sql`(${auditLog.actorId} = ${storable(actorId)} or ${auditLog.apiKeyId} = ${storable(actorId)})`]),
    ...(target === undefined
      ? []
      : [sql`(${auditLog.targetType} = ${storable(target)} or ${auditLog.targetId} = ${storable(target)})`]),
    ...(from === undefined ? [] : [gte(auditLog.at, from)]),
    ...(to === undefined ? [] : [lt(auditLog.at, to)]),
  ];
}
