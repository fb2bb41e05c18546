import { err, ok, type ResultAsync } from 'neverthrow';
import type { LinkExpired, LinkInvalid } from '../links/expiring-links.js';
import type { OrderNotFound } from '../ordering/authorize-order.js';
import type { InvoiceLinks } from './invoice-link.js';
import type { PrintedDocument } from './print-document.js';
import { printInvoiceOf, type InvoicingDeps, type PrintInvoiceError } from './print-invoice.js';

export type OpenInvoiceQuery = { readonly token: string };
export type OpenInvoiceError = LinkInvalid | LinkExpired | PrintInvoiceError;
/** The invoice that a link is for. Needs nothing but the link. */
export type OpenInvoice = (query: OpenInvoiceQuery) => ResultAsync<PrintedDocument, OpenInvoiceError>;

export const makeOpenInvoice =
  (deps: InvoicingDeps & { readonly invoiceLinks: InvoiceLinks }): OpenInvoice =>
  ({ token }) =>
    deps.invoiceLinks
      .read(token)
      .asyncAndThen((orderId) =>
        deps.unitOfWork
          .read(({ orders }) =>
            orders
              .findWithDocuments(orderId)
              .andThen((stored) =>
                stored === undefined ? err<never, OrderNotFound>({ type: 'order.not-found', orderId }) : ok(stored),
              ),
          )
          .andThen((stored) => printInvoiceOf(deps, stored)),
      );
