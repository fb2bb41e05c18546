import { errAsync, type ResultAsync } from 'neverthrow';
import type { StaffCaller } from '../../../caller.js';
import { removeQuietly, type DigitalFileEmpty } from '../../../downloads/attach-digital-file.js';
import type { Clock } from '../../../ports/clock.js';
import type { FilesUnavailable, StorageUnavailable } from '../../../ports/failures.js';
import type { FileIncomplete, FileStore, FileTooLarge } from '../../../ports/file-store.js';
import type { Ids } from '../../../ports/ids.js';
import type { UnitOfWork } from '../../../ports/repositories/unit-of-work.js';
import { noCounts } from '../import-counts.js';
import { importFileKey } from './import-file-key.js';
import { importLimits } from '../import-limits.js';

export type RequestProductImportCommand = {
  /** CSV in any encoding. */
  readonly content: AsyncIterable<Uint8Array>;
  /** The encoding that the sender declares, if any. */
  readonly charset?: string;
  /** The size that the sender declares, if any: a file that is too large is refused before any of it is read. */
  readonly declaredBytes?: number;
  readonly dryRun?: boolean;
};
export type RequestProductImportError =
  DigitalFileEmpty | FileTooLarge | FileIncomplete | FilesUnavailable | StorageUnavailable;
/**
 * Stores a product CSV and starts a job that imports it, or counts what an import would change. The file is complete
 * in the file store before the import is recorded.
 */
export type RequestProductImport = (
  command: RequestProductImportCommand,
  staff: StaffCaller,
) => ResultAsync<{ readonly importId: string }, RequestProductImportError>;

export const makeRequestProductImport =
  ({
    unitOfWork,
    fileStore,
    clock,
    ids,
    maximumImportBytes: maximumBytes = importLimits.fileBytes,
  }: {
    readonly unitOfWork: UnitOfWork;
    readonly fileStore: FileStore;
    readonly clock: Clock;
    readonly ids: Ids;
    /** `importLimits.fileBytes` when absent. */
    readonly maximumImportBytes?: number;
  }): RequestProductImport =>
  ({ content, charset, declaredBytes = 0, dryRun = false }, { userId: requestedBy }) => {
    if (declaredBytes > maximumBytes) return errAsync({ type: 'file.too-large', maximumBytes });
    const importId = ids.next();
    const key = importFileKey(importId);
    const record = (size: number): ResultAsync<{ readonly importId: string }, RequestProductImportError> => {
      if (size === 0) return errAsync({ type: 'file.empty' });
      return unitOfWork.run(({ imports, outbox }) => {
        const at = clock.now();
        return imports
          .add(
            {
              id: importId,
              status: 'queued',
              dryRun,
              total: 0,
              processed: 0,
              failures: [],
              failureCount: 0,
              ignoredColumns: [],
              counts: noCounts,
              createdAt: at,
              requestedBy,
            },
            charset === undefined ? {} : { charset },
          )
          .andThen(() => outbox.add([{ type: 'catalogue.import-requested', importId, at }]))
          .map(() => ({ importId }));
      });
    };
    return fileStore
      .put(key, content, { maximumBytes })
      .andThen(({ size }) =>
        record(size).orElse((error) => removeQuietly(fileStore, key).andThen(() => errAsync(error))),
      );
  };
