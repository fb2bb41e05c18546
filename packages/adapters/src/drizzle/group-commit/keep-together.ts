import type { ChangeOvertaken, Ids, StorageUnavailable } from '@cartwright/application';
import { err, ok, type Result } from 'neverthrow';
import { byKey, type Database } from '../connection/database.js';
import { inBatches } from '../../system/in-batches.js';
import { outageOfBatch } from '../connection/storage-failures.js';

export type Kept = Result<void, ChangeOvertaken | StorageUnavailable>;

/** Writes changes in one statement; answers the places in `batch` of those that it kept. */
export type Write<Change> = (db: Database, batch: readonly Change[], ids: Ids) => Promise<readonly number[]>;

const overtaken: Kept = err({ type: 'change.overtaken' });

/**
 * Changes of one time share a statement, and so a round trip and a commit. Each is kept or overtaken by itself.
 *
 * @param subjectOf - what only one change of a batch may be of: the second is overtaken by the first
 */
export function keepTogether<Change>(
  { db, ids }: { readonly db: Database; readonly ids: Ids },
  write: Write<Change>,
  subjectOf: (change: Change) => unknown,
): (change: Change) => Promise<Kept> {
  return inBatches({ atOnce: 2, most: 32 }, async (asked: readonly Change[]): Promise<readonly Kept[]> => {
    const first = new Map<unknown, Change>();
    for (const change of asked) if (!first.has(subjectOf(change))) first.set(subjectOf(change), change);
    const batch = [...first.values()];
    try {
      const kept = new Set((await write(byKey(db), batch, ids)).map((place) => batch[place]));
      return asked.map((change) => (kept.has(change) ? ok(undefined) : overtaken));
    } catch (error) {
      const outage = outageOfBatch(error, asked.length);
      return asked.map(() => (outage === undefined ? overtaken : err(outage)));
    }
  });
}
