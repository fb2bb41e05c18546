import type { Order } from '@cartwright/domain';
import { errAsync, type ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import { authorizeOrder, type OrderNotFound } from '../ordering/authorize-order.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { InvoicePrinter } from '../ports/invoice-printer.js';
import type { OrderWithDocuments } from '../ports/repositories/order-records.js';
import type { Secrets } from '../ports/secrets.js';
import { allDocuments, type IssueDocumentsDeps } from './issue-documents.js';
import { printDocument, type DocumentDeleted, type PrintedDocument } from './print-document.js';

export type PrintInvoiceQuery = { readonly caller: Caller; readonly orderId: string };
/** The order was never paid in full: there is nothing to invoice. */
export type InvoiceNotAvailable = {
  readonly type: 'invoice.not-available';
  readonly orderId: string;
  readonly paymentStatus: Order['paymentStatus'];
};
export type PrintInvoiceError = OrderNotFound | InvoiceNotAvailable | DocumentDeleted | StorageUnavailable;
/** An order's invoice as a PDF, for its owner or for staff who may read orders. It is the same bytes each time. */
export type PrintInvoice = (query: PrintInvoiceQuery) => ResultAsync<PrintedDocument, PrintInvoiceError>;

/** What printing takes, for every caller. */
export type InvoicingDeps = IssueDocumentsDeps & { readonly invoicePrinter: InvoicePrinter };

export const makePrintInvoice =
  (deps: InvoicingDeps & { readonly secrets: Secrets }): PrintInvoice =>
  ({ caller, orderId }) =>
    deps.unitOfWork
      .read(({ orders }) =>
        orders
          .findWithDocuments(orderId)
          .andThen((stored) => authorizeOrder(deps.secrets, caller, orderId, stored, 'orders.read')),
      )
      .andThen((stored) => printInvoiceOf(deps, stored));

/** Prints the invoice of an order that was read, outside of any transaction. */
export const printInvoiceOf = (
  deps: InvoicingDeps,
  stored: OrderWithDocuments,
): ResultAsync<PrintedDocument, PrintInvoiceError> =>
  allDocuments(deps, stored).andThen((documents): ResultAsync<PrintedDocument, PrintInvoiceError> => {
    const invoice = documents.find(({ kind }) => kind === 'invoice');
    if (invoice !== undefined) return printDocument(deps, invoice.number);
    const { id: orderId, paymentStatus } = stored.order;
    return errAsync({ type: 'invoice.not-available', orderId, paymentStatus });
  });
