import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Reconciliation } from '../ports/repositories/reconciliation-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';

/** No reconciliation has this id. */
export type ReconciliationNotFound = { readonly type: 'reconciliation.not-found'; readonly reconciliationId: string };
/** The progress and the findings of a reconciliation. */
export type ViewReconciliation = (query: {
  readonly reconciliationId: string;
}) => ResultAsync<Reconciliation, ReconciliationNotFound | StorageUnavailable>;

export const makeViewReconciliation =
  ({ unitOfWork }: { readonly unitOfWork: UnitOfWork }): ViewReconciliation =>
  ({ reconciliationId }) =>
    unitOfWork.read(({ reconciliations }) =>
      reconciliations
        .find(reconciliationId)
        .andThen((found) =>
          found === undefined
            ? errAsync({ type: 'reconciliation.not-found', reconciliationId } as const)
            : okAsync(found),
        ),
    );
