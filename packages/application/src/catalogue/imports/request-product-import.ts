import type { ResultAsync } from 'neverthrow';
import type { StaffCaller } from '../../caller.js';
import type { Clock } from '../../ports/clock.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { Ids } from '../../ports/ids.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import { noCounts } from './import-counts.js';
import { damaged } from './read-product.js';

export type RequestProductImportCommand = { readonly csv: string; readonly dryRun?: boolean };
/** Stores a product CSV and starts a job that imports it, or counts what an import would change. */
export type RequestProductImport = (
  command: RequestProductImportCommand,
  staff: StaffCaller,
) => ResultAsync<{ readonly importId: string }, StorageUnavailable>;

export const makeRequestProductImport =
  ({
    unitOfWork,
    clock,
    ids,
  }: {
    readonly unitOfWork: UnitOfWork;
    readonly clock: Clock;
    readonly ids: Ids;
  }): RequestProductImport =>
  ({ csv, dryRun = false }, { userId: requestedBy }) =>
    unitOfWork.run(({ imports, outbox }) => {
      const at = clock.now();
      const importId = ids.next();
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
          storable(csv),
        )
        .andThen(() => outbox.add([{ type: 'catalogue.import-requested', importId, at }]))
        .map(() => ({ importId }));
    });

/**
 * The database cannot store NUL or half a surrogate pair. Both are marked, so that only their rows are
 * refused.
 */
const storable = (csv: string): string => csv.replaceAll(/[\0\p{Surrogate}]/gu, damaged);
