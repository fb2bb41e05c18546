import type { OrderVersionStale } from '@cartwright/application';
import type { OrderRefusal, UnitsError } from '@cartwright/domain';
import type { Problems } from '../../errors/problem.js';

export const versionProblems = {
  'order.version-stale': {
    status: 412,
    title: 'The order has changed',
    detail: 'It was changed in the meantime. Load it again.',
    hint: 'The version no longer matches `If-Match`.',
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
    detail: 'The order does not have so many units left.',
    hint: '`available` units are left.',
  },
};
