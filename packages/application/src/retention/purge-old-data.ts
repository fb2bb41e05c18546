import type { Instant } from '@cartwright/domain';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import { erasureRepeats } from '../privacy/erase-copies.js';
import { msAfter } from '../ms-after.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { FileStore } from '../ports/file-store.js';
import type { Log } from '../ports/log.js';
import type { Purgeable } from '../ports/repositories/purge-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { purgeImportFiles } from '../catalogue/imports/files/purge-import-files.js';
import { purgeReportFiles } from '../reports/files/purge-report-files.js';

/**
 * Days for which each is stored, from the instant that `Purgeable` names. `docs/operations.md` lists them.
 *
 * - Refresh tokens outlive their expiry, so that the reuse of an old one still ends its session.
 * - Handled messages outlive every repeat: Stripe resends an event for at most 30 days, and a job that failed for good
 *   can be retried until its dead letter is deleted.
 */
export const retentionDays: Readonly<
  Record<Exclude<Purgeable, 'issued-documents' | 'audit-entries' | 'events'>, number>
> = {
  'idempotency-keys': 0,
  'refresh-tokens': 30,
  sessions: 30,
  'account-tokens': 1,
  'guest-carts': 30,
  'handled-messages': 120,
  'dead-letters': 90,
  'failed-jobs': 90,
  'known-addresses': 180,
  'erasure-digests': erasureRepeats,
  'webhook-deliveries': 30,
  'rejected-comments': 90,
};

/** Days for which the file of an import is stored, from its upload, unless the import takes longer. */
export const importFileDays = 7;

/** How many were deleted. */
export type PurgedData = Readonly<Record<Purgeable | 'import-files' | 'report-files', number>>;
/** Deletes what is older than its retention. A repeat finds nothing to do. */
export type PurgeOldData = () => ResultAsync<PurgedData, StorageUnavailable>;

type PurgeOldDataDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly fileStore: FileStore;
  readonly clock: Clock;
  readonly log: Log;
  /** `defaultInvoiceRetentionYears` when absent. */
  readonly invoiceRetentionYears?: number;
  /** `defaultAuditRetentionDays` when absent. */
  readonly auditRetentionDays?: number;
  /** `defaultEventRetentionDays` when absent. */
  readonly eventRetentionDays?: number;
};

/** A quarter: a reader that was away that long reads the orders anew. */
export const defaultEventRetentionDays = 90;

/** A year and a month: an audit once a year sees all of the year. */
export const defaultAuditRetentionDays = 400;

/** The longest that the law of a member state of the EU requires. */
export const defaultInvoiceRetentionYears = 10;

/** Rows in one transaction: few, so that nobody waits for it for long. */
const batch = 500;
/** Batches of one kind in one run; the next run deletes the rest. */
const maximumBatches = 200;

export const makePurgeOldData =
  (deps: PurgeOldDataDeps): PurgeOldData =>
  () =>
    new ResultAsync(purgeAll(deps));

async function purgeAll(deps: PurgeOldDataDeps): Promise<Result<PurgedData, StorageUnavailable>> {
  const purged: Record<string, number> = {};
  const days = Object.entries(retentionDays) as [Purgeable, number][];
  const now = deps.clock.now();
  const limits: readonly (readonly [what: Purgeable, before: Instant])[] = [
    ...days.map(([what, kept]) => [what, msAfter(now, -kept * 86_400_000)] as const),
    ['audit-entries', msAfter(now, -(deps.auditRetentionDays ?? defaultAuditRetentionDays) * 86_400_000)],
    ['events', msAfter(now, -(deps.eventRetentionDays ?? defaultEventRetentionDays) * 86_400_000)],
    ['issued-documents', endOfYearBefore(now, deps.invoiceRetentionYears ?? defaultInvoiceRetentionYears)],
  ];
  for (const [what, before] of limits) {
    const deleted = await purgeKind(deps, what, before);
    if (deleted.isErr()) return err(deleted.error);
    purged[what] = deleted.value;
  }
  const uploads = await purgeImportFiles(deps, msAfter(now, -importFileDays * 86_400_000));
  if (uploads.isErr()) return err(uploads.error);
  purged['import-files'] = uploads.value;
  const files = await purgeReportFiles(deps);
  if (files.isErr()) return err(files.error);
  purged['report-files'] = files.value;
  if (Object.values(purged).some((rows) => rows > 0)) deps.log.info(purged, 'old data was deleted');
  return ok(purged as PurgedData);
}

/** Law counts from the end of the year in which an invoice was issued. */
const endOfYearBefore = (now: Instant, years: number): Instant =>
  new Date(Date.UTC(new Date(now).getUTCFullYear() - years, 0, 1) - 1).toISOString();

/** A defect in one kind is logged and does not stop the others. */
async function purgeKind(
  { unitOfWork, log }: PurgeOldDataDeps,
  what: Purgeable,
  before: Instant,
): Promise<Result<number, StorageUnavailable>> {
  let all = 0;
  try {
    for (let batches = 0; batches < maximumBatches; batches += 1) {
      const deleted = await unitOfWork.run(({ purges }) => purges.purge(what, before, batch));
      if (deleted.isErr()) return err(deleted.error);
      all += deleted.value;
      if (deleted.value < batch) break;
    }
  } catch (error) {
    log.error({ what, err: error }, 'old data could not be deleted');
  }
  return ok(all);
}
