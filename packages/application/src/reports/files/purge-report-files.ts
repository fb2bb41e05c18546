import { err, ok, type Result } from 'neverthrow';
import type { Clock } from '../../ports/clock.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { FileStore } from '../../ports/file-store.js';
import type { Log } from '../../ports/log.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import { reportFileKey } from './report-file-key.js';

type PurgeReportFilesDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly fileStore: FileStore;
  readonly clock: Clock;
  readonly log: Log;
};

/** Files removed with one transaction. */
const batch = 100;
/** Batches in one run; the next run removes the rest. */
const maximumBatches = 100;

/**
 * Removes expired files of reports, each file before its record, so that a crash leaves no file without one. While the
 * file store is away, files wait for the next run.
 */
export async function purgeReportFiles({
  unitOfWork,
  fileStore,
  clock,
  log,
}: PurgeReportFilesDeps): Promise<Result<number, StorageUnavailable>> {
  let purged = 0;
  for (let batches = 0; batches < maximumBatches; batches += 1) {
    const expired = await unitOfWork.read(({ reportFiles }) => reportFiles.expired(clock.now(), batch));
    if (expired.isErr()) return err(expired.error);
    for (const id of expired.value) {
      const removed = await fileStore.remove(reportFileKey(id));
      if (removed.isErr()) {
        log.warn({ err: removed.error }, 'expired files of reports were not removed');
        return ok(purged);
      }
    }
    const forgotten = await unitOfWork.run(({ reportFiles }) => reportFiles.remove(expired.value));
    if (forgotten.isErr()) return err(forgotten.error);
    purged += expired.value.length;
    if (expired.value.length < batch) break;
  }
  return ok(purged);
}
