import type { ConcurrencyConflict, Ids, StorageUnavailable } from '@cartwright/application';
import { err, ok, type Result } from 'neverthrow';
import { makeBatcher } from '../../system/batcher.js';
import { byKey, type Database } from '../connection/database.js';
import { isWorthAnotherTry, outageIn } from '../connection/storage-failures.js';
import { isConflict, type WriteChanges } from './write-changes.js';

type Committed = Result<void, ConcurrencyConflict | StorageUnavailable>;

const conflict: Committed = err({ type: 'concurrency.conflict' });

/**
 * Group commit: concurrent changes share one statement, and so a round trip and a commit. A batch that cannot be
 * written as a whole is written change by change, so that each commits or conflicts by itself.
 *
 * @param write - writes a batch as a whole or not at all
 */
export function makeGroupCommit<Change>(
  { db, ids }: { readonly db: Database; readonly ids: Ids },
  write: WriteChanges<Change>,
): (change: Change) => Promise<Committed> {
  /** A defect of a batch of several is not thrown: it shows when each change is written by itself. */
  const tryWrite = async (batch: readonly Change[]): Promise<Committed> => {
    try {
      await write(byKey(db), batch, ids);
      return ok(undefined);
    } catch (error) {
      if (isConflict(error) || isWorthAnotherTry(error)) return conflict;
      const outage = outageIn(error);
      if (outage !== undefined) return err(outage);
      if (batch.length > 1) return conflict;
      throw error;
    }
  };
  const tryAlone = async (change: Change): Promise<Committed> => {
    try {
      return await tryWrite([change]);
    } catch {
      // The defect is thrown again, to its own caller only, by the transaction that follows a conflict.
      return conflict;
    }
  };
  return makeBatcher(
    { concurrency: 2, maxSize: 32 },
    async (batch: readonly Change[]): Promise<readonly Committed[]> => {
      const together = await tryWrite(batch);
      if (batch.length === 1 || together.isOk() || together.error.type === 'storage.unavailable') {
        return batch.map(() => together);
      }
      const results: Committed[] = [];
      let isAway = false;
      for (const change of batch) {
        // During an outage each would wait for its own timeout: the transactions that follow wait once, concurrently.
        const result: Committed = isAway ? conflict : await tryAlone(change);
        isAway ||= result.isErr() && result.error.type === 'storage.unavailable';
        results.push(result);
      }
      return results;
    },
  );
}
