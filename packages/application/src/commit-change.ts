import { err, errAsync, okAsync, type Result, type ResultAsync } from 'neverthrow';
import type { Change, ConcurrencyConflict } from './ports/change.js';
import type { Clock } from './ports/clock.js';
import type { StorageUnavailable } from './ports/failures.js';
import type {
  IdempotencyInProgress,
  IdempotencyKeyReused,
  IdempotentRequest,
} from './ports/repositories/idempotency-records.js';
import type { DecisionReads, Repositories, UnitOfWork } from './ports/repositories/unit-of-work.js';

/** What a use case decided: its result, and the change to write, if any. */
export type Decided<T> = { readonly result: T; readonly change?: Change };

/** Reads, and decides by the domain. It runs once without locks and, after each conflict, again under locks. */
export type Decide<T, E> = (reads: DecisionReads) => ResultAsync<Decided<T>, E>;

export const conflict: ConcurrencyConflict = { type: 'concurrency.conflict' };

/** Another optimistic commit can still conflict with a transaction, for example over stock or an idempotency key. */
const triesUnderLocks = 5;

/**
 * Commits what `decide` decides: first optimistically, on reads that lock nothing; after a conflict under locks, up to
 * five times. A refusal is returned at once.
 */
export const commitChange = <T, E>(
  unitOfWork: UnitOfWork,
  decide: Decide<T, E>,
): ResultAsync<T, E | StorageUnavailable> =>
  unitOfWork
    .read(decide)
    .andThen((decided) => commitOptimistically(unitOfWork, decided))
    .orElse((error) =>
      isConflict(error) ? underLocks(unitOfWork, (repositories) => decide(repositories.locking)) : errAsync(error),
    );

/** What a request that may be sent twice does. */
type IdempotentWork<T, E> = {
  /** `resourceId` is what an attempt that crashed had held the key for. */
  readonly decide: (reads: DecisionReads, resourceId?: string) => ResultAsync<Decided<T>, E>;
  /** Makes the result of a finished request from its outcome. */
  readonly replay: (reads: DecisionReads, outcome: string) => ResultAsync<T, E>;
};

/**
 * The same for a request that brings an idempotency key; its change completes or holds the key. A request that was
 * finished before is replayed. A refusal is returned at once, unless the key is known: then the key decides.
 */
export const commitOnce = <T, E>(
  { unitOfWork, clock }: { readonly unitOfWork: UnitOfWork; readonly clock: Clock },
  request: IdempotentRequest,
  { decide, replay }: IdempotentWork<T, E>,
): ResultAsync<T, E | IdempotencyKeyReused | IdempotencyInProgress | StorageUnavailable> =>
  unitOfWork
    .read((reads) =>
      decide(reads).orElse((refusal) =>
        reads.idempotency
          .isKnown(request)
          .andThen((known): Result<never, E | ConcurrencyConflict> => err(known ? conflict : refusal)),
      ),
    )
    .andThen((decided) => commitOptimistically(unitOfWork, decided))
    .orElse((error) =>
      isConflict(error)
        ? underLocks(unitOfWork, ({ idempotency, locking }) =>
            idempotency
              .claim(request, clock.now())
              .andThen((claim): ResultAsync<Decided<T>, E> =>
                claim.type === 'finished'
                  ? replay(locking, claim.outcome).map((result) => ({ result }))
                  : decide(locking, claim.resourceId),
              ),
          )
        : errAsync(error),
    );

/** Commits a change of rows that this transaction has locked, so that nothing conflicts with it. */
export const commitLocked = ({ commit }: Pick<Repositories, 'commit'>, change: Change): ResultAsync<void, never> =>
  commit(change).mapErr((): never => {
    throw new Error('rows must be locked before they are changed');
  });

/** Notes that a message was handled. A conflict means that another process, which handled it too, has noted it. */
export const noteHandled = (
  unitOfWork: UnitOfWork,
  message: NonNullable<Change['message']>,
): ResultAsync<void, StorageUnavailable> =>
  unitOfWork.commit({ message }).orElse((error) => (isConflict(error) ? okAsync(undefined) : errAsync(error)));

const commitOptimistically = <T>(unitOfWork: UnitOfWork, { result, change }: Decided<T>) =>
  (change === undefined ? okAsync(undefined) : unitOfWork.commit(change)).map(() => result);

/** Decides within a transaction, and again in another one after a conflict, up to five times. */
export function underLocks<T, E>(
  unitOfWork: UnitOfWork,
  decide: (repositories: Repositories) => ResultAsync<Decided<T>, E | ConcurrencyConflict>,
  tries = triesUnderLocks,
): ResultAsync<T, E | StorageUnavailable> {
  return unitOfWork
    .run((repositories) =>
      decide(repositories).andThen(({ result, change }) =>
        (change === undefined ? okAsync(undefined) : repositories.commit(change)).map(() => result),
      ),
    )
    .orElse((error): ResultAsync<T, E | StorageUnavailable> => {
      if (!isConflict(error)) return errAsync(error);
      if (tries === 1) return errAsync({ type: 'storage.unavailable', retryAfterSeconds: 1 });
      return underLocks(unitOfWork, decide, tries - 1);
    });
}

/** `commit` returns a conflict, and so does the first read when the key is known. */
const isConflict = (error: unknown): error is ConcurrencyConflict =>
  typeof error === 'object' && error !== null && 'type' in error && error.type === 'concurrency.conflict';
