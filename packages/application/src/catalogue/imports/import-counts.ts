import type { ImportCount, ImportCounts } from '../../ports/repositories/import-records.js';

const none: ImportCount = { created: 0, changed: 0, unchanged: 0, rejected: 0 };
/** The counts of an import that has not begun. */
export const noCounts: ImportCounts = { products: none, variants: none, pictures: none };

/** What became of a thing. */
export type Outcome = keyof ImportCount;

/** Counts outcomes. */
export function countOf(outcomes: readonly Outcome[], rejected = 0): ImportCount {
  const count = { ...none, rejected };
  for (const outcome of outcomes) count[outcome] += 1;
  return count;
}

export const sumOfCounts = (left: ImportCounts, right: ImportCounts): ImportCounts => ({
  products: sum(left.products, right.products),
  variants: sum(left.variants, right.variants),
  pictures: sum(left.pictures, right.pictures),
});

const sum = (left: ImportCount, right: ImportCount): ImportCount => ({
  created: left.created + right.created,
  changed: left.changed + right.changed,
  unchanged: left.unchanged + right.unchanged,
  rejected: left.rejected + right.rejected,
});
