import type { OrderVersionStale } from '@cartwright/application';
import type { OrderRefusal, UnitsError } from '@cartwright/domain';
import type { Problems } from '../../errors/problem.js';

export const versionProblems = {
  'order.version-stale': {
    status: 412,
    title: 'The order has changed',
    detail: 'Its version no longer matches `If-Match`. Read it again.',
  },
} satisfies Problems<OrderVersionStale>;

export const unitsProblems: Problems<OrderRefusal<UnitsError>> = {
  'units.none': { status: 422, title: 'No units given', detail: 'Send at least one.' },
  'units.not-ordered': {
    status: 422,
    title: 'The variant was not ordered',
    detail: 'The order has no line with it.',
  },
  'units.not-available': {
    status: 409,
    title: 'Not enough units left',
    detail: '`available` units of the variant are left for this operation.',
  },
};
