import type { Order } from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import { authorizeOrder, type OrderNotFound } from '../ordering/authorize-order.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { InvoicePrinter } from '../ports/invoice-printer.js';
import type { PersonalData } from '../ports/repositories/customers/personal-data.js';
import type { Secrets } from '../ports/secrets.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { isErased } from '../privacy/erased-order.js';
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
      .read(({ orders, personalData }) =>
        orders
          .find(orderId)
          .andThen((stored) => authorizeOrder(deps.secrets, caller, orderId, stored, 'orders.read'))
          .andThen(({ order }) => withRecipient(personalData, order)),
      )
      .andThen((order) => printInvoiceOf(deps, order));

/** The order as its invoice names it: whom it was for is stored apart once they were erased. */
export const withRecipient = (
  personalData: Pick<PersonalData, 'recipientOf'>,
  order: Order,
): ResultAsync<Order, never> =>
  isErased(order)
    ? personalData.recipientOf(order.id).map((recipient) => {
        if (recipient === undefined) return order;
        const { email, billingAddress, shippingAddress } = recipient;
        return { ...order, email, billingAddress, shippingAddress };
      })
    : okAsync(order);

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
