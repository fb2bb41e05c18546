import type { PurgeOldData } from '../../retention/purge-old-data.js';
import { defineJob, noRetry, textFields } from '../job-definition.js';

/** Deletes what is older than its retention. */
export const purgeOldData = defineJob<{ readonly at: string }, never, { readonly purgeOldData: PurgeOldData }>({
  payload: textFields('at'),
  handle: (useCases) => useCases.purgeOldData(),
  retry: noRetry,
  schedule: '17 * * * *',
});
