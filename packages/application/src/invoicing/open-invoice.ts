import { err, ok, type ResultAsync } from 'neverthrow';
import type { LinkExpired, LinkInvalid } from '../links/expiring-links.js';
import type { OrderNotFound } from '../ordering/authorize-order.js';
import type { DocumentKind } from '../ports/repositories/invoicing/issued-document-records.js';
import type { InvoiceLinks } from './invoice-link.js';
import { printCreditNoteOf, type PrintCreditNoteError } from './print-credit-note.js';
import type { PrintedDocument } from './print-document.js';
import { printInvoiceOf, type InvoicingDeps, type PrintInvoiceError } from './print-invoice.js';

export type OpenInvoiceQuery = { readonly token: string };
export type OpenedDocument = PrintedDocument & { readonly kind: DocumentKind };
export type OpenInvoiceError = LinkInvalid | LinkExpired | PrintInvoiceError | PrintCreditNoteError;
/** The invoice or the credit note that a link is for. Needs nothing but the link. */
export type OpenInvoice = (query: OpenInvoiceQuery) => ResultAsync<OpenedDocument, OpenInvoiceError>;

export const makeOpenInvoice =
  (deps: InvoicingDeps & { readonly invoiceLinks: InvoiceLinks }): OpenInvoice =>
  ({ token }) =>
    deps.invoiceLinks
      .read(token)
      .asyncAndThen(({ orderId, creditNote }) =>
        deps.unitOfWork
          .read(({ orders }) =>
            orders
              .findWithDocuments(orderId)
              .andThen((stored) =>
                stored === undefined ? err<never, OrderNotFound>({ type: 'order.not-found', orderId }) : ok(stored),
              ),
          )
          .andThen((stored): ResultAsync<OpenedDocument, OpenInvoiceError> =>
            creditNote === undefined
              ? printInvoiceOf(deps, stored).map((printed) => ({ ...printed, kind: 'invoice' }))
              : printCreditNoteOf(deps, stored, creditNote).map((printed) => ({ ...printed, kind: 'credit-note' })),
          ),
      );
