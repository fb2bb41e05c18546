import type { WriteReportFile } from '../../reports/files/write-report-file.js';
import { defineJob, onEvents, retryForADay, textFields } from '../job-definition.js';

/** Writes a report that was requested as a file. */
export const writeReportFile = defineJob({
  payload: textFields('reportFileId'),
  on: onEvents({ 'reports.file-requested': ({ reportFileId }) => ({ reportFileId }) }),
  handle: (useCases: { readonly writeReportFile: WriteReportFile }, payload) => useCases.writeReportFile(payload),
  retry: retryForADay,
  // Each may read all orders of a period.
  concurrency: 1,
});
