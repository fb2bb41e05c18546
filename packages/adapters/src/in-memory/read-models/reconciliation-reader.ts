import type { ReconciliationReader, ReconciliationRow } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import { pageOf } from './page-of.js';
import type { InMemoryStore } from '../store.js';

/** Reconciliations as an in-memory store has them. */
export const makeInMemoryReconciliationReader = ({
  store,
}: {
  readonly store: InMemoryStore;
}): ReconciliationReader => ({
  list: (request) =>
    store.read(({ reconciliations }) => {
      const rows = [...reconciliations.values()].map(({ differences: _left, ...row }): ReconciliationRow => row);
      const newestFirst = [{ key: 'requestedAt', direction: 'desc' }] as const;
      return pageOf(rows, newestFirst, ({ requestedAt }) => requestedAt, request).asyncAndThen((page) => okAsync(page));
    }),
});
