import type { ConcurrencyConflict, Ids, StorageUnavailable } from '@cartwright/application';
import { err, ok, type Result } from 'neverthrow';
import { makeBatcher } from '../../system/batcher.js';
import { byKey, type Database } from '../connection/database.js';
import { retryDeadlocks } from '../connection/retry-deadlocks.js';
import { outageIn } from '../connection/storage-failures.js';
import { isConflict, type WriteChanges } from './write-changes.js';

type Committed = Result<void, ConcurrencyConflict | StorageUnavailable>;

/** The outcome of one change of a batch. `defect` is thrown to the caller of that change only. */
type Outcome = Committed | { readonly defect: unknown };

/**
 * Group commit: concurrent changes share one statement, and so a round trip and a commit. A batch that cannot be
 * written as a whole is written change by change, so that each commits, conflicts or throws by itself.
 *
 * @param write - writes a batch as a whole or not at all
 */
export function makeGroupCommit<Change>(
  { db, ids }: { readonly db: Database; readonly ids: Ids },
  write: WriteChanges<Change>,
): (change: Change) => Promise<Committed> {
  const tryWrite = async (batch: readonly Change[]): Promise<Outcome> => {
    try {
      await retryDeadlocks(() => write(byKey(db), batch, ids));
      return ok(undefined);
    } catch (error) {
      if (isConflict(error)) return err({ type: 'concurrency.conflict' });
      const outage = outageIn(error);
      return outage === undefined ? { defect: error } : err(outage);
    }
  };
  const commit = makeBatcher(
    { concurrency: 2, maxSize: 32 },
    async (batch: readonly Change[]): Promise<readonly Outcome[]> => {
      const together = await tryWrite(batch);
      if (batch.length === 1 || isWritten(together) || isOutage(together)) return batch.map(() => together);
      const outcomes: Outcome[] = [];
      let outage: Outcome | undefined;
      for (const change of batch) {
        // After an outage the rest is not tried: each would wait for its own timeout.
        const outcome = outage ?? (await tryWrite([change]));
        if (isOutage(outcome)) outage = outcome;
        outcomes.push(outcome);
      }
      return outcomes;
    },
  );
  return async (change) => {
    const outcome = await commit(change);
    if ('defect' in outcome) throw outcome.defect;
    return outcome;
  };
}

const isWritten = (outcome: Outcome): boolean => !('defect' in outcome) && outcome.isOk();
const isOutage = (outcome: Outcome): boolean =>
  !('defect' in outcome) && outcome.isErr() && outcome.error.type === 'storage.unavailable';
