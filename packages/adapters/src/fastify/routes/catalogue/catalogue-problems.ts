import type { ImportNotFound, StorageUnavailable } from '@cartwright/application';
import type { Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';

export const productNotFound = {
  status: 404,
  title: 'There is no such product',
  detail: 'The shop does not sell it, or no longer does.',
} as const;

export const categoryNotFound = {
  status: 404,
  title: 'There is no such category',
  detail: 'No category has this slug.',
} as const;

export const viewImportProblems = {
  'import.not-found': { status: 404, title: 'There is no such import', detail: 'No import has this id.' },
  ...storageProblems,
} satisfies Problems<ImportNotFound | StorageUnavailable>;
