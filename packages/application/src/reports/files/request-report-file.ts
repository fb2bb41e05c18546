import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import { permissionsOfCaller, type StaffCaller } from '../../caller.js';
import type { AccessDenied } from '../../identity/access.js';
import { msAfter } from '../../ms-after.js';
import type { Clock } from '../../ports/clock.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { Ids } from '../../ports/ids.js';
import type { ReportFileFormat, WantedReport } from '../../ports/repositories/reports/report-file-records.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import { checkRange, type ReportRangeInvalid } from '../view-reports.js';

export type RequestReportFileCommand = { readonly wanted: WantedReport; readonly format: ReportFileFormat };
export type RequestReportFileError = ReportRangeInvalid | StorageUnavailable;
/** Requests a job that writes a report to a file. */
export type RequestReportFile = (
  command: RequestReportFileCommand,
  staff: StaffCaller,
) => ResultAsync<{ readonly reportFileId: string }, RequestReportFileError | AccessDenied>;

/** A file exists for a day: some contain e-mail addresses. Milliseconds. */
export const reportFileLifeMs = 24 * 60 * 60_000;

type RequestReportFileDeps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly ids: Ids };

export const makeRequestReportFile =
  ({ unitOfWork, clock, ids }: RequestReportFileDeps): RequestReportFile =>
  ({ wanted, format }, staff) =>
    checkReportAccess(staff, wanted)
      .andThen(() => ('from' in wanted ? checkRange(wanted) : ok(undefined)))
      .asyncAndThen(() => {
        const reportFileId = ids.next();
        const at = clock.now();
        const times = { createdAt: at, expiresAt: msAfter(at, reportFileLifeMs) };
        const file = {
          id: reportFileId,
          wanted,
          format,
          status: 'queued',
          requestedBy: staff.userId,
          ...times,
        } as const;
        return unitOfWork
          .run(({ reportFiles, outbox }) =>
            reportFiles.add(file).andThen(() => outbox.add([{ type: 'reports.file-requested', reportFileId, at }])),
          )
          .map(() => ({ reportFileId }));
      });

/** A caller who may read reports may have them as files. A file of orders also needs the permission to read orders. */
export const checkReportAccess = (staff: StaffCaller, { report }: WantedReport): Result<void, AccessDenied> =>
  report !== 'orders' || permissionsOfCaller(staff).includes('orders.read')
    ? ok(undefined)
    : err({ type: 'auth.forbidden' });
