import type { Instant, Money, OrderId, TaxReport } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { CreditNote } from '../../../invoicing/credit-note.js';
import type { Invoice } from '../../../invoicing/invoice.js';

/** Each kind is numbered by a sequence of its own. */
export type DocumentKind = 'invoice' | 'credit-note';

/** An invoice or a credit note without what it says. */
export type IssuedDocument = {
  readonly kind: DocumentKind;
  /** Ends in `counter`, such as `INV-000001`. */
  readonly number: string;
  readonly counter: number;
  readonly orderId: OrderId;
  /** Of a credit note the refund, or `dispute/` and the id of the dispute. */
  readonly subject?: string;
  readonly issuedAt: Instant;
  /** What the buyer owes by it, or is credited. Below zero where a refund did not arrive. */
  readonly amount: Money;
  readonly taxes: readonly TaxReport[];
};

/** What a document says. Nothing changes it. */
export type DocumentContent = Invoice | CreditNote;

/** `content` and `pdf` are absent once their retention is over; `pdf` also before somebody has read the document. */
export type StoredDocument = {
  readonly document: IssuedDocument;
  readonly content?: DocumentContent;
  readonly pdf?: Uint8Array;
};

/** Invoices and credit notes. Only a transaction that has locked their order adds them. */
export type IssuedDocumentRecords = {
  /**
   * Takes the next number of a kind, from 1 on, and locks the sequence until the transaction ends: one that is undone
   * leaves no gap. `issuedAt` is `at`, unless a document of the kind was issued later than that.
   */
  readonly takeNumber: (
    kind: DocumentKind,
    at: Instant,
  ) => ResultAsync<{ readonly counter: number; readonly issuedAt: Instant }, never>;
  readonly add: (document: IssuedDocument, content: DocumentContent) => ResultAsync<void, never>;
  /** The invoice first, then credit notes by number. */
  readonly ofOrder: (orderId: OrderId) => ResultAsync<readonly IssuedDocument[], never>;
  readonly find: (number: string) => ResultAsync<StoredDocument | undefined, never>;
  /** Stores the PDF of a document that has none, and returns the stored one. */
  readonly savePdf: (number: string, pdf: Uint8Array) => ResultAsync<Uint8Array, never>;
};
