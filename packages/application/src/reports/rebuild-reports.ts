import type { OrderId } from '@cartwright/domain';
import { okAsync, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Log } from '../ports/log.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';

/** How many rows of reports were missing or wrong. */
export type RebuiltReports = { readonly repaired: number };
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
  const rebuildFrom = (sofar: number, after?: OrderId): ResultAsync<RebuiltReports, StorageUnavailable> =>
    unitOfWork
      .run(({ salesFacts }) => salesFacts.repair(batch, after))
      .andThen(({ repaired, last }) =>
        last === undefined ? okAsync({ repaired: sofar + repaired }) : rebuildFrom(sofar + repaired, last),
      );
  return () =>
    rebuildFrom(0).andTee(({ repaired }) => {
      if (repaired > 0) log.error({ repaired }, 'reports were not the sums of their orders, and were corrected');
    });
};
