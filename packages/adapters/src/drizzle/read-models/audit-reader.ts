import type { AuditFilter, AuditReader } from '@cartwright/application';
import { and, eq, gte, lt, sql, type SQL } from 'drizzle-orm';
import { errAsync } from 'neverthrow';
import type { Database } from '../connection/database.js';
import { isStorable } from '../connection/storable-text.js';
import { tryQuery } from '../connection/try-query.js';
import { auditEntryOf } from '../repositories/audit-log.js';
import { auditLog } from '../schema.js';
import { keysetPageOf, pageOf } from './keyset-page.js';

const newestFirst = [{ key: 'at', direction: 'desc' }] as const;
const sortColumns = { at: { column: auditLog.at, type: 'instant' } } as const;

/** The audit log as admins read it. */
export const makeDrizzleAuditReader = ({ db }: { readonly db: Database }): AuditReader => ({
  list: (filter, request) => {
    const slice = keysetPageOf(sortColumns, auditLog.id, newestFirst, request);
    if (slice.isErr()) return errAsync(slice.error);
    const { after, orderBy, limit, offset } = slice.value;
    const wanted = conditions(filter);
    return tryQuery(async () => {
      const rows = await db
        .select()
        .from(auditLog)
        .where(and(after, ...wanted))
        .orderBy(...orderBy)
        .limit(limit)
        .offset(offset);
      const total = async (): Promise<number> => db.$count(auditLog, and(...wanted));
      return pageOf(rows.map(auditEntryOf), newestFirst, ({ at }) => at, request, total);
    });
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
