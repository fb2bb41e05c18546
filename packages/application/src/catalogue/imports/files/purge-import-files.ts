import type { Instant } from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';
import type { StorageUnavailable } from '../../../ports/failures.js';
import type { FileStore } from '../../../ports/file-store.js';
import type { Log } from '../../../ports/log.js';
import type { UnitOfWork } from '../../../ports/repositories/unit-of-work.js';
import { importFileKey } from './import-file-key.js';

type PurgeImportFilesDeps = { readonly unitOfWork: UnitOfWork; readonly fileStore: FileStore; readonly log: Log };

/** Files removed with one transaction. */
const batch = 100;
/** Batches in one run; the next run removes the rest. */
const maximumBatches = 100;

/**
 * Removes the files of imports that ended and were requested at `before` or earlier. Their records stay. A file is
 * removed before its record forgets it, so a crash leaves no file behind. While the file store is away, files wait for
 * the next run.
 */
export async function purgeImportFiles(
  { unitOfWork, fileStore, log }: PurgeImportFilesDeps,
  before: Instant,
): Promise<Result<number, StorageUnavailable>> {
  let purged = 0;
  for (let batches = 0; batches < maximumBatches; batches += 1) {
    const old = await unitOfWork.read(({ imports }) => imports.withFileBefore(before, batch));
    if (old.isErr()) return err(old.error);
    for (const id of old.value) {
      const removed = await fileStore.remove(importFileKey(id));
      if (removed.isErr()) {
        log.warn({ err: removed.error }, 'files of imports were not removed');
        return ok(purged);
      }
    }
    const forgotten = await unitOfWork.run(({ imports }) => imports.forgetFiles(old.value));
    if (forgotten.isErr()) return err(forgotten.error);
    purged += old.value.length;
    if (old.value.length < batch) break;
  }
  return ok(purged);
}
