import type { ImportFailure, ProductImport } from '../../ports/repositories/import-records.js';
import { importLimits } from './import-limits.js';

/** Whether an import has ended. */
export const isOver = ({ status }: Pick<ProductImport, 'status'>): boolean =>
  status === 'completed' || status === 'failed';

/** An import with further failures, by line. All are counted; the first that were found are stored. */
export const withFailures = (record: ProductImport, failures: readonly ImportFailure[]): ProductImport => ({
  ...record,
  failures: [...record.failures, ...failures]
    .slice(0, importLimits.storedFailures)
    .sort((left, right) => left.line - right.line),
  failureCount: record.failureCount + failures.length,
});
