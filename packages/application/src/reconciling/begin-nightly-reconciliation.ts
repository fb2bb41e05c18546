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
 * Begins a nightly reconciliation. It covers the three days before its tick, or everything since the last one that
 * finished (at most 92 days). A repeat of the tick returns the same reconciliation.
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

/** A night that was skipped or failed leaves a gap: this reconciliation starts at the beginning of the gap. */
function nightly(at: Instant, latest: Reconciliation | undefined): Period {
  const { from, to } = daysBefore(at);
  const earliest = daysBefore(at, maximumDays).from;
  const gap = latest === undefined || latest.doneTo >= from ? from : latest.doneTo;
  return { from: gap < earliest ? earliest : gap, to };
}

/** When two processes begin the same night, the second one finds the reconciliation of the first. */
const idOf = (reconciliations: ReconciliationRecords, at: Instant) =>
  reconciliations.latestDue(at).map((added) => {
    if (added === undefined) throw new Error('reconciliation of this tick not found');
    return { reconciliationId: added.id };
  });
