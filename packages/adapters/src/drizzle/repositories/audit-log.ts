import type { AuditEntry, AuditLog } from '@cartwright/application';
import type { Database } from '../connection/database.js';
import { query } from '../connection/try-query.js';
import { auditLog } from '../schema.js';

/** The audit log in the table `audit_log`. */
export const makeDrizzleAuditLog = (tx: Database): AuditLog => ({
  add: (entries) =>
    query(async () => {
      if (entries.length > 0) await tx.insert(auditLog).values(entries.map(auditRow));
    }),
});

/** An entry as a row of `audit_log`. */
export const auditRow = ({ id, at, actorId, apiKeyId, ip, action, target, before, after }: AuditEntry) => ({
  id,
  at,
  actorId: actorId ?? null,
  apiKeyId: apiKeyId ?? null,
  ip: ip ?? null,
  action,
  targetType: target?.type ?? null,
  targetId: target?.id ?? null,
  before: before ?? null,
  after: after ?? null,
});

/** A row as its entry. */
export const auditEntryOf = ({
  id,
  at,
  actorId,
  apiKeyId,
  ip,
  action,
  targetType,
  targetId,
  before,
  after,
}: typeof auditLog.$inferSelect): AuditEntry => ({
  id,
  at,
  action,
  ...(actorId === null ? {} : { actorId }),
  ...(apiKeyId === null ? {} : { apiKeyId }),
  ...(ip === null ? {} : { ip }),
  ...(targetType === null ? {} : { target: { type: targetType, ...(targetId === null ? {} : { id: targetId }) } }),
  ...(before === null ? {} : { before }),
  ...(after === null ? {} : { after }),
});
