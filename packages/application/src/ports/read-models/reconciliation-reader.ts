import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../failures.js';
import type { CursorMalformed, Page, PageRequest } from './paging.js';
import type { Reconciliation } from '../repositories/reconciliation-records.js';

/** A reconciliation without what it found in particular. */
export type ReconciliationRow = Omit<Reconciliation, 'differences'>;

/** Reconciliations as staff look through them. */
export type ReconciliationReader = {
  /** Those requested last come first. */
  readonly list: (page: PageRequest) => ResultAsync<Page<ReconciliationRow>, CursorMalformed | StorageUnavailable>;
};
