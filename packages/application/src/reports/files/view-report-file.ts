import { err, type Result, type ResultAsync } from 'neverthrow';
import type { StaffCaller } from '../../caller.js';
import type { AccessDenied } from '../../identity/access.js';
import type { ExpiringLink } from '../../links/expiring-links.js';
import type { Clock } from '../../ports/clock.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { ReportFile } from '../../ports/repositories/reports/report-file-records.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import type { ReportFileLinks } from './report-file-links.js';
import { checkReportAccess } from './request-report-file.js';

/** No file has this id, or it has expired. */
export type ReportFileNotFound = { readonly type: 'report-file.not-found' };
export type ViewReportFileError = ReportFileNotFound | StorageUnavailable;
/** `link`: of a completed one; a later view has a newer one. */
export type ReportFileView = { readonly file: ReportFile; readonly link?: ExpiringLink };
/** How far a file of a report is and, once it is completed, a link to it. */
export type ViewReportFile = (
  query: { readonly reportFileId: string },
  staff: StaffCaller,
) => ResultAsync<ReportFileView, ViewReportFileError | AccessDenied>;

type ViewReportFileDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly reportFileLinks: ReportFileLinks;
};

export const makeViewReportFile =
  ({ unitOfWork, clock, reportFileLinks }: ViewReportFileDeps): ViewReportFile =>
  ({ reportFileId }, staff) =>
    unitOfWork
      .read(({ reportFiles }) => reportFiles.find(reportFileId))
      .andThen((file): Result<ReportFileView, ReportFileNotFound | AccessDenied> => {
        if (file === undefined || file.expiresAt <= clock.now()) return err({ type: 'report-file.not-found' });
        return checkReportAccess(staff, file.wanted).map(() => ({
          file,
          ...(file.status === 'completed' ? { link: reportFileLinks.sign(file) } : {}),
        }));
      });
