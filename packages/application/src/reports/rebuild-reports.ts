import type { OrderId } from '@cartwright/domain';
import { okAsync, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Log } from '../ports/log.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';

/** How many rows of reports were missing or wrong, and how many no order had. */
export type RebuiltReports = { readonly repaired: number; readonly removed: number };
/**
 * Compares what reports add up with every order, and corrects it. After an upgrade it adds the orders of versions that
 * had no reports; otherwise there is nothing to correct, and a correction is logged as an error.
 */
export type RebuildReports = () => ResultAsync<RebuiltReports, StorageUnavailable>;

/** Orders in one transaction: few, so that nobody waits for it for long. */
const batch = 200;

export const makeRebuildReports = ({
  unitOfWork,
  log,
}: {
  readonly unitOfWork: UnitOfWork;
  readonly log: Log;
}): RebuildReports => {
  const rebuildFrom = (before: RebuiltReports, after?: OrderId): ResultAsync<RebuiltReports, StorageUnavailable> =>
    unitOfWork
      .run(({ salesFacts }) => salesFacts.repair(batch, after))
      .andThen(({ last, ...more }) => {
        const rebuilt = { repaired: before.repaired + more.repaired, removed: before.removed + more.removed };
        return last === undefined ? okAsync(rebuilt) : rebuildFrom(rebuilt, last);
      });
  return () =>
    rebuildFrom({ repaired: 0, removed: 0 }).andTee((rebuilt) => {
      if (rebuilt.repaired + rebuilt.removed === 0) return;
      log.error({ ...rebuilt }, 'reports were not the sums of their orders, and were corrected');
    });
};
