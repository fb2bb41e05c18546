import type { Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';

/** Has a job look for unpaid orders now, beside the one of each minute. */
export type RequestExpiry = () => ResultAsync<{ readonly requestedAt: Instant }, StorageUnavailable>;

export const makeRequestExpiry =
  ({ unitOfWork, clock }: { readonly unitOfWork: UnitOfWork; readonly clock: Clock }): RequestExpiry =>
  () => {
    const at = clock.now();
    return unitOfWork
      .run(({ outbox }) => outbox.add([{ type: 'jobs.expiry-requested', at }]))
      .map(() => ({ requestedAt: at }));
  };
