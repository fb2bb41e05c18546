import type { Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** `failed` is a file that could not be read at all; rows that fail leave an import `completed`. */
export type ImportStatus = 'queued' | 'running' | 'completed' | 'failed';
/** `line` is that of the file, the header being 1. */
export type ImportFailure = { readonly line: number; readonly code?: string; readonly reason: string };

/** An import and how far it is. */
export type ProductImport = {
  readonly id: string;
  readonly status: ImportStatus;
  /** Data rows in the file; 0 until it was read. */
  readonly total: number;
  /** Rows dealt with so far, those that failed included. */
  readonly processed: number;
  /** The first that were found, at most `importLimits.storedFailures`. */
  readonly failures: readonly ImportFailure[];
  /** All of them. */
  readonly failureCount: number;
  readonly createdAt: Instant;
  /** The member of staff who sent the file. */
  readonly requestedBy?: string;
};

/** Imports, each with the file that it reads. */
export type ImportRecords = {
  readonly add: (record: ProductImport, csv: string) => ResultAsync<void, never>;
  readonly find: (id: string) => ResultAsync<ProductImport | undefined, never>;
  /** Like `find`, locked until the transaction ends. */
  readonly lock: (id: string) => ResultAsync<ProductImport | undefined, never>;
  /** The file of an import, as it was added: megabytes, perhaps, so read it once. */
  readonly file: (id: string) => ResultAsync<string | undefined, never>;
  readonly save: (record: ProductImport) => ResultAsync<void, never>;
};
