import { errAsync, type ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import { authorizeOrder, type OrderNotFound } from '../ordering/authorize-order.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { OrderWithDocuments } from '../ports/repositories/order-records.js';
import type { Secrets } from '../ports/secrets.js';
import { allDocuments } from './issue-documents.js';
import { printDocument, type DocumentDeleted, type PrintedDocument } from './print-document.js';
import type { InvoicingDeps } from './print-invoice.js';

export type PrintCreditNoteQuery = { readonly caller: Caller; readonly orderId: string; readonly number: string };
/** The order has no credit note of that number. */
export type CreditNoteNotFound = { readonly type: 'credit-note.not-found'; readonly number: string };
export type PrintCreditNoteError = OrderNotFound | CreditNoteNotFound | DocumentDeleted | StorageUnavailable;
/** A credit note of an order as a PDF, for its owner or for staff who may read orders. The same bytes each time. */
export type PrintCreditNote = (query: PrintCreditNoteQuery) => ResultAsync<PrintedDocument, PrintCreditNoteError>;

export const makePrintCreditNote =
  (deps: InvoicingDeps & { readonly secrets: Secrets }): PrintCreditNote =>
  ({ caller, orderId, number }) =>
    deps.unitOfWork
      .read(({ orders }) =>
        orders
          .findWithDocuments(orderId)
          .andThen((stored) => authorizeOrder(deps.secrets, caller, orderId, stored, 'orders.read')),
      )
      .andThen((stored) => printCreditNoteOf(deps, stored, number));

/** Prints a credit note of an order that was read, outside of any transaction. */
export const printCreditNoteOf = (
  deps: InvoicingDeps,
  stored: OrderWithDocuments,
  number: string,
): ResultAsync<PrintedDocument, PrintCreditNoteError> =>
  allDocuments(deps, stored).andThen((documents): ResultAsync<PrintedDocument, PrintCreditNoteError> =>
    documents.some((each) => each.kind === 'credit-note' && each.number === number)
      ? printDocument(deps, number)
      : errAsync({ type: 'credit-note.not-found', number }),
  );
