import type { ApplicationEvent, StorageUnavailable } from '@cartwright/application';
import { err, ok, type ResultAsync } from 'neverthrow';
import type { Database } from './database.js';
import { withOutages } from './try-query.js';

type Options = { readonly db: Database; readonly timeoutMs?: number };
/** `events` are those that the transaction left in the outbox. */
type Committed<T> = { readonly value: T; readonly events: readonly ApplicationEvent[] };
type Work<T, E> = (tx: Database, onEventsAdded: (events: readonly ApplicationEvent[]) => void) => ResultAsync<T, E>;

/** Carries an Err out of Drizzle's `transaction`, which rolls back for a throw and for nothing else. */
class Rollback<E> extends Error {
  readonly reason: E;
  constructor(reason: E) {
    super('rolled back');
    this.reason = reason;
  }
}

class TransactionTooSlow extends Error {
  readonly code = 'TRANSACTION_TOO_SLOW';
}

/**
 * Runs `work` in a transaction: Ok commits, Err and throws undo everything. After a deadlock or a serialization failure
 * the whole transaction runs again (`retryDeadlocks`).
 *
 * A connection lost during the commit itself is an outage too, although the commit may have happened: requests have
 * idempotency keys.
 */
export const transact = <T, E>(
  { db, timeoutMs = 10_000 }: Options,
  work: Work<T, E>,
): ResultAsync<Committed<T>, E | StorageUnavailable> =>
  withOutages(async () => {
    try {
      return ok(await once(db, timeoutMs, work));
    } catch (error) {
      if (error instanceof Rollback) return err((error as Rollback<E>).reason);
      throw error;
    }
  });

async function once<T, E>(db: Database, timeoutMs: number, work: Work<T, E>): Promise<Committed<T>> {
  const events: ApplicationEvent[] = [];
  const value = await db.transaction(async (tx) => {
    const result = await within(
      timeoutMs,
      work(tx, (added) => void events.push(...added)),
    );
    if (result.isErr()) throw new Rollback(result.error);
    return result.value;
  });
  return { value, events };
}

async function within<T>(timeoutMs: number, work: PromiseLike<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooSlow = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TransactionTooSlow(`a transaction took more than ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, tooSlow]);
  } finally {
    clearTimeout(timer);
  }
}
