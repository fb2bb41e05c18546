import type { Reconciliation, ReconciliationRecords } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { Tables } from '../store.js';

export const reconciliationRecords = ({ reconciliations }: Tables): ReconciliationRecords => {
  const find: ReconciliationRecords['find'] = (id) => okAsync(reconciliations.get(id));
  return {
    add: (added) => {
      const isTaken =
        added.dueAt !== undefined && [...reconciliations.values()].some(({ dueAt }) => dueAt === added.dueAt);
      if (!isTaken) reconciliations.set(added.id, added);
      return okAsync(!isTaken);
    },
    find,
    lock: find,
    latestDue: (until) => {
      const dueAt = ({ dueAt: at = '' }: Reconciliation): string => at;
      const due = [...reconciliations.values()].filter((each) => dueAt(each) !== '' && dueAt(each) <= until);
      return okAsync(due.sort((left, right) => (dueAt(left) < dueAt(right) ? 1 : -1))[0]);
    },
    save: (saved) => {
      if (!reconciliations.has(saved.id)) throw new Error('a reconciliation that is saved has been locked before');
      reconciliations.set(saved.id, saved);
      return okAsync(undefined);
    },
  };
};
