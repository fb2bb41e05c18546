import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { FileStore } from '../ports/file-store.js';
import type { Log } from '../ports/log.js';

/** Files removed with one transaction. */
const batch = 100;
/** Batches in one run; the next run removes the rest. */
const maximumBatches = 100;

/**
 * Removes files whose time is over, each before its record, so that a crash leaves no file without one. While the file
 * store is away, files wait for the next run. Returns how many were removed.
 */
export async function purgeFiles(
  { fileStore, log }: { readonly fileStore: FileStore; readonly log: Log },
  files: {
    /** Ids of records whose files are due, at most `limit`. */
    readonly due: (limit: number) => ResultAsync<readonly string[], StorageUnavailable>;
    readonly keyOf: (id: string) => string;
    /** Removes the records, or what they state about their files. */
    readonly forget: (ids: readonly string[]) => ResultAsync<void, StorageUnavailable>;
    /** Logged while the file store is away. */
    readonly failure: string;
  },
): Promise<Result<number, StorageUnavailable>> {
  let purged = 0;
  for (let batches = 0; batches < maximumBatches; batches += 1) {
    const due = await files.due(batch);
    if (due.isErr()) return err(due.error);
    for (const id of due.value) {
      const removed = await fileStore.remove(files.keyOf(id));
      if (removed.isErr()) {
        log.warn({ err: removed.error }, files.failure);
        return ok(purged);
      }
    }
    const forgotten = await files.forget(due.value);
    if (forgotten.isErr()) return err(forgotten.error);
    purged += due.value.length;
    if (due.value.length < batch) break;
  }
  return ok(purged);
}
