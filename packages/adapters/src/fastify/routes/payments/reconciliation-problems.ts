import type { ReconciliationNotFound, RequestReconciliationError, StorageUnavailable } from '@cartwright/application';
import type { Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';

export const requestReconciliationProblems = {
  'reconciliation.period-reversed': {
    status: 422,
    title: 'The period has no length',
    detail: '`to` must be later than `from`.',
  },
  'reconciliation.period-too-long': {
    status: 422,
    title: 'The period is too long',
    detail: 'It may have `maximumDays`: ask for its parts one after another.',
  },
  ...storageProblems,
} satisfies Problems<RequestReconciliationError>;

export const viewReconciliationProblems = {
  'reconciliation.not-found': {
    status: 404,
    title: 'There is no such reconciliation',
    detail: 'No reconciliation has this id.',
  },
  ...storageProblems,
} satisfies Problems<ReconciliationNotFound | StorageUnavailable>;
