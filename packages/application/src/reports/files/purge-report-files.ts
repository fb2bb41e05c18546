import type { Result } from 'neverthrow';
import type { Clock } from '../../ports/clock.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { FileStore } from '../../ports/file-store.js';
import type { Log } from '../../ports/log.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import { purgeFiles } from '../../retention/purge-files.js';
import { reportFileKey } from './report-file-key.js';

type PurgeReportFilesDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly fileStore: FileStore;
  readonly clock: Clock;
  readonly log: Log;
};

/** Removes expired files of reports with their records. */
export const purgeReportFiles = ({
  unitOfWork,
  clock,
  ...deps
}: PurgeReportFilesDeps): Promise<Result<number, StorageUnavailable>> =>
  purgeFiles(deps, {
    due: (limit) => unitOfWork.read(({ reportFiles }) => reportFiles.expired(clock.now(), limit)),
    keyOf: reportFileKey,
    forget: (ids) => unitOfWork.run(({ reportFiles }) => reportFiles.remove(ids)),
    failure: 'expired files of reports were not removed',
  });
