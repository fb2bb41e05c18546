import type { StorageUnavailable } from '@cartwright/application';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import { retryDeadlocks } from './retry-deadlocks.js';
import { outageIn } from './storage-failures.js';

/**
 * Runs a query outside a unit of work, again after a deadlock. Returns an outage; a defect is thrown.
 *
 * @example tryQuery(async () => db.select().from(users))
 */
export const tryQuery = <T>(query: () => Promise<T>): ResultAsync<T, StorageUnavailable> =>
  withOutages(async () => ok(await query()));

/** The same for work that can itself be refused. */
export const withOutages = <T, E>(work: () => PromiseLike<Result<T, E>>): ResultAsync<T, E | StorageUnavailable> =>
  new ResultAsync(
    (async (): Promise<Result<T, E | StorageUnavailable>> => {
      try {
        return await retryDeadlocks(work);
      } catch (error) {
        const outage = outageIn(error);
        if (outage === undefined) throw error;
        return err(outage);
      }
    })(),
  );

/** Runs a query inside a unit of work: whatever fails is thrown, and surfaces once from the unit of work. */
export const query = <T>(read: () => Promise<T>): ResultAsync<T, never> => ResultAsync.fromSafePromise(read());
