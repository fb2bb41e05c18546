import type { Order } from '@cartwright/domain';
import { errAsync, type ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import { authorizeOrder, type OrderNotFound } from '../ordering/authorize-order.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { InvoicePrinter } from '../ports/invoice-printer.js';
import type { Secrets } from '../ports/secrets.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { invoiceOf, type Seller } from './invoice.js';

export type PrintInvoiceQuery = { readonly caller: Caller; readonly orderId: string };
/** The order was never paid in full: there is nothing to invoice yet. */
export type InvoiceNotAvailable = {
  readonly type: 'invoice.not-available';
  readonly orderId: string;
  readonly paymentStatus: Order['paymentStatus'];
};
export type PrintInvoiceError = OrderNotFound | InvoiceNotAvailable | StorageUnavailable;
export type PrintedInvoice = { readonly number: string; readonly pdf: Uint8Array };
/**
 * An order's invoice as a PDF, for its owner or for staff who may read orders. It is made anew each time, and is the
 * same.
 */
export type PrintInvoice = (query: PrintInvoiceQuery) => ResultAsync<PrintedInvoice, PrintInvoiceError>;

/** What printing takes, for every caller. */
export type InvoicingDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly invoicePrinter: InvoicePrinter;
  readonly seller: Seller;
};

export const makePrintInvoice =
  (deps: InvoicingDeps & { readonly secrets: Secrets }): PrintInvoice =>
  ({ caller, orderId }) =>
    deps.unitOfWork
      .read(({ orders }) =>
        orders.find(orderId).andThen((stored) => authorizeOrder(deps.secrets, caller, orderId, stored, 'orders.read')),
      )
      .andThen(({ order }) => printInvoiceOf(deps, order));

/** Prints the invoice of an order that was read, outside of any transaction. */
export function printInvoiceOf(
  { invoicePrinter, seller }: Pick<InvoicingDeps, 'invoicePrinter' | 'seller'>,
  order: Order,
): ResultAsync<PrintedInvoice, InvoiceNotAvailable> {
  const invoice = invoiceOf(order, seller);
  return invoice === undefined
    ? errAsync({ type: 'invoice.not-available', orderId: order.id, paymentStatus: order.paymentStatus })
    : invoicePrinter.print(invoice).map((pdf) => ({ number: invoice.number, pdf }));
}
