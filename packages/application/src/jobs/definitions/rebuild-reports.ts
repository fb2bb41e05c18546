import type { RebuildReports } from '../../reports/rebuild-reports.js';
import { defineJob, retryWithBackoff, textFields } from '../job-definition.js';

/** Compares what reports add up with every order, each night, and corrects it. */
export const rebuildReports = defineJob<{ readonly at: string }, never, { readonly rebuildReports: RebuildReports }>({
  payload: textFields('at'),
  handle: (useCases) => useCases.rebuildReports(),
  retry: retryWithBackoff,
  schedule: '50 2 * * *',
});
