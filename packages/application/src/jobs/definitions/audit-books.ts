import type { AuditNightly } from '../../bookkeeping/audit-nightly.js';
import { defineJob, retryWithBackoff, textFields } from '../job-definition.js';

/** Prices and replays every order and compares every stock, each night. */
export const auditBooks = defineJob<{ readonly at: string }, never, { readonly auditNightly: AuditNightly }>({
  payload: textFields('at'),
  handle: (useCases, { at }, jobId) => useCases.auditNightly({ jobId, at }),
  retry: retryWithBackoff,
  schedule: '20 3 * * *',
});
