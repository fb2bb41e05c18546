import type { Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';

/** Starts a job that compares stock with the movement ledger, besides the nightly one. */
export type RequestStockCheck = () => ResultAsync<{ readonly requestedAt: Instant }, StorageUnavailable>;

export const makeRequestStockCheck =
  ({ unitOfWork, clock }: { readonly unitOfWork: UnitOfWork; readonly clock: Clock }): RequestStockCheck =>
  () => {
    const at = clock.now();
    return unitOfWork
      .run(({ outbox }) => outbox.add([{ type: 'jobs.stock-check-requested', at }]))
      .map(() => ({ requestedAt: at }));
  };
