import type { ResultAsync } from 'neverthrow';
import type { PackingSlip } from '../fulfilment/packing-slip.js';
import type { DocumentContent } from './repositories/invoicing/issued-document-records.js';

/** Makes PDFs of invoices, credit notes and packing slips. */
export type InvoicePrinter = {
  /**
   * A PDF that says everything in the document, amounts to the last digit, however many lines it has and in whatever
   * characters. The same document is the same bytes each time. Long ones are made in slices that let others have their
   * turn.
   */
  readonly print: (document: DocumentContent | PackingSlip) => ResultAsync<Uint8Array, never>;
};
