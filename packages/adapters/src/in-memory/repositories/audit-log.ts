import type { AuditLog } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { Tables } from '../store.js';

export const auditLogOf = ({ auditLog }: Tables): AuditLog => ({
  add: (entries) => {
    for (const entry of entries) auditLog.set(entry.id, entry);
    return okAsync(undefined);
  },
});
