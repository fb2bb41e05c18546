import type { MailLowStock } from '../../reports/mail-low-stock.js';
import { defineJob, retryWithBackoff, textFields } from '../job-definition.js';

/** Mails staff the variants whose stock is low, each morning. */
export const mailLowStock = defineJob<{ readonly at: string }, never, { readonly mailLowStock: MailLowStock }>({
  payload: textFields('at'),
  handle: (useCases, { at }, jobId) => useCases.mailLowStock({ jobId, at }),
  retry: retryWithBackoff,
  schedule: '0 7 * * *',
});
