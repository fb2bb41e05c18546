import type { AuditReader } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { InMemoryStore } from '../store.js';
import { pageOf } from './page-of.js';

/** The audit log as an in-memory store has it. */
export const makeInMemoryAuditReader = ({ store }: { readonly store: InMemoryStore }): AuditReader => ({
  list: ({ actorId, action, target, targetType, targetId, from, to }, request) =>
    store.read(({ auditLog }) => {
      const rows = [...auditLog.values()].filter(
        (entry) =>
          (actorId === undefined || entry.actorId === actorId || entry.apiKeyId === actorId) &&
          (action === undefined || entry.action === action) &&
          (target === undefined || entry.target?.type === target || entry.target?.id === target) &&
          (targetType === undefined || entry.target?.type === targetType) &&
          (targetId === undefined || entry.target?.id === targetId) &&
          (from === undefined || entry.at >= from) &&
          (to === undefined || entry.at < to),
      );
      const newestFirst = [{ key: 'at', direction: 'desc' }] as const;
      return pageOf(rows, newestFirst, ({ at }) => at, request).asyncAndThen((page) => okAsync(page));
    }),
});
