import type { Instant } from '@cartwright/domain';
import { okAsync, type ResultAsync } from 'neverthrow';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Ids } from '../ports/ids.js';
import type { Reconciliation, ReconciliationRecords } from '../ports/repositories/reconciliation-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { emptyFindings } from './empty-findings.js';
import { daysBefore, maximumDays, type Period } from './reconciliation-period.js';

/**
 * Begins the reconciliation of a night: of the three days before its tick, or of all since the last one came to its end
 * (at most 92 days). The same tick again answers the same reconciliation.
 */
export type BeginNightlyReconciliation = (tick: {
  readonly at: Instant;
}) => ResultAsync<{ readonly reconciliationId: string }, StorageUnavailable>;

type BeginNightlyReconciliationDeps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly ids: Ids };

export const makeBeginNightlyReconciliation =
  ({ unitOfWork, clock, ids }: BeginNightlyReconciliationDeps): BeginNightlyReconciliation =>
  ({ at }) =>
    unitOfWork.run(({ reconciliations }) =>
      reconciliations.latestDue(at).andThen((latest) => {
        if (latest?.dueAt === at) return okAsync({ reconciliationId: latest.id });
        const id = ids.next();
        return reconciliations
          .add({ ...emptyFindings(id, nightly(at, latest)), dueAt: at, requestedAt: clock.now() })
          .andThen((isNew) => (isNew ? okAsync({ reconciliationId: id }) : idOf(reconciliations, at)));
      }),
    );

/** A night off, or one that failed, leaves a gap: this one begins where that one should have. */
function nightly(at: Instant, latest: Reconciliation | undefined): Period {
  const { from, to } = daysBefore(at);
  const earliest = daysBefore(at, maximumDays).from;
  const gap = latest === undefined || latest.doneTo >= from ? from : latest.doneTo;
  return { from: gap < earliest ? earliest : gap, to };
}

/** Of two processes that begin a night at once, the second finds what the first has added. */
const idOf = (reconciliations: ReconciliationRecords, at: Instant) =>
  reconciliations.latestDue(at).map((added) => {
    if (added === undefined) throw new Error('a reconciliation that was not added is there');
    return { reconciliationId: added.id };
  });
