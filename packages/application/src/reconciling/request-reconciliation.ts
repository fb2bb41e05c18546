import type { Instant } from '@cartwright/domain';
import { errAsync, type ResultAsync } from 'neverthrow';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Ids } from '../ports/ids.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { emptyFindings } from './empty-findings.js';
import { checkPeriod, daysBefore, type ReconciliationPeriodRefused, type Period } from './reconciliation-period.js';

export type RequestReconciliationCommand = {
  /** By default three days before `to`. */
  readonly from?: Instant;
  /** By default now. */
  readonly to?: Instant;
};
export type RequestReconciliationError = ReconciliationPeriodRefused | StorageUnavailable;
/** Requests a job that compares our payments of a period, at most 92 days, with the provider's. */
export type RequestReconciliation = (
  command: RequestReconciliationCommand,
  staff: { readonly userId: string },
) => ResultAsync<{ readonly reconciliationId: string } & Period, RequestReconciliationError>;

type RequestReconciliationDeps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly ids: Ids };

export const makeRequestReconciliation =
  ({ unitOfWork, clock, ids }: RequestReconciliationDeps): RequestReconciliation =>
  ({ from, to }, { userId }) => {
    const at = clock.now();
    const byDefault = daysBefore(to ?? at);
    const period = checkPeriod({ ...byDefault, ...(from === undefined ? {} : { from }) });
    if (period.isErr()) return errAsync(period.error);
    const reconciliationId = ids.next();
    return unitOfWork
      .run(({ reconciliations, outbox }) =>
        reconciliations
          .add({ ...emptyFindings(reconciliationId, period.value), requestedBy: userId, requestedAt: at })
          .andThen(() => outbox.add([{ type: 'payments.reconciliation-requested', reconciliationId, at }])),
      )
      .map(() => ({ ...period.value, reconciliationId }));
  };
