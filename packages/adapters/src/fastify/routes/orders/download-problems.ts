import type { FilesUnavailable } from '@cartwright/application';
import type { Problems } from '../../errors/problem.js';

export const filesProblems = {
  'files.unavailable': {
    status: 503,
    title: 'The files are temporarily unavailable',
    detail: 'Nothing was changed. Please try again in a moment.',
    hint: 'Wait for `Retry-After` seconds.',
  },
} satisfies Problems<FilesUnavailable>;
