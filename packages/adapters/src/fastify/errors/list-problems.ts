import type { CursorMalformed, StorageUnavailable } from '@cartwright/application';
import type { Problems } from './problem.js';
import { storageProblems } from './unavailable-problems.js';

export const listProblems = {
  'list.cursor-malformed': {
    status: 400,
    title: 'Malformed cursor',
    detail: 'The next page cannot be found. Start again at the first page.',
    hint: 'Send the `nextCursor` of the previous page, with the same `sort`.',
  },
  ...storageProblems,
} satisfies Problems<CursorMalformed | StorageUnavailable>;
