import type { Instant } from '@cartwright/domain';
import type { Result } from 'neverthrow';
import type { StorageUnavailable } from '../../../ports/failures.js';
import type { FileStore } from '../../../ports/file-store.js';
import type { Log } from '../../../ports/log.js';
import type { UnitOfWork } from '../../../ports/repositories/unit-of-work.js';
import { purgeFiles } from '../../../retention/purge-files.js';
import { importFileKey } from './import-file-key.js';

type PurgeImportFilesDeps = { readonly unitOfWork: UnitOfWork; readonly fileStore: FileStore; readonly log: Log };

/** Removes the files of imports that ended and were requested at `before` or earlier. Their records stay. */
export const purgeImportFiles = (
  { unitOfWork, ...deps }: PurgeImportFilesDeps,
  before: Instant,
): Promise<Result<number, StorageUnavailable>> =>
  purgeFiles(deps, {
    due: (limit) => unitOfWork.read(({ imports }) => imports.withFileBefore(before, limit)),
    keyOf: importFileKey,
    forget: (ids) => unitOfWork.run(({ imports }) => imports.forgetFiles(ids)),
    failure: 'files of imports were not removed',
  });
