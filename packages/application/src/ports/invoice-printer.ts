import type { ResultAsync } from 'neverthrow';
import type { Invoice } from '../invoicing/invoice.js';

/** Makes a document of an invoice. */
export type InvoicePrinter = {
  /**
   * A PDF that says everything in the invoice, amounts to the last digit, however many lines it has and in whatever
   * characters. The same invoice is the same bytes each time. Long ones are made in slices that let others have their
   * turn.
   */
  readonly print: (invoice: Invoice) => ResultAsync<Uint8Array, never>;
};
