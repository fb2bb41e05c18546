import type { CurrencyCode, OrderId } from '@cartwright/domain';
import { errAsync, ok, type ResultAsync } from 'neverthrow';
import type { Seller } from '../invoicing/invoice.js';
import type { PrintedDocument } from '../invoicing/print-document.js';
import type { OrderNotFound } from '../ordering/authorize-order.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { InvoicePrinter } from '../ports/invoice-printer.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { initialDetails } from '../shop/view-shop.js';
import { packingSlipOf } from './packing-slip.js';

/** The order has no unit that is to be sent: all were sent or cancelled, or it is digital. */
export type NothingToSend = { readonly type: 'order.nothing-to-send'; readonly orderId: OrderId };
export type PrintPackingSlipError = OrderNotFound | NothingToSend | StorageUnavailable;
/** The units of an order that are to be sent, as a PDF. */
export type PrintPackingSlip = (query: {
  readonly orderId: OrderId;
}) => ResultAsync<PrintedDocument, PrintPackingSlipError>;

type PrintPackingSlipDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly invoicePrinter: InvoicePrinter;
  readonly seller: Seller;
  readonly storeCurrency: CurrencyCode;
};

export const makePrintPackingSlip =
  (deps: PrintPackingSlipDeps): PrintPackingSlip =>
  ({ orderId }) =>
    deps.unitOfWork
      .read(({ orders, shop }) =>
        orders.find(orderId).andThen((stored) => {
          if (stored === undefined) return errAsync({ type: 'order.not-found', orderId } as const);
          return shop.find().andThen((details) => ok({ order: stored.order, details }));
        }),
      )
      .andThen(({ order, details }) => {
        const slip = packingSlipOf(order, details ?? initialDetails(deps));
        if (slip === undefined) return errAsync({ type: 'order.nothing-to-send', orderId } as const);
        return deps.invoicePrinter.print(slip).map((pdf) => ({ number: order.number, pdf }));
      });
