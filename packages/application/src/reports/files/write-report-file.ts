import { err, ok, okAsync, ResultAsync, type Result } from 'neverthrow';
import { removeQuietly } from '../../downloads/attach-digital-file.js';
import type { Clock } from '../../ports/clock.js';
import type { FilesUnavailable, StorageUnavailable } from '../../ports/failures.js';
import type { FileIncomplete, FileStore, FileTooLarge } from '../../ports/file-store.js';
import type { ReportFile } from '../../ports/repositories/reports/report-file-records.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import type { ReportWriter } from '../../ports/reports/report-writer.js';
import { reportColumns, type ReportRow } from '../report-columns.js';
import { reportFileKey } from './report-file-key.js';
import type { ReportParts, ReportPartsError } from './report-parts.js';

export type WriteReportFileError =
  ReportPartsError | FileTooLarge | FileIncomplete | FilesUnavailable | StorageUnavailable;
/**
 * Writes a requested report to its file. A repeat writes the same file again: after a crash nothing else is left. A
 * completed file does not change.
 */
export type WriteReportFile = (command: { readonly reportFileId: string }) => ResultAsync<void, WriteReportFileError>;

/** 1 GiB: some ten million orders. */
const maximumBytes = 1024 ** 3;

type WriteReportFileDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly fileStore: FileStore;
  readonly reportWriter: ReportWriter;
  readonly clock: Clock;
  readonly reportParts: ReportParts;
  /** `maximumBytes` when absent. */
  readonly maximumReportBytes?: number;
};

export const makeWriteReportFile =
  (deps: WriteReportFileDeps): WriteReportFile =>
  ({ reportFileId }) =>
    new ResultAsync(write(deps, reportFileId));

async function write(deps: WriteReportFileDeps, id: string): Promise<Result<void, WriteReportFileError>> {
  const { unitOfWork, fileStore, reportWriter, clock } = deps;
  const key = reportFileKey(id);
  const found = await unitOfWork.read(({ reportFiles }) => reportFiles.find(id));
  if (found.isErr()) return err(found.error);
  const file = found.value;
  // An attempt that died may have written a file after it was purged.
  if (file === undefined || file.expiresAt <= clock.now()) return removeQuietly(fileStore, key);
  if (file.status !== 'queued') return ok(undefined);

  let failure: ReportPartsError | undefined;
  async function* rows(wanted: ReportFile['wanted']): AsyncGenerator<readonly ReportRow[], void, undefined> {
    for await (const part of deps.reportParts(wanted)) {
      if (part.isErr()) {
        failure = part.error;
        // Ends the file, of which nothing is stored.
        throw new Error('the rows of a report cannot be read');
      }
      yield part.value;
    }
  }
  const format = { format: file.format, columns: reportColumns[file.wanted.report] };
  const put = await fileStore
    .put(key, reportWriter.write(format, rows(file.wanted)), { maximumBytes: deps.maximumReportBytes ?? maximumBytes })
    .mapErr((error) => failure ?? error);
  if (put.isErr() && (put.error.type === 'storage.unavailable' || put.error.type === 'files.unavailable')) {
    return err(put.error);
  }
  const stored = await storeOutcome(deps, id, put.isOk() ? 'completed' : 'failed');
  if (stored.isErr()) return err(stored.error);
  return put.map(() => undefined);
}

/** The purge removes an expired file before its record. What was written in between is removed here. */
const storeOutcome = (
  { unitOfWork, fileStore, clock }: WriteReportFileDeps,
  id: string,
  status: ReportFile['status'],
): ResultAsync<void, StorageUnavailable> =>
  unitOfWork
    .run(({ reportFiles }) =>
      reportFiles.lock(id).andThen((now): ResultAsync<boolean, never> => {
        if (now === undefined || now.expiresAt <= clock.now()) return okAsync(false);
        return now.status === 'queued' ? reportFiles.save({ ...now, status }).map(() => true) : okAsync(true);
      }),
    )
    .andThen((isStored) => (isStored ? okAsync(undefined) : removeQuietly(fileStore, reportFileKey(id))));
