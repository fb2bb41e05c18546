import type { CursorMalformed, StorageUnavailable } from '@cartwright/application';
import type { Problems } from './problem.js';
import { storageProblems } from './unavailable-problems.js';

export const listProblems = {
  'list.cursor-malformed': {
    status: 400,
    title: 'The cursor is malformed',
    detail: 'Send the `nextCursor` of the page before, with the same `sort`.',
  },
  ...storageProblems,
} satisfies Problems<CursorMalformed | StorageUnavailable>;
