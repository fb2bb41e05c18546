import { err, ok, type ResultAsync } from 'neverthrow';
import type { LinkExpired, LinkInvalid } from '../../links/expiring-links.js';
import type { FilesUnavailable, StorageUnavailable } from '../../ports/failures.js';
import type { FileStore, FoundFile } from '../../ports/file-store.js';
import type { ReportFile } from '../../ports/repositories/reports/report-file-records.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import type { ReportFileLinks } from './report-file-links.js';
import { reportFileKey } from './report-file-key.js';
import type { ReportFileNotFound } from './view-report-file.js';

export type OpenReportFileError =
  LinkInvalid | LinkExpired | ReportFileNotFound | StorageUnavailable | FilesUnavailable;
/** Opens the file that a link is for. The link is the only credential. */
export type OpenReportFile = (query: {
  readonly token: string;
}) => ResultAsync<FoundFile & Pick<ReportFile, 'wanted' | 'format'>, OpenReportFileError>;

type OpenReportFileDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly fileStore: FileStore;
  readonly reportFileLinks: ReportFileLinks;
};

export const makeOpenReportFile =
  ({ unitOfWork, fileStore, reportFileLinks }: OpenReportFileDeps): OpenReportFile =>
  ({ token }) =>
    reportFileLinks.read(token).asyncAndThen((id) =>
      unitOfWork
        .read(({ reportFiles }) => reportFiles.find(id))
        .andThen((file) => (file?.status === 'completed' ? ok(file) : err(notFound)))
        .andThen(({ wanted, format }) =>
          fileStore
            .read(reportFileKey(id))
            .andThen((found) => (found === undefined ? err(notFound) : ok({ ...found, wanted, format }))),
        ),
    );

const notFound: ReportFileNotFound = { type: 'report-file.not-found' };
