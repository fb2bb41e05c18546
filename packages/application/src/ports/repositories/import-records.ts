import type { Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** `failed` is a file of which no row was accepted; refused rows leave an import `completed`. */
export type ImportStatus = 'queued' | 'running' | 'completed' | 'failed';

/** Why a row, or a cell of it, is refused. `line` is that of the file, the header being 1. */
export type ImportFailure = {
  readonly line: number;
  /** As the file names it; absent where the whole row is refused. */
  readonly column?: string;
  /** What kind of fault it is, for programs. */
  readonly code: string;
  readonly reason: string;
};

/** What became of the things of one kind. */
export type ImportCount = {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly rejected: number;
};
export type ImportCounts = {
  readonly products: ImportCount;
  readonly variants: ImportCount;
  readonly pictures: ImportCount;
};

/** An import and how far it is. */
export type ProductImport = {
  readonly id: string;
  readonly status: ImportStatus;
  /** It changes nothing, and counts what would change. */
  readonly dryRun: boolean;
  /** Data rows in the file; 0 until it was read. */
  readonly total: number;
  /** Rows processed so far, including refused ones. */
  readonly processed: number;
  /** The first that were found, at most `importLimits.storedFailures`. */
  readonly failures: readonly ImportFailure[];
  /** All of them. */
  readonly failureCount: number;
  /** Columns of the file that the shop does not store. */
  readonly ignoredColumns: readonly string[];
  readonly counts: ImportCounts;
  readonly createdAt: Instant;
  /** The member of staff who sent the file. */
  readonly requestedBy?: string;
};

/** The file of an import, in the file store under `importFileKey`. `charset` is what the sender declared. */
export type ImportUpload = { readonly charset?: string };
/** Versions before stored the text of the file with the import. */
export type ImportFile = ImportUpload | { readonly csv: string };

/** Imports, each with the file that it reads. */
export type ImportRecords = {
  readonly add: (record: ProductImport, upload: ImportUpload) => ResultAsync<void, never>;
  readonly find: (id: string) => ResultAsync<ProductImport | undefined, never>;
  /** Like `find`, locked until the transaction ends. */
  readonly lock: (id: string) => ResultAsync<ProductImport | undefined, never>;
  /** Absent once it was purged. */
  readonly file: (id: string) => ResultAsync<ImportFile | undefined, never>;
  /** Imports that ended, have a file and were added at `before` or earlier, at most `limit`, the oldest first. */
  readonly withFileBefore: (before: Instant, limit: number) => ResultAsync<readonly string[], never>;
  /** Their records stay. */
  readonly forgetFiles: (ids: readonly string[]) => ResultAsync<void, never>;
  readonly save: (record: ProductImport) => ResultAsync<void, never>;
};
