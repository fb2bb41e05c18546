import type { OrderVersionStale } from '@cartwright/application';
import type { OrderRefusal, UnitsError } from '@cartwright/domain';
import type { Problems } from '../../errors/problem.js';

export const versionProblems = {
  'order.version-stale': {
    status: 412,
    title: 'The order has changed',
    detail: 'It is no longer at the version of `If-Match`. Read it again.',
  },
} satisfies Problems<OrderVersionStale>;

export const unitsProblems: Problems<OrderRefusal<UnitsError>> = {
  'units.none': { status: 422, title: 'There are no units', detail: 'Name at least one.' },
  'units.not-ordered': {
    status: 422,
    title: 'The variant was not ordered',
    detail: 'The order has no line of it.',
  },
  'units.not-available': {
    status: 409,
    title: 'There are not as many units left',
    detail: '`available` is how many units of the variant this can still be done with.',
  },
};
