import type { RequestReconciliationError } from '@cartwright/application';
import { Type } from 'typebox';
import type { Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { periodQuery } from '../../requests/list-query.js';
import { closed } from '../../requests/plain-schemas.js';

export const requestReconciliationProblems = {
  'reconciliation.period-reversed': {
    status: 422,
    title: 'The period is empty',
    detail: 'The end is not later than the start.',
    hint: '`to` must be later than `from`.',
  },
  'reconciliation.period-too-long': {
    status: 422,
    title: 'The period is too long',
    detail: 'The period is too long. Request shorter periods one after another.',
    hint: '`maximumDays` is the longest.',
  },
  ...storageProblems,
} satisfies Problems<RequestReconciliationError>;

export const ReconciliationPeriodBody = Type.Object(
  periodQuery({ from: 'three days before `to` when absent', to: 'now when absent' }),
  closed,
);
